"""What the dashboard says in figures: stances, people against force sizes, aid, answers filled in; and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commitments.answers import QuestionPosition
from commitments.coverage import OWING
from commitments.force import Force, Offer, View
from commitments.matrix import Row
from commitments.models import Claim
from commitments.positions import Position
from questionnaire.codes import AnswerState, Status

MOVES_SHOWN = 12


@dataclass(frozen=True)
class Coverage:
    """Answers that are owed, that analysts have published, and that only claims give."""

    owed: int
    published: int
    from_claims: int

    @property
    def published_share(self) -> float:
        """Published answers, in per cent of those owed."""
        return 100 * self.published / self.owed if self.owed else 0

    @property
    def known_share(self) -> float:
        """Published ones and those that only claims give, in per cent."""
        return 100 * (self.published + self.from_claims) / self.owed if self.owed else 0


@dataclass(frozen=True)
class Bar:
    """A range of people on the common scale, in per cent of its width, for a chart."""

    country: str
    left: float
    width: float
    low: int | None
    high: int | None
    claim: int
    kind: str
    """`unconditional`, `conditional`, `size` or `total`."""
    status: str = ""
    conditions: Sequence[str] = ()


@dataclass(frozen=True)
class Chart:
    """Offers and sizes held necessary on one scale from zero to `greatest` people."""

    greatest: int
    ticks: list[tuple[float, int]]
    offers: list[Bar]
    sizes: list[Bar]
    totals: list[tuple[str, Bar]]
    """Sums of what is offered without and under conditions, and of all, with their names."""
    silent_offers: list[Offer]
    """Offers without a number."""
    silent_sizes: list[View]


@dataclass(frozen=True)
class Move:
    """The latest change of a country's stance on a topic, and the claim that began it."""

    position: Position
    on: date
    claim: Claim | None


def coverage(rows: Sequence[Row]) -> Coverage:
    """How many of the answers owed are there."""
    owed = [answer for row in rows if row.country.role in OWING for answer in row.answers]
    return Coverage(
        owed=len(owed),
        published=sum(_is_published(answer) for answer in owed),
        from_claims=sum(answer.source == "claims" for answer in owed),
    )


def chart(force: Force) -> Chart:
    """The bars of "does it add up?"."""
    greatest = _round_up(
        max(
            [
                *(offer.maximum or offer.minimum or 0 for offer in force.offers),
                *(view.maximum or view.minimum or 0 for view in force.views),
                force.total.at_most,
                1,
            ]
        )
    )
    step = greatest / 4
    offers = [_bar(offer, greatest, "conditional" if offer.conditional else "unconditional") for offer in force.offers]
    return Chart(
        greatest=greatest,
        ticks=[(100 * place / 4, int(step * place)) for place in range(5)],
        offers=[bar for bar in offers if bar],
        totals=_totals(force, greatest),
        sizes=[bar for view in force.views if (bar := _bar(view, greatest, "size"))],
        silent_offers=[offer for offer, bar in zip(force.offers, offers, strict=True) if bar is None],
        silent_sizes=[view for view in force.views if view.minimum is None and view.maximum is None],
    )


def latest_moves(standing: Sequence[Position], *, count: int = MOVES_SHOWN) -> list[Move]:
    """The newest changes of stance, newest first, each with the claim that began it. One query."""
    moved = sorted(
        (position for position in standing if position.stance and position.previous),
        key=lambda position: (position.since, position.claim),
        reverse=True,
    )[:count]
    began = Claim.objects.with_source().in_bulk({position.evidence[-1] for position in moved})
    return [Move(position, position.since, began.get(position.evidence[-1])) for position in moved]


def _is_published(answer: QuestionPosition) -> bool:
    return answer.source == "response" and answer.state != AnswerState.NOT_ASSESSED


def _bar(stated: Offer | View, greatest: int, kind: str) -> Bar | None:
    low, high = stated.minimum, stated.maximum
    if low is None and high is None:
        return None
    left = 100 * (low if low is not None else 0) / greatest
    right = 100 * (high if high is not None else greatest) / greatest
    return Bar(
        country=stated.country,
        left=left,
        width=max(right - left, 0.8),
        low=low,
        high=high,
        claim=stated.claim,
        kind=kind,
        status=stated.status or "" if isinstance(stated, Offer) else "",
        conditions=stated.conditions if isinstance(stated, Offer) else (),
    )


def _totals(force: Force, greatest: int) -> list[tuple[str, Bar]]:
    named = {"Unconditional": force.unconditional, "Under conditions": force.conditional, "All offers": force.total}
    return [
        (
            name,
            Bar(
                country="",
                left=100 * total.at_least / greatest,
                width=max(100 * (total.at_most - total.at_least) / greatest, 0.8),
                low=total.at_least,
                high=None if total.open_ended else total.at_most,
                claim=0,
                kind="total",
                status=f"{total.with_number} of {total.countries} give a number",
            ),
        )
        for name, total in named.items()
        if total.with_number
    ]


def _round_up(people: int) -> int:
    """The next round number from which four ticks can be cut."""
    size = 10 ** (len(str(people)) - 1)
    return next(size * times for times in (1, 2, 4, 8, 10, 20) if size * times >= people)


STATUSES = (Status.PLEDGED, Status.ALLOCATED, Status.DELIVERED)
"""Statuses of aid that the dashboard shows, side by side and never added."""
