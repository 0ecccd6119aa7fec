"""The change log as a feed: who reads it from the first entry on can rebuild all that positions and answers show."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypedDict

import orjson
from rest_framework.request import Request

from accounts.markings import Marking, visible_markings
from api import reading, shapes
from api.filters import DAY, WHOLE, Parameter, countries, one_of
from api.pagination import Key, Order, Page, edges
from api.renderers import plain
from api.resources import ListResource
from api.v1.positions import asked
from commitments.changes import WITHHELD, Entry, entries, number_column
from commitments.models import Change as Logged
from questionnaire import codes
from questionnaire.codebook import RULES

KINDS = [*Logged.Kind.values, WITHHELD]


class LoggedClaim(TypedDict):
    """A claim as an entry of the change log keeps it: all that a position shows of it."""

    claim: Annotated[int, "Id of the claim."]
    version: int
    country: str
    topic: codes.Topic
    stance: codes.Stance | None
    status: codes.Status | None
    conditions: list[codes.Condition]
    value: shapes.Value
    attribution: codes.Attribution
    speaker: str | None
    speaker_role: str | None
    stated_on: date | None
    effective_on: date
    credibility: int
    document: Annotated[int, "Id of the document."]
    document_title: str
    publisher: str
    url: str
    reliability: codes.Reliability
    marking: Marking
    start: int
    end: int
    quote: str
    restates: Annotated[int | None, "An earlier claim about the same package."]
    recorded_at: datetime


class LoggedThing(dict[str, Any]):
    """What an entry says of anything but a claim: an answer, a country, a document's particulars, a dispute."""


Change = TypedDict(
    "Change",
    {
        "sequence": Annotated[int, "1, 2, 3, … without gaps for each reader; grows with `at`."],
        "at": Annotated[datetime, "When it became visible."],
        "kind": Annotated[str, f"One of {', '.join(KINDS)}. Of `{WITHHELD}` entries, only number and time are left."],
        "country": str | None,
        "topic": codes.Topic | None,
        "question": Annotated[int | None, "Number of the question, where an answer changed."],
        "from": Annotated[LoggedClaim | LoggedThing | None, "What was shown before; null where there was nothing."],
        "to": Annotated[LoggedClaim | LoggedThing | None, "What is shown from then on; null where there is nothing."],
        "reason": Annotated[codes.ChangeReason | None, "Chosen by the person who made the change."],
        "actor_role": Annotated[str | None, "The role of who made it then; `system` where no person did."],
        "evidence": Annotated[list[int], "Ids of the claims that it rests on."],
    },
)
Change.__doc__ = "One entry of the change log."


class ChangeList(ListResource):
    """The change log, oldest first: one ordered, gapless, append-only list of everything that a reader can see change.

    To follow it, keep the last `sequence` that you have read and ask for `sequence__gt`. Numbers count what a reader of
    your clearance may see, so they differ between clearances. Filters leave numbers out; without filters there are no
    gaps.
    """

    tag = "Changes"
    order = Order((Key("sequence"),), descending=False)
    shape = Change
    parameters = (
        Parameter("sequence__gt", reading.whole, WHOLE, "Only entries after this one.", default=0),
        *countries(),
        *one_of("topic", codes.Topic, "Topic."),
        *one_of("question", sorted({rule.question for rule in RULES.values()}), "Number of the question."),
        *one_of("kind", Logged.Kind, "Kind of change."),
        Parameter("since", reading.day, DAY, "Only entries made on this day (UTC) or later."),
        Parameter("until", reading.day, DAY, "Only entries made on this day (UTC) or before."),
    )

    def page(self, request: Request, **of: Any) -> Page[Any]:
        """The page that is asked for."""
        place, limit = self.place(), self.query["limit"]
        after, before = self.query["sequence__gt"], None
        if place is not None and place.back:
            before = place.key[0]
        elif place is not None:
            after = max(after, place.key[0])
        found = entries(
            markings=visible_markings(request.user),
            after=after,
            before=before,
            countries=asked(self.query, "country"),
            topics=asked(self.query, "topic"),
            questions=asked(self.query, "question"),
            kinds=asked(self.query, "kind"),
            since=self.query["since"],
            until=self.query["until"],
            limit=limit + 1,
            newest_first=before is not None,
        )
        more, found = len(found) > limit, found[:limit]
        return edges(found if before is None else found[::-1], lambda entry: (entry.sequence,), place=place, more=more)

    def encode(self, row: Entry) -> bytes:
        """An entry as JSON."""
        return orjson.dumps(as_json(row), default=plain, option=orjson.OPT_UTC_Z)

    @property
    def list_name(self) -> str:
        """Each clearance has numbers of its own, and so cursors of its own."""
        return f"{super().list_name} by {number_column(visible_markings(self.request.user))}"


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry in the shape that the API gives."""
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "kind": entry.kind,
        "country": entry.country,
        "topic": entry.topic,
        "question": entry.question,
        "from": _with_number(entry.before),
        "to": _with_number(entry.after),
        "reason": entry.reason,
        "actor_role": entry.actor_role,
        "evidence": entry.evidence,
    }


def _with_number(shown: dict[str, Any] | None) -> dict[str, Any] | None:
    """With amounts as numbers; the log keeps them as text, so that its hash does not depend on how one is written."""
    if shown is None:
        return None
    for said in (shown, *shown.get("answers", ())):
        value = said.get("value")
        if isinstance(value, dict) and isinstance(value.get("amount"), str):
            value["amount"] = Decimal(value["amount"])
    return shown
