"""Language: only English is coded; other languages are named and left alone."""

from functools import cache
from typing import Any

SAMPLE = 3000
LEAST = 40
COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "is",
        "for",
        "will",
        "with",
        "not",
        "has",
        "was",
        "be",
        "on",
        "said",
        "by",
        "it",
        "would",
        "from",
        "are",
        "as",
        "this",
        "its",
        "have",
    ]
)


@cache
def _identify() -> Any:
    import py3langid  # noqa: PLC0415 - half a second, and only needed where the words leave a doubt

    return py3langid.classify


def detect(text: str) -> str:
    """The text's language, ISO 639-1. Texts too short to tell count as English."""
    words = text[:SAMPLE].lower().split()
    if len(text) < LEAST or not words:
        return "en"
    share = sum(1 for word in words if word in COMMON) / len(words)
    if share > 0.16:  # one word in six: plainly English
        return "en"
    return str(_identify()(text[:SAMPLE])[0])
