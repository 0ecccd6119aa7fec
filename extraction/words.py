"""Words: a stretch of text as words with their places, and as stems, numbers and the few marks that carry meaning."""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

import snowballstemmer

TOKEN = re.compile(r"[a-zü][a-zü'0-9-]*|\d[\d,.]*|[€$£]|[?!\":;]")
SPLIT = re.compile(f"({TOKEN.pattern})")
COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand dozen"
)
NUMBERS = frozenset(COUNTED.split())
KEPT, LONGEST = 20_000, 40
"""Words of which something is remembered, and characters of the longest."""
T = TypeVar("T")
_stemmer = snowballstemmer.stemmer("english")


class Words:
    """The words of a text in small letters, and where each begins."""

    def __init__(self, text: str) -> None:
        pieces = SPLIT.split(text)  # what is between, word, what is between, word, ...
        self.text = text
        self.all = pieces[1::2]
        self.starts = list(accumulate(map(len, pieces)))[:-1:2]

    def within(self, start: int, end: int) -> tuple[list[str], list[int]]:
        """The words between two offsets, and where each begins; a word that goes beyond them is cut."""
        words, starts = self.all, self.starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for after, offset in ((first, start), (last, end)):
            if after and starts[after - 1] + len(words[after - 1]) > offset:
                cut = Words(self.text[start:end])
                return cut.all, [start + at for at in cut.starts]
        return words[first:last], starts[first:last]


class Memo(dict[str, T]):
    """What is known of each word, found out when it is first asked for."""

    def __init__(self, find: Callable[[str], T]) -> None:
        self.find = find

    def __missing__(self, word: str) -> T:
        if len(self) >= KEPT:
            self.clear()
        found = self.find(word)
        if len(word) <= LONGEST:
            self[word] = found
        return found


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in small letters, without a possessive; `#w` for a number in words, `#n` for figures."""
    if word[0].isdigit():
        return "#n"
    if word in NUMBERS:
        return "#w"
    return str(_stemmer.stemWord(word.removesuffix("'s")))


def stems(text: str) -> list[str]:
    """The stems of a text in small letters."""
    return [stem(word) for word in TOKEN.findall(text)]
