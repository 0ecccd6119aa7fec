"""Concepts: what the words of a text stand for (`lexicon/concepts.yaml`): soldiers, money, refusing, a ceasefire."""

from collections.abc import Sequence
from functools import cache

from extraction import lexicon
from extraction.normal import AMERICA
from extraction.words import stems

Words = tuple[str, ...]


@cache
def _table() -> tuple[dict[Words, Words], dict[str, list[int]]]:
    """The concepts of each phrase, and the lengths of the phrases that begin with a stem, the longest first."""
    phrases: dict[Words, list[str]] = {}
    for concept, members in lexicon.table("concepts").items():
        for member in members:
            words = tuple(stems(AMERICA.sub("üs", str(member)).lower().replace("n't", " nt").replace("u.s.", "üs")))
            if words and concept not in phrases.setdefault(words, []):
                phrases[words].append(concept)
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        lengths.setdefault(words[0], set()).add(len(words))
    table = {words: tuple(concepts) for words, concepts in phrases.items()}
    return table, {word: sorted(known, reverse=True) for word, known in lengths.items()}


def tag(words: Sequence[str]) -> list[tuple[int, str]]:
    """The concepts of a row of stems with their places; a longer phrase wins over what is in it."""
    (table, lengths), found, after = _table(), list[tuple[int, str]](), 0
    for at, word in enumerate(words):
        if word in lengths and at >= after:
            for length in lengths[word]:
                concepts = table.get(tuple(words[at : at + length]))
                if concepts:
                    found += [(at, concept) for concept in concepts]
                    after = at + length
                    break
    return found
