"""Concepts: what the words of a text stand for (`lexicon/concepts.yaml`): soldiers, money, refusing, a ceasefire."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

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
    phrases, after, end = _phrases().longer, 0, len(words)
    for at, word in enumerate(words):
        phrase = phrases.get(word)
        if phrase is None or at < after:
            continue
        concepts, here = phrase.concepts, at + 1
        while here < end and (longer := phrase.longer.get(words[here])):
            phrase, here = longer, here + 1
            if phrase.concepts:
                concepts, after = phrase.concepts, here
        if concepts:
            found.append((at, concepts))
    return [(at, concept) for at, concepts in found for concept in concepts]
