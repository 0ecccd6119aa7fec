"""Sums over the positions: people offered against force sizes, aid by status, and how much has been answered."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.markings import visible_markings
from api import reading
from api.filters import AS_OF, KNOWN_AT, Parameter, countries
from api.replies import reply
from api.resources import Resource
from api.v1.positions import asked, moment_of
from commitments import aid, force
from commitments.answers import answers
from commitments.figures import Coverage, coverage
from commitments.matrix import Row, rows_of
from commitments.models import Country
from commitments.positions import positions
from questionnaire import codes

GREATEST_ROTATION = 10


class ForceSummary(TypedDict):
    """Does it add up: people offered against the force sizes held necessary, at a moment."""

    as_of: date
    known_at: datetime | None
    force: force.Force


class AidItem(TypedDict):
    """One package under one status."""

    package: Annotated[int, "Id of the claim that came first; claims that restate it are the same package."]
    claim: Annotated[int, "Id of the newest claim about it under this status."]
    country: str
    category: codes.AidCategory
    status: Annotated[codes.Status | None, "Null where none was said; such packages are in no sum."]
    item: str | None
    quantity: int | None
    amount: Decimal | None
    currency: str | None
    euro: Annotated[Decimal | None, "At the European Central Bank's rate of the day; null where it gave none."]
    effective_on: date
    conditional: bool


class Aid(TypedDict):
    """Sums by status, never across statuses: what is allocated was pledged before."""

    by_status: dict[str, aid.Sum]
    by_country: Annotated[dict[str, dict[str, aid.Sum]], "By country, then status."]
    by_category: Annotated[dict[str, dict[str, aid.Sum]], "By category, then status."]
    items: Annotated[list[AidItem], "What the sums are made of."]


class AidSummary(TypedDict):
    """Aid as accepted claims state it, at a moment. What Ukraine asks for is not in it."""

    as_of: date
    known_at: datetime | None
    aid: Aid


class CoverageCounts(TypedDict):
    """Answers owed, by country and by question."""

    total: Coverage
    by_country: dict[str, Coverage]
    by_question: dict[str, Coverage]


class CoverageSummary(TypedDict):
    """How many answers are owed, published by analysts, or given by claims only, at a moment."""

    as_of: date
    known_at: datetime | None
    coverage: CoverageCounts


class Summary(Resource):
    """A sum at a moment."""

    tag = "Summaries"
    parameters = (AS_OF, KNOWN_AT, *countries())

    def when(self, request: Request) -> dict[str, Any]:
        """The moment and the visitor's markings, as the functions of the room take them."""
        moment = moment_of(self.query)
        return {"as_of": moment.as_of, "known_at": moment.known_at, "markings": visible_markings(request.user)}

    def countries(self) -> list[Country]:
        """The countries that are asked for, or all."""
        wanted = asked(self.query, "country")
        found = Country.objects.order_by("pk")
        return list(found if wanted is None else found.filter(pk__in=wanted))

    def summary(self, request: Request, name: str, content: Any) -> HttpResponse:
        """The sum with its moment, as an answer."""
        moment = moment_of(self.query)
        return reply(request, {"as_of": moment.as_of, "known_at": moment.known_at, name: content})


class ForceView(Summary):
    """Does it add up: people offered against the force sizes that countries hold necessary."""

    gives = {"GET": {200: ForceSummary}}
    parameters = (
        *Summary.parameters,
        Parameter(
            "rotation",
            reading.number_between(1, GREATEST_ROTATION),
            {"type": "number", "minimum": 1, "maximum": GREATEST_ROTATION, "default": force.ROTATION},
            "People needed for each one deployed: one deployed, one preparing, one recovering make 3.",
            default=float(force.ROTATION),
        ),
    )

    def get(self, request: Request) -> HttpResponse:
        """The sum."""
        topics = [codes.Topic.TROOPS, codes.Topic.FORCE_SIZE]
        standing = positions(countries=asked(self.query, "country"), topics=topics, **self.when(request))
        return self.summary(request, "force", force.force(standing, rotation=self.query["rotation"]))


class AidView(Summary):
    """Aid by status, country and category, in the stated currencies and in euro."""

    gives = {"GET": {200: AidSummary}}

    def get(self, request: Request) -> HttpResponse:
        """The sums."""
        offering = [country.pk for country in self.countries() if country.offers]
        sums = aid.aid(countries=offering, **self.when(request))
        content = {
            "by_status": sums.by_status,
            "by_country": sums.by_country,
            "by_category": sums.by_category,
            "items": [_item(item) for item in sums.items],
        }
        return self.summary(request, "aid", content)


class CoverageView(Summary):
    """How many answers are owed, published by analysts, or given by claims only."""

    gives = {"GET": {200: CoverageSummary}}

    def get(self, request: Request) -> HttpResponse:
        """The counts."""
        tracked = self.countries()
        rows = rows_of(tracked, answers(countries=[country.pk for country in tracked], **self.when(request)))
        content = {
            "total": coverage(rows),
            "by_country": {row.country.pk: coverage([row]) for row in rows},
            "by_question": {str(number): coverage(_only(rows, number)) for number in _questions(rows)},
        }
        return self.summary(request, "coverage", content)


def _questions(rows: Sequence[Row]) -> list[int]:
    return sorted({answer.question for row in rows for answer in row.answers})


def _only(rows: Sequence[Row], number: int) -> list[Row]:
    return [Row(row.country, [answer for answer in row.answers if answer.question == number]) for row in rows]


def _item(item: aid.Item) -> dict[str, Any]:
    given = {name: getattr(item, name) for name in AidItem.__annotations__}
    return given | {name: given[name] or None for name in ("status", "item", "currency")}
