"""Positions: where each country stands on each topic, on a day, by what was known at a moment."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, TypedDict

import orjson
from django.utils import timezone
from rest_framework.request import Request

from accounts.markings import Marking, visible_markings
from api import shapes
from api.filters import AS_OF, KNOWN_AT, QUESTION, Query, any_of, countries, flag, one_of
from api.pagination import MAX_LIMIT, Key, Order, Page, edges
from api.renderers import plain
from api.resources import ListResource
from commitments.moments import Moment
from commitments.positions import Position as Standing
from commitments.positions import positions
from questionnaire import codes
from questionnaire.codebook import RULES, topics_of

TOPICS = [topic.value for topic in codes.Topic]


class PreviousPosition(TypedDict):
    """The position before: the newest claim that says otherwise."""

    stance: codes.Stance | None
    effective_on: date
    claim: Annotated[int, "Id of that claim."]


class Position(TypedDict):
    """Where one country stands on one topic: what its newest accepted claim says."""

    country: Annotated[str, "The country's code."]
    topic: codes.Topic
    question: Annotated[int, "Number of the question that the topic answers."]
    stance: Annotated[codes.Stance | None, "Null where the topic has none."]
    status: codes.Status | None
    conditions: list[codes.Condition]
    value: shapes.Value
    attribution: codes.Attribution
    speaker: str | None
    speaker_role: str | None
    stated_on: Annotated[date | None, "When the government said it, where that is known."]
    effective_on: Annotated[date, "The day from which the standing claim counts."]
    since: Annotated[date, "Since when claims have said so without another in between."]
    previous: PreviousPosition | None
    credibility: Annotated[int, "Admiralty grade of the information, 1 to 6."]
    reliability: Annotated[codes.Reliability, "Admiralty grade of the source."]
    claim: Annotated[int, "Id of the standing claim."]
    evidence: Annotated[list[int], "Ids of the claims that say so since then, newest first, ten at most."]
    claim_count: Annotated[int, "Accepted claims on the topic up to the day."]
    conflict: Annotated[bool, "Credible claims within 30 days of the standing one say otherwise."]
    age_days: Annotated[int, "Days from the standing claim to the day shown."]
    stale: Annotated[bool, "Older than 180 days."]
    document: Annotated[int, "Id of the document."]
    document_title: str
    publisher: str
    url: str
    marking: Marking
    quote: str
    start: int
    end: int
    page_url: Annotated[str, "The sentence, highlighted, on the pages of this installation."]


NAMES = tuple(name for name in Position.__annotations__ if name not in ("question", "previous", "page_url"))


class PositionList(ListResource):
    """The standing positions by country and topic: the whole matrix on one page, unless a limit is given.

    `as_of` is the day in the world, `known_at` the moment in this system. Only accepted claims make positions; a
    country and topic without one are left out.
    """

    tag = "Positions"
    order = Order((Key("country", str), Key("topic")), descending=False)
    shape = Position
    default_limit = MAX_LIMIT
    parameters = (
        AS_OF,
        KNOWN_AT,
        *countries(),
        *one_of("topic", codes.Topic, "Topic."),
        QUESTION,
        *one_of("stance", codes.Stance, "Stance."),
        *one_of("status", codes.Status, "Status of the commitment."),
        *any_of("conditions", codes.Condition, "Condition."),
        flag("conflict", "Whether credible claims disagree."),
        flag("stale", "Whether the newest evidence is old."),
    )

    def page(self, request: Request, **of: Any) -> Page[Any]:
        """The page of the matrix."""
        moment = moment_of(self.query)
        found = [
            position
            for position in positions(
                as_of=moment.as_of,
                known_at=moment.known_at,
                markings=visible_markings(request.user),
                countries=asked(self.query, "country"),
                topics=_topics(self.query),
            )
            if _fits(position, self.query)
        ]
        return slice_of(self, found, _key)

    def encode(self, row: Standing) -> bytes:
        """A position as JSON."""
        return orjson.dumps(as_json(row), default=plain)


def as_json(position: Standing) -> dict[str, Any]:
    """A position in the shape that the API gives."""
    return {name: getattr(position, name) for name in NAMES} | {
        "question": RULES[codes.Topic(position.topic)].question,
        "previous": position.previous,
        "page_url": f"/documents/{position.document}/#claim-{position.claim}",
    }


def moment_of(query: Query) -> Moment:
    """The two times that a request asks for."""
    known_at: datetime | None = query["known_at"]
    return Moment(query["as_of"] or (known_at or timezone.now()).astimezone(UTC).date(), known_at)


def asked(query: Query, name: str) -> list[Any] | None:
    """What is asked for by the filters `NAME` and `NAME__in` together; None where neither is given."""
    given = [set(query[each]) for each in (name, f"{name}__in") if query[each] is not None]
    return sorted(set.intersection(*given)) if given else None


def slice_of(resource: ListResource, found: list[Any], key_of: Any) -> Page[Any]:
    """The page that is asked for of a list that is computed, in the order of its keys."""
    place, limit = resource.place(), resource.query["limit"]
    if place is None:
        return edges(found[:limit], key_of, place=None, more=len(found) > limit)
    if place.back:
        before = [one for one in found if key_of(one) < place.key]
        return edges(before[-limit:], key_of, place=place, more=len(before) > limit)
    after = [one for one in found if key_of(one) > place.key]
    return edges(after[:limit], key_of, place=place, more=len(after) > limit)


def _topics(query: Query) -> list[str] | None:
    topics = asked(query, "topic")
    if not query["question"]:
        return topics
    of_questions = [topic.value for number in query["question"] for topic in topics_of(number)]
    return of_questions if topics is None else [topic for topic in topics if topic in of_questions]


def _fits(position: Standing, query: Query) -> bool:
    for name in ("stance", "status"):
        wanted = asked(query, name)
        if wanted is not None and getattr(position, name) not in wanted:
            return False
    conditions = asked(query, "conditions")
    if conditions is not None and not set(conditions) & set(position.conditions):
        return False
    return all(query[name] in (None, getattr(position, name)) for name in ("conflict", "stale"))


def _key(position: Standing) -> tuple[str, int]:
    return position.country, TOPICS.index(position.topic)
