"""Full-text search over the documents that somebody may see, with the words found in their sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F
from django.db.models.functions import Left

from documents.models import Document

if TYPE_CHECKING:
    from accounts.models import User

RANKED = 2000
"""Only so many hits are ranked, the newest: ranking them all would take longer than reading the best."""

HEADLINE_CHARACTERS = 200_000
"""Words further down in a text are found, but not shown in their sentence."""

BEGIN, END, GAP = "\ue000", "\ue001", " \u2026 "
"""Characters for private use, which stand in no text, around the words found; and between two sentences."""


@dataclass(frozen=True)
class Piece:
    """A part of a snippet; `found` where it is one of the words."""

    text: str
    found: bool


@dataclass(frozen=True)
class Hit:
    """A document with the words in it."""

    document: Document
    snippet: list[Piece]


def search(words: str, *, by: "User | AnonymousUser", most: int = 20) -> list[Hit]:
    """The documents that have these words (in the syntax of a web search), best first, in one query."""
    if not words.strip():
        return []
    query = SearchQuery(words, search_type="websearch", config="english")
    newest = Document.objects.visible_to(by).filter(search=query).order_by("-id").values("pk")[:RANKED]
    headline = SearchHeadline(
        Left("text", HEADLINE_CHARACTERS),
        query,
        config="english",
        start_sel=BEGIN,
        stop_sel=END,
        max_words=28,
        min_words=12,
        max_fragments=2,
        fragment_delimiter=GAP,
    )
    best = Document.objects.filter(pk__in=newest).annotate(rank=SearchRank(F("search"), query))
    ranked = best.order_by("-rank", "-id").values("pk")[:most]
    found = best.filter(pk__in=ranked).annotate(headline=headline).without_text().order_by("-rank", "-id")
    return [Hit(document, list(pieces(document.headline))) for document in found]


def pieces(headline: str) -> Iterator[Piece]:
    """The parts of a headline, those that were found told apart."""
    for part in headline.split(BEGIN):
        found, end, rest = part.partition(END)
        yield from (piece for piece in _parts(found, rest, ended=bool(end)) if piece.text)


def _parts(found: str, rest: str, *, ended: bool) -> list[Piece]:
    return [Piece(found, found=True), Piece(rest, found=False)] if ended else [Piece(found, found=False)]
