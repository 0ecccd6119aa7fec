"""A stretch of a document's text for reading beside a form: paragraphs, with the places of claims marked in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.models import Document

STRETCH = 8_000
"""About so many characters are shown at a time."""


@dataclass(frozen=True)
class Stretch:
    """Paragraphs of a text; `earlier` and `later` are where the stretches before and after begin, if any."""

    paragraphs: list["Paragraph"]
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `start` is the offset of its first code point in the document's text."""

    start: int
    runs: list["Run"]


@dataclass(frozen=True)
class Run:
    """Characters that are marked alike; `claim` is the claim that quotes them."""

    text: str
    claim: int | None


def stretch(document: Document, at: int, claims: Iterable[tuple[int, int, int]]) -> Stretch:
    """The paragraphs from the one that holds the character `at`. `claims` are (id, start, end)."""
    text = document.text
    begin = text.rfind("\n", 0, max(0, min(at, len(text)))) + 1
    end = text.find("\n", min(len(text), begin + STRETCH))
    end = len(text) if end < 0 else end
    before = max(0, begin - STRETCH)
    spans = sorted((start, stop, claim) for claim, start, stop in claims if start < end and stop > begin)
    return Stretch(
        paragraphs=[
            Paragraph(start, list(_runs(text, start, stop, spans))) for start, stop in _lines(text, begin, end)
        ],
        earlier=(text.find("\n", before) + 1 if before else 0) if begin else None,
        later=end + 1 if end < len(text) else None,
    )


def _lines(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    at = begin
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            yield at, stop
        at = stop + 1


def _runs(text: str, start: int, stop: int, spans: list[tuple[int, int, int]]) -> Iterator[Run]:
    at = start
    for first, last, claim in spans:
        begin, end = max(at, first), min(stop, last)
        if begin >= end:
            continue
        if begin > at:
            yield Run(text[at:begin], None)
        yield Run(text[begin:end], claim)
        at = end
    if at < stop:
        yield Run(text[at:stop], None)


def find(document: Document, words: str) -> int:
    """Where the first of the words stands in the text; 0 where none does."""
    lower = document.text.lower()
    places = [lower.find(word.strip('"-').lower()) for word in words.split() if len(word) > len("of")]
    return min((place for place in places if place >= 0), default=0)
