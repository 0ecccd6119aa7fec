"""Writing the analysts' answers: draft, hand in, publish, supersede. Each is one atomic act of one person.

A draft is kept field by field as it is typed (`Response.draft`), complete or not, so that nothing
is lost. Handing it in turns it into typed columns, answers and citations, by the codebook's rules.
What was published is never changed: another version takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Act, may
from commitments.drafts import DATES, DraftValue, check_fields, draft_of, read_draft
from commitments.models import Answer, Citation, Claim, CodingPair, Country, DoubleCoding, Response
from commitments.models.response import OPEN
from commitments.values import value_columns
from documents.models import Document
from questionnaire.codes import AnswerState, Basis, ChangeReason, Topic
from questionnaire.models import Question

CORRECTIONS = frozenset({ChangeReason.OUR_CORRECTION, ChangeReason.SOURCE_CORRECTED, ChangeReason.CODEBOOK_CHANGE})
"""Reasons that say the version before was wrong: it counts for no day any more."""


class ResponseError(Exception):
    """The act cannot be done; `errors` says why, each with the field it concerns."""

    def __init__(self, *errors: str) -> None:
        super().__init__("; ".join(errors))
        self.errors = list(errors)


class NotAllowedError(ResponseError):
    """This person may not do it."""


@dataclass
class ConflictError(Exception):
    """Somebody else saved first; `current` is what stands now."""

    current: Response

    def __str__(self) -> str:
        who = self.current.changed_by.get_username() if self.current.changed_by else "somebody"
        return f"{who} saved version {self.current.version} meanwhile"


@transaction.atomic
def open_draft(country: Country, question: Question, *, by: User) -> Response:
    """The open version of this cell; where there is none, a new draft that begins as the published one."""
    _demand(by, Act.ANSWER)
    # Two people who open the same cell at once get the same draft.
    Country.objects.select_for_update().get(pk=country.pk)
    versions = Response.objects.filter(country=country, question=question)
    if current := versions.filter(status__in=OPEN).first():
        return current
    if CodingPair.objects.filter(country=country, question=question, settled_at__isnull=True).exists():
        raise ResponseError("status: two people code this answer; its draft comes from what they hand in")
    latest = versions.order_by("-number").first()
    draft = new_draft(country, question)
    return Response.objects.create(
        country=country,
        question=question,
        number=latest.number + 1 if latest else 1,
        effective_on=date.fromisoformat(draft["effective_on"]),
        looked_at=date.fromisoformat(draft["looked_at"]),
        draft=draft,
        author=by,
        changed_by=by,
    )


def new_draft(country: Country, question: Question) -> dict[str, Any]:
    """What a new version of this cell begins as: what was published last, or empty with the day of today."""
    versions = Response.objects.filter(country=country, question=question).exclude(status__in=OPEN)
    if latest := versions.order_by("-number").first():
        return draft_of(latest)
    today = timezone.now().date().isoformat()
    return {"state": AnswerState.NOT_ASSESSED.value, "basis": Basis.ASSESSED.value} | dict.fromkeys(DATES, today)


@transaction.atomic
def save_draft(response_id: int, fields: Mapping[str, DraftValue], *, by: User, version: int) -> Response:
    """Keep what was typed in `fields`, as it is; other fields stay.

    `version` is the one that the person saw. Raises ConflictError where another was saved since,
    ResponseError for a field that the question does not have, or a version that is no draft.
    """
    response = _locked(response_id, by, Act.ANSWER, version)
    if response.status != Response.Status.DRAFT:
        raise ResponseError(f"status: version {response.number} is {response.status}; only a draft can be written")
    if errors := check_fields(response.question, fields):
        raise ResponseError(*errors)
    response.draft = {**response.draft, **fields}
    response.author = by
    return _save(response, by, "write")


@transaction.atomic
def hand_in(response_id: int, *, by: User, version: int) -> Response:
    """Hand the draft in for review. Raises ResponseError with all that is wrong with it."""
    response = _locked(response_id, by, Act.ANSWER, version)
    if response.status != Response.Status.DRAFT:
        raise ResponseError(f"status: version {response.number} is {response.status}, not a draft")
    _settle(response)
    response.status = Response.Status.IN_REVIEW
    return _save(response, by, "hand in")


@transaction.atomic
def send_back(response_id: int, *, by: User, version: int, note: str) -> Response:
    """Make a draft again of what was handed in, saying why."""
    response = _locked(response_id, by, Act.ANSWER, version)
    if response.status != Response.Status.IN_REVIEW:
        raise ResponseError(f"status: version {response.number} is {response.status}, not in review")
    if not note.strip():
        raise ResponseError("note: say why it goes back")
    response.status, response.note = Response.Status.DRAFT, note
    return _save(response, by, "send back")


@transaction.atomic
def publish(response_id: int, *, by: User, version: int, reason: str, note: str = "") -> Response:
    """Publish what was handed in (or a draft, which is handed in first), for a reason.

    Raises NotAllowedError where the publisher wrote it and the installation demands a second pair
    of eyes (`ALLOW_SELF_PUBLISH`), ResponseError without a reason or without evidence.
    """
    response = _locked(response_id, by, Act.PUBLISH, version)
    if reason not in set(ChangeReason):
        raise ResponseError(f"reason: choose one of {', '.join(ChangeReason)}")
    if response.status == Response.Status.DRAFT:
        _settle(response)
    elif response.status != Response.Status.IN_REVIEW:
        raise ResponseError(f"status: version {response.number} is {response.status} already")
    if errors := _evidence_errors(response) + _coding_errors(response):
        raise ResponseError(*errors)
    if wrote(response, by):
        if not settings.ALLOW_SELF_PUBLISH:
            raise NotAllowedError("publisher: who wrote an answer does not publish it; ask a second person")
        response.self_published = True
    _supersede(response, by, reason)
    response.status, response.publisher = Response.Status.PUBLISHED, by
    response.reason, response.note = reason, note
    return _save(response, by, "publish")


def wrote(response: Response, person: User) -> bool:
    """Whether this person wrote any of this version: the last words, or some before them."""
    events = Response.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    return response.author_id == person.pk or (
        events.filter(pgh_obj_id=response.pk, changed_by=person.pk, pgh_context__metadata__decision="write").exists()
    )


@transaction.atomic
def discard(response_id: int, *, by: User, version: int) -> None:
    """Throw an open version away; its history stays in the events."""
    response = _locked(response_id, by, Act.ANSWER, version)
    if response.status not in OPEN:
        raise ResponseError(f"status: version {response.number} is {response.status}; it stays")
    with pghistory.context(user=by.pk, decision="discard"):
        response.delete()


def _supersede(successor: Response, by: User, reason: str) -> None:
    """The published version makes room; where it was wrong, it counts for no day any more."""
    void = reason in CORRECTIONS
    published = Response.objects.select_for_update().filter(
        country_id=successor.country_id, question_id=successor.question_id, status=Response.Status.PUBLISHED
    )
    for before in published:
        before.status, before.superseded_for, before.void = Response.Status.SUPERSEDED, reason, void
        _save(before, by, "supersede")


def _settle(response: Response) -> None:
    """Turn the draft's fields into columns, answers and citations."""
    content, errors = read_draft(response.question, response.draft)
    cited = Claim.objects.filter(pk__in=content.claims, country_id=response.country_id)
    foreign = sorted(set(content.claims) - {claim.pk for claim in cited})
    errors += [f"claims: {claim} is no claim of {response.country_id}" for claim in foreign]
    errors += [
        f"claims: {c.pk} is {c.state}; only accepted claims can be cited" for c in cited if c.state != "accepted"
    ]
    if content.official_reply and not Document.objects.filter(pk=content.official_reply).exists():
        errors.append(f"official_reply: there is no document {content.official_reply}")
    if errors:
        raise ResponseError(*errors)
    for column in ("state", "stance", "basis", "bindingness", "summary", "uncertainty", "effective_on", "looked_at"):
        setattr(response, column, getattr(content, column))
    response.conditions = list(content.conditions)
    response.official_reply_id = content.official_reply
    response.answers.all().delete()
    response.citations.all().delete()
    Answer.objects.bulk_create(
        Answer(
            response=response,
            topic=answer.topic,
            stance=answer.stance,
            status=answer.status,
            conditions=list(answer.conditions),
            **value_columns(Topic(answer.topic), dict(answer.value)),
        )
        for answer in content.answers
    )
    Citation.objects.bulk_create(Citation(response=response, claim=claim) for claim in cited)


