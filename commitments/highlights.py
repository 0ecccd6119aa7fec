"""A document's text cut into pieces, so that overlapping claims and topic passages can all be shown in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from commitments.models import Claim, TopicPassage


class Span(Protocol):
    """Something that holds characters `start` to `end` of the text."""

    start: int
    end: int


S = TypeVar("S", bound=Span)


@dataclass(frozen=True)
class Piece:
    """A piece of the text in which the same claims and topics hold from end to end."""

    start: int
    text: str
    claims: list[Claim] = field(default_factory=list)
    begins: list[Claim] = field(default_factory=list)
    ends: list[Claim] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A page of the document, or all of it where it has none."""

    number: int
    pieces: list[Piece]


def pages_of(
    text: str, page_starts: Sequence[int], claims: Sequence[Claim], passages: Sequence[TopicPassage]
) -> list[Page]:
    """The text page by page, each in pieces; nothing of the text is left out or comes twice."""
    starts = [*page_starts] or [0]
    pieces = _pieces(text, claims, passages, starts)
    ends = [*starts[1:], len(text) + 1]
    pages = []
    position = 0
    for number, end in enumerate(ends, 1):
        page = []
        while position < len(pieces) and pieces[position].start < end:
            page.append(pieces[position])
            position += 1
        pages.append(Page(number, page))
    return pages


def _pieces(text: str, claims: Sequence[Claim], passages: Sequence[TopicPassage], starts: Iterable[int]) -> list[Piece]:
    spans: list[Span] = [*claims, *passages]
    cuts = {0, len(text), *starts, *(s.start for s in spans), *(s.end for s in spans)}
    pieces = []
    open_claims, open_passages = _Open(claims), _Open(passages)
    for start, end in pairwise(sorted(cuts)):
        here = open_claims.at(start)
        pieces.append(
            Piece(
                start=start,
                text=text[start:end],
                claims=here,
                begins=[claim for claim in here if claim.start == start],
                ends=[claim for claim in here if claim.end == end],
                topics=sorted({passage.topic for passage in open_passages.at(start)}),
            )
        )
    return pieces


class _Open(Generic[S]):
    """Which of the spans hold at a place; asked from left to right."""

    def __init__(self, spans: Sequence[S]) -> None:
        self.waiting = sorted(spans, key=attrgetter("start", "end"), reverse=True)
        self.open: list[S] = []

    def at(self, place: int) -> list[S]:
        """The spans that hold the character at `place`."""
        self.open = [span for span in self.open if span.end > place]
        while self.waiting and self.waiting[-1].start <= place:
            span = self.waiting.pop()
            if span.end > place:
                self.open.append(span)
        return list(self.open)
