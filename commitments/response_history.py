"""The history of a cell: who wrote, handed in, published what, when, why, and what it said otherwise than before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Act, may
from commitments.drafts import DATES, MOST_DIGITS, SPACES
from commitments.editing import hidden_from
from commitments.forms.answer import AnswerForm
from commitments.merging import Typed, as_typed
from commitments.models import Country, Response
from commitments.versions import ACTS, Version, differences, names_of
from commitments.wording import Part, say_day, say_number
from questionnaire.codes import ChangeReason, Topic
from questionnaire.models import Question

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")
"""A day that is one in every month; any other is shown as it was typed."""

SITTING = timedelta(hours=1)
"""Saves of one person that are not further apart belong together."""


def response_history(country: Country, question: Question, *, reader: User | AnonymousUser) -> list[Version]:
    """What happened to the answer, newest first.

    Drafts are for those who write; what was published is for all. What rests on a document that the
    reader may not see is left out, as if it had not been.
    """
    events = list(_events(country, question, reader))
    hidden = {id(draft) for draft in hidden_from(reader, [event.draft for event in events])}
    events = [event for event in events if id(event.draft) not in hidden]
    names = names_of(map(actor_of, events), reader)
    form = AnswerForm(question, {})
    steps: list[Version] = []
    before: list[Part] = []
    last: Any = None
    for event in events:
        says = tell(event.draft, form)
        if last is not None and _goes_on(event, last):
            sitting = steps.pop()
            steps.append(replace(sitting, differences=differences(sitting.says, says)))
        else:
            step = _step(event, names.get(actor_of(event) or 0, ""), last)
            # What was said before stays with the step, to tell the whole sitting from.
            steps.append(replace(step, says=before, differences=differences(before, says)))
        before, last = says, event
    return [replace(step, number=number, says=[]) for number, step in enumerate(steps, 1)][::-1]


def _events(country: Country, question: Question, reader: User | AnonymousUser) -> Iterator[Any]:
    found = (
        Response.pgh_event_model.objects.filter(country_id=country.pk, question_id=question.pk)  # type: ignore[attr-defined]  # made by pghistory
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    if may(reader, Act.ANSWER):
        yield from found
        return
    for event in found.filter(status="published"):
        # The moment of publishing is written into it afterwards: that is no other version.
        if decision_of(event) == "publish" and event.known_from is None:
            yield event


def decision_of(event: Any) -> str:
    """What was done, as the act left it with the event."""
    if event.pgh_label == "delete":
        return "discard"
    return (event.pgh_context.metadata if event.pgh_context else {}).get("decision", "")


def actor_of(event: Any) -> int | None:
    """Who did it: a deleted row still names who wrote in it last."""
    if event.pgh_label == "delete" and event.pgh_context:
        return event.pgh_context.metadata.get("user")
    return event.changed_by_id


def _step(event: Any, who: str, last: Any) -> Version:
    decision = decision_of(event)
    done = ACTS.get(decision) or "Begun"
    reason = event.superseded_for if decision == "supersede" else event.reason
    says_note = event.note and (last is None or last.note != event.note)
    return Version(
        number=0,
        at=event.pgh_created_at,
        act=f"Version {event.number}: {done.lower()}",
        who=who,
        reason=ChangeReason(reason).label if reason and decision in ("publish", "supersede") else "",
        note=event.note if says_note else "",
        says=[],
        differences=[],
    )


def _goes_on(event: Any, last: Any) -> bool:
    """Whether this is the same person going on with what they did just before."""
    writing = {"write", ""}
    if decision_of(event) == decision_of(last) == "publish":
        return event.pgh_obj_id == last.pgh_obj_id
    return (
        event.pgh_obj_id == last.pgh_obj_id
        and event.changed_by_id == last.changed_by_id
        and {decision_of(event), decision_of(last)} <= writing
        and event.pgh_created_at - last.pgh_created_at < SITTING
    )


def tell(draft: Mapping[str, Any], form: AnswerForm) -> list[Part]:
    """What a draft says, field by field, in words."""
    parts = []
    for name, field in form.fields.items():
        topic, _, _ = name.rpartition(".")
        label = f"{Topic(topic).label}: {field.label}" if topic else str(field.label)
        parts.append(Part(label, _words(name, as_typed(draft.get(name)), field)))
    return [part for part in parts if part.words]


def _words(name: str, given: Typed, field: Any) -> str:
    choices = {str(code): words for code, words in getattr(field.widget, "choices", [])}
    if isinstance(given, list):
        return ", ".join(f"claim {one}" if name == "claims" else choices.get(one, one) for one in given)
    if name in DATES and DAY.fullmatch(given):
        return say_day(date.fromisoformat(given))
    if field.widget.attrs.get("inputmode") == "numeric" and (digits := given.translate(SPACES)).isdecimal():
        return say_number(int(digits[:MOST_DIGITS]))
    return str(choices.get(given, given)) if given else ""
