"""Double coding: the second coder works blind to the first; a third person settles where they differ.

While a pair is open nobody writes the ordinary draft of that cell, and a coder sees nothing of the
other's answer. What is settled becomes the draft of the answer, which is published like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Act, may
from commitments import responses
from commitments.drafts import DraftValue, check_fields, field_names, read_draft
from commitments.editing import demand_visible
from commitments.merging import same
from commitments.models import Coding, CodingPair, Country, DoubleCoding, Response
from commitments.models.response import OPEN
from commitments.responses import NotAllowedError, ResponseError
from questionnaire.models import Question

NOT_COMPARED = frozenset({"summary", "uncertainty", "looked_at"})
"""Fields in which two people never write the same: the adjudicator chooses, and nobody is overruled."""


@dataclass(frozen=True)
class Compared:
    """One field in both codings."""

    name: str
    first: DraftValue
    second: DraftValue

    @property
    def agree(self) -> bool:
        """Whether both say the same."""
        return same(self.first, self.second)


def is_double(question: Question) -> bool:
    """Whether the answers to this question are coded twice."""
    return DoubleCoding.objects.filter(question=question, on=True).exists()


@transaction.atomic
def set_double(question: Question, *, on: bool, by: User) -> DoubleCoding:
    """Have the answers to a question coded twice from now on, or no longer."""
    _demand(by, Act.PUBLISH)
    with pghistory.context(user=by.pk, decision="double coding"):
        setting, _ = DoubleCoding.objects.update_or_create(question=question, defaults={"on": on, "changed_by": by})
    return setting


@transaction.atomic
def join(country: Country, question: Question, *, by: User) -> Coding:
    """This person's coding in the open pair of the cell, as first or second coder; a new pair where none is open."""
    _demand(by, Act.ANSWER)
    # Two people who begin at once become the first and the second of one pair.
    Country.objects.select_for_update().get(pk=country.pk)
    pair = open_pair(country, question)
    if pair is None:
        if not is_double(question):
            raise ResponseError(f"question: {question.number} is not set to double coding")
        if Response.objects.filter(country=country, question=question, status__in=OPEN).exists():
            raise ResponseError("status: there is an open draft of this answer; publish or discard it first")
        pair = CodingPair.objects.create(country=country, question=question)
    codings = {coding.coder_id: coding for coding in pair.codings.all()}
    if by.pk in codings:
        return codings[by.pk]
    if len(codings) > 1:
        raise ResponseError("coder: two people code this answer already")
    today = timezone.now().date().isoformat()
    content = {"effective_on": today, "looked_at": today, "basis": "assessed"}
    return Coding.objects.create(pair=pair, place=len(codings) + 1, coder=by, content=content)


@transaction.atomic
def save(coding_id: int, fields: Mapping[str, DraftValue], *, by: User) -> Coding:
    """Keep what was typed in `fields`; others stay. Only its own coder, and only until it is handed in."""
    coding = _own(coding_id, by)
    if errors := check_fields(coding.pair.question, fields):
        raise ResponseError(*errors)
    coding.content = {**coding.content, **fields}
    demand_visible(coding.content, by)
    coding.save(update_fields=["content", "saved_at"])
    return coding


@transaction.atomic
def hand_in(coding_id: int, *, by: User) -> Coding:
    """Hand the coding in for good. Raises ResponseError with all that is wrong with it."""
    coding = _own(coding_id, by)
    if errors := read_draft(coding.pair.question, coding.content)[1]:
        raise ResponseError(*errors)
    coding.handed_in_at = timezone.now()
    coding.save(update_fields=["handed_in_at", "saved_at"])
    return coding


@transaction.atomic
def settle(pair_id: int, chosen: Mapping[str, str], *, by: User, note: str = "") -> CodingPair:
    """Settle the pair: for each field in which the codings differ, `chosen` says "1" or "2".

    The settled answer becomes the draft of the cell. Raises NotAllowedError for a coder of the
    pair, ResponseError for a field left open.
    """
    _demand(by, Act.PUBLISH)
    pair = CodingPair.objects.select_for_update(of=("self",)).select_related("country", "question").get(pk=pair_id)
    codings = list(pair.codings.all())
    if pair.settled_at or not both_in(codings):
        raise ResponseError("pair: only two codings that are both handed in, and not settled yet, can be settled")
    if by.pk in {coding.coder_id for coding in codings}:
        raise NotAllowedError("adjudicator: who coded does not settle; ask a third person")
    for coding in codings:
        demand_visible(coding.content, by)
    content = _chosen(compare(pair, codings), chosen)
    if errors := read_draft(pair.question, content)[1]:
        raise ResponseError(*errors)
    pair.adjudicator, pair.settled_at, pair.settled, pair.note = by, timezone.now(), content, note.strip()
    with pghistory.context(user=by.pk, decision="settle"):
        pair.save()
        draft = responses.open_draft(pair.country, pair.question, by=by)
        whole = {name: content.get(name) for name in field_names(pair.question)}
        pair.response = responses.save_draft(draft.pk, whole, by=by, version=draft.version)
        pair.save(update_fields=["response"])
    return pair


def open_pair(country: Country, question: Question) -> CodingPair | None:
    """The pair of this cell that is not settled yet."""
    return CodingPair.objects.filter(country=country, question=question, settled_at__isnull=True).first()


def both_in(codings: list[Coding]) -> bool:
    """Whether both codings are handed in, so that they may be seen."""
    return len([coding for coding in codings if coding.handed_in_at]) > 1


def visible(codings: list[Coding], reader: User) -> list[Coding]:
    """What this reader may see of a pair: all of it once both are in, until then only their own coding."""
    return codings if both_in(codings) else [coding for coding in codings if coding.coder_id == reader.pk]


def compare(pair: CodingPair, codings: list[Coding]) -> list[Compared]:
    """Field by field, what the two codings say; fields that neither filled in are left out."""
    first, second = (coding.content for coding in codings)
    rows = [Compared(name, first.get(name), second.get(name)) for name in field_names(pair.question)]
    return [row for row in rows if not (same(row.first, None) and same(row.second, None))]


def overruled(pair: CodingPair, coding: Coding) -> list[str]:
    """The fields in which something else was settled than this coder had."""
    return [
        name
        for name in field_names(pair.question)
        if name not in NOT_COMPARED and not same(coding.content.get(name), (pair.settled or {}).get(name))
    ]


def _chosen(rows: list[Compared], chosen: Mapping[str, str]) -> dict[str, Any]:
    if left := [row.name for row in rows if not row.agree and chosen.get(row.name) not in ("1", "2")]:
        raise ResponseError(*(f"{name}: choose the first or the second" for name in left))
    return {row.name: row.second if chosen.get(row.name) == "2" else row.first for row in rows}


def _own(coding_id: int, by: User) -> Coding:
    _demand(by, Act.ANSWER)
    codings = Coding.objects.select_for_update(of=("self",)).select_related("pair__question")
    coding = codings.filter(pk=coding_id, coder=by).first()
    if coding is None:
        raise NotAllowedError("coder: only who writes a coding may change it")
    if coding.handed_in_at:
        raise ResponseError("status: it is handed in and stays as it is")
    return coding


def _demand(by: User, act: Act) -> None:
    if not may(by, act):
        raise NotAllowedError(f"{by.get_username()} may not {act}")
