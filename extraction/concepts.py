"""Concepts: what the words of a text stand for (`lexicon/concepts.yaml`): soldiers, money, refusing, a ceasefire."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extraction import lexicon
from extraction.normal import AMERICA
from extraction.words import stems


@dataclass(slots=True)
class Phrase:
    """What the stems so far stand for, and the longer phrases that begin with them, by the next stem."""

    concepts: list[str] = field(default_factory=list)
    longer: dict[str, "Phrase"] = field(default_factory=dict)


@cache
def _phrases() -> Phrase:
    empty = Phrase()
    for concept, members in lexicon.table("concepts").items():
        for member in members:
            phrase = empty
            for stem in stems(AMERICA.sub("üs", str(member)).lower().replace("n't", " nt").replace("u.s.", "üs")):
                phrase = phrase.longer.setdefault(stem, Phrase())
            if phrase is not empty and concept not in phrase.concepts:
                phrase.concepts.append(concept)
    return empty


def tag(words: Sequence[str]) -> list[tuple[int, str]]:
    """The concepts of a row of stems with their places; a longer phrase wins over what is in it."""
    found: list[tuple[int, list[str]]] = []
    phrases, after = _phrases().longer, 0
    for at, (word, following) in enumerate(pairwise((*words, ""))):
        phrase = phrases.get(word)
        if phrase is None or at < after:
            continue
        concepts = phrase.concepts
        if following in phrase.longer:
            here = at
            while here + 1 < len(words) and words[here + 1] in phrase.longer:
                here += 1
                phrase = phrase.longer[words[here]]
                if phrase.concepts:
                    concepts, after = phrase.concepts, here + 1
        if concepts:
            found.append((at, concepts))
    return [(at, concept) for at, concepts in found for concept in concepts]
