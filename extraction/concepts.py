"""Concepts: what the words of a text stand for (`lexicon/concepts.yaml`): soldiers, money, refusing, a ceasefire."""

from collections.abc import Sequence
from functools import cache

from extraction import lexicon
from extraction.normal import AMERICA
from extraction.words import stems

Phrase = tuple[tuple[str, ...], tuple[str, ...]]


@cache
def _table() -> dict[str, list[Phrase]]:
    """The phrases by their first stem, the longest first, each with its concepts."""
    phrases: dict[tuple[str, ...], list[str]] = {}
    for concept, members in lexicon.table("concepts").items():
        for member in members:
            words = tuple(stems(AMERICA.sub("üs", str(member)).lower().replace("n't", " nt").replace("u.s.", "üs")))
            if words and concept not in phrases.setdefault(words, []):
                phrases[words].append(concept)
    table: dict[str, list[Phrase]] = {}
    for words, concepts in phrases.items():
        table.setdefault(words[0], []).append((words, tuple(concepts)))
    for found in table.values():
        found.sort(key=lambda phrase: -len(phrase[0]))
    return table


def tag(words: Sequence[str]) -> list[tuple[int, str]]:
    """The concepts of a row of stems with their places; a longer phrase wins over what is in it."""
    table, found, after = _table(), list[tuple[int, str]](), 0
    for at, word in enumerate(words):
        if word not in table or at < after:
            continue
        for phrase, concepts in table[word]:
            length = len(phrase)
            if length == 1 or tuple(words[at : at + length]) == phrase:
                found += [(at, concept) for concept in concepts]
                after = at + length
                break
    return found
