"""The gate: a pattern is tried on a text only where one of the words that it cannot do without is in the text.

All these words of all patterns lie in one Aho-Corasick automaton, so one pass over a text says which of the several
hundred patterns are worth trying.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import ahocorasick

WORD = r"(?:[\w'-]+(?:[.,]\d+)* )"
"""Any word, also "Ukraine's", "1,000" and "well-armed", where patterns leave room for some."""
NOT = re.compile(r"(?<![a-z\\])not(?![a-z])")
SHORTEST = 2
LONGEST = 2000
"""In longer texts, which are asked about by few patterns, their words are looked for one by one."""
KEPT = 256
"""Texts whose answer is remembered: a sentence is asked about by many patterns."""


class _Register:
    """Which words open which pattern. Each pattern is one bit."""

    def __init__(self) -> None:
        self.masks: dict[str, int] = {}
        self.size = 0
        self.automaton: Any = None
        self.known: dict[str, int] = {}

    def add(self, words: frozenset[str]) -> int:
        """A bit for a pattern that needs one of these words."""
        bit = 1 << self.size
        self.size += 1
        for word in words:
            self.masks[word] = self.masks.get(word, 0) | bit
        self.automaton = None
        self.known.clear()
        return bit

    def open(self, text: str) -> int:
        """The bits of all patterns that may match in `text`."""
        if self.automaton is None:
            self._build()
        found = 0
        for _, mask in self.automaton.iter(text):
            found |= mask
        if len(self.known) >= KEPT:
            self.known.clear()
        self.known[text] = found
        return found

    def _build(self) -> None:
        self.automaton = ahocorasick.Automaton()
        for word, mask in self.masks.items():
            self.automaton.add_word(word, mask)
        self.automaton.make_automaton()


REGISTER = _Register()
KNOWN = REGISTER.known


class Cue:
    """A compiled pattern behind its gate; it is asked as a pattern of `re` is."""

    __slots__ = ("bit", "pattern", "words")

    def __init__(self, pattern: str, words: frozenset[str] | None) -> None:
        self.pattern = re.compile(pattern)
        self.words = words
        self.bit = REGISTER.add(words) if words else 0

    def is_open(self, text: str) -> bool:
        """Whether the pattern may match in `text`."""
        if not self.words:
            return True
        if len(text) > LONGEST:
            return any(word in text for word in self.words)
        mask = KNOWN.get(text)
        return bool((REGISTER.open(text) if mask is None else mask) & self.bit)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        mask = KNOWN.get(text)
        is_open = self.is_open(text) if mask is None or not self.bit else mask & self.bit
        return self.pattern.search(text) if is_open else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.pattern.finditer(text) if self.is_open(text) else iter(())


def cue(pattern: str) -> Cue:
    """A pattern that may match inside words, behind its gate."""
    pattern = with_contractions(pattern)
    return Cue(pattern, required(pattern))


def with_contractions(pattern: str) -> str:
    """The pattern, with "nt" taken as "not", as the normalised text has it."""
    wider = pattern.replace(r"(?:\w+ )", WORD).replace(r"(?:\w+ ){", WORD + "{")
    return NOT.sub("(?:not|nt)", wider.replace("n't", " nt"))


def required(pattern: str) -> frozenset[str] | None:
    """Words of which every match contains one; None where there are no such words."""
    found: set[str] = set()
    for choice in split(pattern, "|"):
        words = _of_choice(choice)
        if words is None:
            return None
        found |= words
    return frozenset(found)


def split(pattern: str, at: str) -> list[str]:
    """The pattern cut at a character, where that stands outside all brackets."""
    parts, depth, part, escaped, in_set = [], 0, "", False, False
    for char in pattern:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == at and depth == 0:
            parts.append(part)
            part = ""
            continue
        part += char
    return [*parts, part]


ATOM = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\))*\)|.")
OPTIONAL = re.compile(r"[?*]|\{0?,|\{0")
REPEATED = re.compile(r"\+|\{\d")


def _of_choice(choice: str) -> set[str] | None:
    """The best words among the parts that one alternative cannot do without."""
    best: set[str] | None = None
    run, at = "", 0
    candidates: list[set[str]] = []
    while at < len(choice):
        atom = ATOM.match(choice, at)
        if atom is None:
            return None
        piece, at = atom.group(), atom.end()
        optional = OPTIONAL.match(choice, at)
        if len(piece) == 1 and (piece.isalnum() or piece in " '-") and not optional:
            run += piece
        else:
            candidates.append({run})
            run = ""
            if piece.startswith("(?:") and not optional and (inner := required(piece[3:-1])) is not None:
                candidates.append(set(inner))
        if optional or REPEATED.match(choice, at):
            candidates.append({run})
            run = ""
            end = choice.find("}", at) if choice[at] == "{" else at
            at = end + 1
    candidates.append({run})
    for words in candidates:
        trimmed = {word.strip() for word in words}
        if not trimmed or min(len(word) for word in trimmed) < SHORTEST:
            continue
        if best is None or (min(map(len, trimmed)), -len(trimmed)) > (min(map(len, best)), -len(best)):
            best = trimmed
    return best


@cache
def _made(pattern: str) -> Cue:
    return cue(pattern)


def seen(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a pattern given as text, compiled once and behind its gate."""
    return _made(pattern).search(text)
