"""Words: a stretch of text as stems, numbers and the few marks that carry meaning."""

import re
from functools import lru_cache

import snowballstemmer

TOKEN = re.compile(r"[a-zü][a-zü'0-9-]*|\d[\d,.]*|[€$£]|[?!\":;]")
COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand dozen"
)
NUMBERS = frozenset(COUNTED.split())
_stemmer = snowballstemmer.stemmer("english")


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
