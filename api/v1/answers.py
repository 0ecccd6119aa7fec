"""Where each country stands on each question: the published answer where there is one, else what claims say."""

from datetime import date
from typing import Annotated, Any, Literal, TypedDict

import orjson
from rest_framework.request import Request

from accounts.markings import visible_markings
from api.filters import AS_OF, KNOWN_AT, countries, flag, one_of
from api.pagination import MAX_LIMIT, Key, Order, Page
from api.renderers import plain
from api.resources import ListResource
from api.v1.positions import asked, moment_of, slice_of
from commitments.answers import LEADING, QuestionPosition, answers
from commitments.models import Country
from questionnaire import codes


class PreviousAnswer(TypedDict):
    """The published answer before, which said otherwise."""

    response: Annotated[int, "Id of that version."]
    state: codes.AnswerState
    stance: codes.Stance | None
    effective_on: date


class Answer(TypedDict):
    """Where a country stands on a question, and what that rests on."""

    country: Annotated[str, "The country's code."]
    question: Annotated[int, "Number of the question."]
    source: Annotated[
        Literal["response", "claims", "none"],
        "`response`: published by analysts; `claims`: none is published, the newest claims speak; `none`: neither.",
    ]
    state: codes.AnswerState
    stance: codes.Stance | None
    effective_on: Annotated[date | None, "The day from which it counts."]
    since: Annotated[date | None, "Since when it has been so."]
    age_days: Annotated[int | None, "Days since sources were looked through, or since the newest claim."]
    stale: bool
    conflict: Annotated[bool, "Credible claims on a topic of the question disagree."]
    topics: Annotated[list[codes.Topic], "Topics of the question on which there is a position; see `positions`."]
    evidence: Annotated[list[int], "Ids of the claims that it rests on."]
    response: Annotated[int | None, "Id of the published version; see `responses`."]
    previous: PreviousAnswer | None
    contradicted_by: Annotated[list[int], "Claims newer than the published answer that say otherwise."]
    evidence_gone: Annotated[list[int], "Cited claims that are held no longer."]


SAME = tuple(name for name in Answer.__annotations__ if name not in ("topics", "response"))


class AnswerList(ListResource):
    """Where each country stands on each question: the whole matrix on one page, unless a limit is given."""

    tag = "Positions"
    order = Order((Key("country", str), Key("question")), descending=False)
    shape = Answer
    default_limit = MAX_LIMIT
    parameters = (
        AS_OF,
        KNOWN_AT,
        *countries(),
        *one_of("question", list(LEADING), "Number of the question."),
        *one_of("source", ["response", "claims", "none"], "What it comes from."),
        *one_of("state", codes.AnswerState, "State of the answer."),
        *one_of("stance", codes.Stance, "Stance."),
        flag("conflict", "Whether credible claims disagree."),
        flag("stale", "Whether it has not been looked at for long."),
    )

    def page(self, request: Request, **of: Any) -> Page[Any]:
        """The page of the matrix."""
        moment = moment_of(self.query)
        every = Country.objects.order_by("pk").values_list("pk", flat=True)
        found = answers(
            as_of=moment.as_of,
            known_at=moment.known_at,
            markings=visible_markings(request.user),
            countries=asked(self.query, "country") or every,
            questions=asked(self.query, "question") or list(LEADING),
        )
        return slice_of(self, [one for one in found if self._fits(one)], lambda one: (one.country, one.question))

    def _fits(self, answer: QuestionPosition) -> bool:
        for name in ("source", "state", "stance"):
            wanted = asked(self.query, name)
            if wanted is not None and getattr(answer, name) not in wanted:
                return False
        return all(self.query[name] in (None, getattr(answer, name)) for name in ("conflict", "stale"))

    def encode(self, row: QuestionPosition) -> bytes:
        """An answer as JSON."""
        return orjson.dumps(
            {name: getattr(row, name) for name in SAME}
            | {"topics": [position.topic for position in row.topics], "response": row.response and row.response.pk},
            default=plain,
        )
