"""The history of what is said of a document, field by field: who, when, from what to what."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from accounts.models import User
from documents.models import Document

FIELDS = {
    "title": "Title",
    "publisher": "Publisher",
    "url": "Address",
    "published_on": "Published on",
    "reliability": "Reliability",
    "marking": "Marking",
    "language": "Language",
    "withdrawn_why": "Withdrawn",
}
MOST = 500
"""Newest versions that are looked at; a document has a handful."""


@dataclass(frozen=True)
class Edit:
    """One field of one version that differs from the version before."""

    at: datetime
    who: str
    why: str
    name: str
    before: Any
    after: Any


def edits_of(document: Document) -> list[Edit]:
    """All changes to a document's metadata, newest first. `who` is empty where the import itself did it."""
    events = document.events.select_related("pgh_context").order_by("-pgh_id")  # type: ignore[attr-defined]
    versions = list(events.only(*FIELDS, "pgh_created_at", "pgh_context__metadata")[:MOST])
    said = {version.pgh_id: version.pgh_context.metadata if version.pgh_context else {} for version in versions}
    names = User.objects.in_bulk({context["user"] for context in said.values() if context.get("user")})
    edits = []
    for after, before in pairwise(versions):
        context = said[after.pgh_id]
        who = names.get(context.get("user"))
        for field, label in FIELDS.items():
            old, new = getattr(before, field), getattr(after, field)
            if old != new:
                name = who.get_username() if who else ""
                edits.append(Edit(after.pgh_created_at, name, context.get("why", ""), label, old, new))
    return edits
