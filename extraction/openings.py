"""Openings: patterns of whole words over a document are tried only at the words with which a match may begin.

Most words begin none, which is remembered of each; so many patterns cost little more than one.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from extraction.gate import ATOM, OPTIONAL, REPEATED, split
from extraction.words import Memo, Words

LETTERS = re.compile(r"[a-z]+")
LETTER = re.compile(r"[a-z]")
CLOSING = re.compile(r"[ '0-9-]")
"""What may follow the first letters of a pattern and says with which words it may begin: "a" of "a fellow"."""


class Opened:
    """A pattern over one text; it is asked as a pattern of `re` is."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.pattern = pattern
        self.text = text
        self.places: list[int] = []
        """Where a match may begin."""

    def may_begin(self, start: int, end: int) -> bool:
        """Whether a match may begin between two offsets."""
        return bisect_left(self.places, start) < bisect_left(self.places, end)

    def finditer(self, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two offsets."""
        places, after = self.places, start
        for place in places[bisect_left(places, start) : bisect_left(places, end)]:
            if place >= after and (match := self.pattern.match(self.text, place, end)):
                yield match
                after = match.end()

    def search(self, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two offsets."""
        return next(self.finditer(start, end), None)


class Openings:
    """Patterns by name, all of which begin with a letter after anything but a letter."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self.patterns = patterns
        self.first = {name: tuple(openings(pattern.pattern)) for name, pattern in patterns.items()}
        if any("" in first for first in self.first.values()):
            raise ValueError("A pattern that may begin with any word")
        self.known = Memo(self._opened)

    def over(self, words: Words) -> dict[str, Opened]:
        """The patterns over the words of a text."""
        over = {name: Opened(pattern, words.text) for name, pattern in self.patterns.items()}
        known = self.known
        for start, word in zip(words.starts, words.all, strict=True):
            for at, name in known[word]:
                over[name].places.append(start + at)
        return over

    def _opened(self, word: str) -> tuple[tuple[int, str], ...]:
        """The patterns that may match from within a word, with the places in it."""
        closed = word + " "
        begins = [match.start() for match in LETTERS.finditer(word)]
        return tuple((at, name) for at in begins for name, first in self.first.items() if closed.startswith(first, at))


def openings(pattern: str) -> set[str]:
    """Letters with one of which every match begins, as far as they are plain; "" where there may be others."""
    return set().union(*map(_opening, split(pattern, "|")))


def _opening(choice: str) -> set[str]:
    begun, at = "", 0
    while atom := ATOM.match(choice, at):
        piece, at = atom.group(), atom.end()
        optional = OPTIONAL.match(choice, at)
        if piece.startswith(("(?<", "(?!", "(?=")):
            continue
        if piece.startswith("(?:"):
            found = openings(piece[3:-1])
            if optional:
                found |= _opening(choice[choice.index("}", at) + 1 if choice[at] == "{" else at + 1 :])
            return {begun + more for more in found}
        if optional or not (LETTER.fullmatch(piece) or (begun and CLOSING.fullmatch(piece))):
            break
        begun += piece
        if CLOSING.fullmatch(piece) or REPEATED.match(choice, at):
            break
    return {begun}
