"""What people do to a document that is here: describe it, mark it, withdraw it. Each leaves who, when and why."""

from datetime import date
from typing import TypedDict

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.markings import Marking, visible_markings
from accounts.models import User
from accounts.roles import Act, may
from documents.intake import check_address
from documents.models import Document
from questionnaire.codes import Reliability


class CuratingError(Exception):
    """It cannot be done; the message says why, for a person."""


class Description(TypedDict):
    """What can be said of a document after its import."""

    title: str
    publisher: str
    url: str
    published_on: date | None
    reliability: str


@transaction.atomic
def describe(document_id: int, given: Description, *, by: User, seen: str) -> Document:
    """Write the description. `seen` is the edition that the person saw: CuratingError where somebody else was first."""
    document = _locked(document_id, by, Act.IMPORT)
    if edition_of(document) != seen:
        raise CuratingError("Somebody else has changed the document meanwhile: look at it, and save again.")
    if given["url"]:
        check_address(given["url"])
    if given["reliability"] not in set(Reliability):
        raise CuratingError(f"{given['reliability']!r} is no grade from A to F")
    return _save(document, by, "describe", **given)


@transaction.atomic
def mark(document_id: int, marking: str, *, by: User, why: str = "") -> Document:
    """Give the document, and with it all that is drawn from it, another marking, within the person's own clearance."""
    document = _locked(document_id, by, Act.MARK)
    if marking not in visible_markings(by):
        raise CuratingError(f"TLP:{marking} is above your clearance: you would no longer see the document.")
    return _save(document, by, "mark", why, marking=Marking(marking))


@transaction.atomic
def withdraw(document_id: int, *, by: User, why: str) -> Document:
    """Mark the document as withdrawn, saying why. It is kept, with all that was drawn from it."""
    document = _locked(document_id, by, Act.MARK)
    if not why.strip():
        raise CuratingError("Say why the document is withdrawn.")
    if document.withdrawn_at:
        raise CuratingError("The document is withdrawn already.")
    return _save(document, by, "withdraw", withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why.strip())


@transaction.atomic
def reinstate(document_id: int, *, by: User) -> Document:
    """Take back a withdrawal; it stays in the history."""
    document = _locked(document_id, by, Act.MARK)
    if not document.withdrawn_at:
        raise CuratingError("The document is not withdrawn.")
    return _save(document, by, "reinstate", withdrawn_at=None, withdrawn_by=None, withdrawn_why="")


def edition_of(document: Document) -> str:
    """What a form carries along, to notice that somebody else saved first."""
    return document.updated_at.isoformat()


def _locked(document_id: int, by: User, act: Act) -> Document:
    if not may(by, act):
        raise CuratingError(f"{by.get_username()} may not {act}")
    document = Document.objects.visible_to(by).without_text().select_for_update(of=("self",)).filter(pk=document_id)
    found = document.first()
    if found is None:
        raise CuratingError(f"there is no document {document_id}")
    return found


def _save(document: Document, by: User, act: str, why: str = "", **columns: object) -> Document:
    changed = [name for name, value in columns.items() if getattr(document, name) != value]
    if not changed:
        return document
    for name in changed:
        setattr(document, name, columns[name])
    with pghistory.context(user=by.pk, act=act, why=why):
        document.save(update_fields=[*changed, "updated_at"])
    return document
