"""The list of documents: what it is filtered by, how it is paged, and the snippets of what was searched for."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.models import Document
from documents.models.document import SEARCHED_CHARACTERS
from documents.querysets import DocumentQuerySet

PAGE = 25
MOST_CHOICES = 200
BEGIN, END = "\ue000", "\ue001"
"""Around a word that was found, until the text is safe to have marks in it."""
EQUAL = ("state", "kind", "publisher", "language", "marking")


@dataclass(frozen=True)
class Shelf:
    """One page of the list; `older` is the id to go on from, None on the last page."""

    documents: list[Document]
    older: int | None


def shelf_of(documents: DocumentQuerySet, given: dict[str, Any]) -> Shelf:
    """The documents that fit what the form gives, newest import first, before the document with the id `before`."""
    for name in EQUAL:
        if given.get(name):
            documents = documents.filter(**{name: given[name]})
    if given.get("since"):
        documents = documents.filter(published_on__gte=given["since"])
    if given.get("until"):
        documents = documents.filter(published_on__lte=given["until"])
    if given.get("before"):
        documents = documents.filter(pk__lt=given["before"])
    if words := given.get("q"):
        documents = documents.matching(words).annotate(snippet=_headline(words))
    found = list(documents.without_text().order_by("-pk")[: PAGE + 1])
    return Shelf(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def choices_of(documents: DocumentQuerySet, column: str) -> list[str]:
    """The values that a column has in these documents, for a filter."""
    return list(
        documents.exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()[:MOST_CHOICES]
    )


def safe_snippet(snippet: str) -> SafeString:
    """A snippet with its words marked, and everything else in it made safe."""
    marked = escape(snippet).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped a line above


def _headline(words: str) -> SearchHeadline:
    return SearchHeadline(
        Left("text", SEARCHED_CHARACTERS),
        SearchQuery(words, search_type="websearch", config="english"),
        config="english",
        start_sel=BEGIN,
        stop_sel=END,
        max_words=35,
        min_words=15,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