def _evidence_errors(response: Response) -> list[str]:
    errors = []
    if response.basis == Basis.OFFICIAL_REPLY and response.official_reply_id is None:
        errors.append("official_reply: attach the reply that the answer is said to rest on")
    if response.state in (AnswerState.ANSWERED, AnswerState.DECLINED):
        cited = list(response.claims.all())
        if not cited and response.official_reply_id is None:
            errors.append("claims: an answer rests on at least one accepted claim or an attached official reply")
        errors += [f"claims: {claim.pk} is {claim.state} now" for claim in cited if claim.state != "accepted"]
    if response.looked_at > timezone.now().date():
        errors.append(f"looked_at: {response.looked_at} has not come yet")
    return errors


def _coding_errors(response: Response) -> list[str]:
    """A question set to double coding is published only from two codings that a third person settled."""
    is_double = DoubleCoding.objects.filter(question_id=response.question_id, on=True).exists()
    if is_double and not CodingPair.objects.filter(response=response).exists():
        return ["coding: this question is coded twice; begin with two codings, to be settled by a third person"]
    return []


def _locked(response_id: int, by: User, act: Act, version: int) -> Response:
    _demand(by, act)
    response = (
        Response.objects.select_for_update(of=("self",))
        .select_related("question", "country", "changed_by")
        .filter(pk=response_id)
        .first()
    )
    if response is None:
        raise ResponseError(f"response: there is no {response_id}")
    if response.version != version:
        raise ConflictError(response)
    return response


def _demand(by: User, act: Act) -> None:
    if not may(by, act):
        raise NotAllowedError(f"{by.get_username()} may not {act}")


def _save(response: Response, by: User, decision: str) -> Response:
    response.version += 1
    response.changed_by = by
    with pghistory.context(user=by.pk, decision=decision):
        response.save()
    return response
