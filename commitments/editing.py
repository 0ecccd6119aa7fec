"""Editing a cell (a country's answer to a question) in a browser: what a person saw, and what was saved since."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.markings import visible_markings
from accounts.models import User
from commitments.drafts import DraftValue
from commitments.merging import Clash, merge, same
from commitments.models import Claim, Country, Response
from commitments.models.response import OPEN
from commitments.responses import ConflictError, ResponseError, new_draft, open_draft, save_draft
from documents.models import Document
from questionnaire.models import Question

TAG = re.compile(r'"?(\d{1,18})\.(\d{1,9})"?')


class HiddenError(ResponseError):
    """The version rests on a document that this person may not see."""


@dataclass(frozen=True)
class Seen:
    """The version of a cell that a person has before them; response 0 where none was open yet."""

    response: int = 0
    version: int = 0

    @classmethod
    def of(cls, response: Response | None) -> "Seen":
        """What somebody who is shown this sees."""
        return cls(response.pk, response.version) if response else cls()

    @classmethod
    def read(cls, given: str) -> "Seen":
        """From an entity tag or a form. Raises ValueError for anything else."""
        found = TAG.fullmatch(given.strip().removeprefix("W/"))
        if not found:
            raise ValueError(f"version: {given[:40]!r} is not one that this page gave out")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.response}.{self.version}"

    @property
    def etag(self) -> str:
        """As an entity tag."""
        return f'"{self}"'


@dataclass(frozen=True)
class Cell:
    """A country's answer to a question as one person sees it: the open version, or what a new one would begin as."""

    country: Country
    question: Question
    open: Response | None
    draft: Mapping[str, Any]

    @property
    def seen(self) -> Seen:
        """The version shown."""
        return Seen.of(self.open)


def cell(country: Country, question: Question, *, by: User) -> Cell:
    """The cell, for somebody who writes. Raises HiddenError where it rests on what they may not see."""
    response = open_version(country, question)
    draft = response.draft if response else new_draft(country, question)
    demand_visible(draft, by)
    return Cell(country, question, response, draft)


def open_version(country: Country, question: Question) -> Response | None:
    """The draft of this cell, or what was handed in; None where nothing is open."""
    return (
        Response.objects.filter(country=country, question=question, status__in=OPEN)
        .select_related("author", "changed_by", "country", "question")
        .first()
    )


def demand_visible(draft: Mapping[str, Any], by: User) -> None:
    """Raise HiddenError where the draft cites a document that this person may not see."""
    if hidden_from(by, [draft]):
        raise HiddenError("this version rests on a document above your clearance; ask somebody who may see it")


def hidden_from(by: User | AnonymousUser, drafts: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the drafts that cite a claim or attach a reply that this person may not see; two queries for all."""
    markings = visible_markings(by)
    claims = {int(c) for draft in drafts for c in draft.get("claims") or [] if str(c).isdecimal()}
    replies = {int(r) for draft in drafts if str(r := draft.get("official_reply") or "").isdecimal()}
    hidden = set(
        Claim.objects.filter(pk__in=claims).exclude(document__marking__in=markings).values_list("pk", flat=True)
    )
    secret = set(Document.objects.filter(pk__in=replies).exclude(marking__in=markings).values_list("pk", flat=True))
    return [
        draft
        for draft in drafts
        if hidden & {int(c) for c in draft.get("claims") or [] if str(c).isdecimal()}
        or (str(draft.get("official_reply") or "").isdecimal() and int(draft["official_reply"]) in secret)
    ]


@transaction.atomic
def save_seen(
    country: Country, question: Question, fields: Mapping[str, DraftValue], *, by: User, seen: Seen
) -> Response:
    """Keep what was typed in `fields`, if nobody saved since `seen`; a draft is made where there is none.

    Raises ConflictError with what stands now where somebody did.
    """
    response = open_draft(country, question, by=by) if seen == Seen() else open_version(country, question)
    if response is None:
        raise ResponseError("status: the version that you began with is open no longer")
    demand_visible(response.draft, by)
    if seen == Seen():
        seen = Seen(response.pk, 1)
    if seen.response != response.pk:
        raise ConflictError(response)
    changed = {name: given for name, given in fields.items() if not same(given, response.draft.get(name))}
    if not changed and seen.version == response.version:
        return response
    return save_draft(response.pk, changed, by=by, version=seen.version)


@transaction.atomic
def merge_seen(
    country: Country, question: Question, fields: Mapping[str, DraftValue], *, by: User, seen: Seen
) -> tuple[Response, list[Clash]]:
    """Like `save_seen`, merging what somebody saved meanwhile; also gives the fields that clash and are not saved."""
    try:
        return save_seen(country, question, fields, by=by, seen=seen), []
    except ConflictError:
        # Held until this is done, so that nobody saves between the look and the merge.
        current = Response.objects.select_for_update(of=("self",)).get(pk=open_draft(country, question, by=by).pk)
        kept, clashes = merge(before=draft_at(seen, current), yours=fields, theirs=current.draft)
        saved = save_draft(current.pk, kept, by=by, version=current.version) if kept else current
        return saved, clashes


def draft_at(seen: Seen, current: Response) -> Mapping[str, Any]:
    """The draft as it was in the version that somebody saw, from the history."""
    events = Response.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    if seen == Seen():
        seen = Seen(current.pk, 1)
    event = (
        events.filter(
            pgh_obj_id=seen.response,
            version=seen.version,
            country_id=current.country_id,
            question_id=current.question_id,
        )
        .order_by("-pgh_id")
        .first()
    )
    return event.draft if event else {}
