"""Does it add up? People offered for a force, against the force sizes that countries hold necessary.

Offers are the standing positions on `troops`; sizes those on `force_size`. Sums are of stated
numbers only: an offer without a number is counted as a country, never guessed at; "up to N" adds
nothing to the sum of minima, "at least N" adds N to that of maxima, which is then open-ended. What
Ukraine says of its own troops is no offer. To keep N people
deployed takes N times the rotation factor (one deployed, one preparing, one recovering).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from commitments.models import Country
from commitments.positions import Position
from questionnaire.codes import CountryRole, Stance, Topic

ROTATION = 3
"""One deployed, one preparing, one recovering; the reader may set another."""


@dataclass(frozen=True)
class Offer:
    """What a country offers, or would under conditions; people, None where no number was given."""

    country: str
    minimum: int | None
    maximum: int | None
    conditional: bool
    conditions: list[str]
    status: str | None
    claim: int

    @property
    def open_ended(self) -> bool:
        """At least so many, with no greatest number said."""
        return self.minimum is not None and self.maximum is None


@dataclass(frozen=True)
class Total:
    """A sum of offers. `at_least` adds the minima, `at_most` the maxima (a minimum where only that is said)."""

    countries: int
    with_number: int
    at_least: int
    at_most: int
    open_ended: bool
    """Whether an offer in it has no greatest number, so that the sum may be more."""


@dataclass(frozen=True)
class View:
    """The size that a country holds necessary for the whole force; people."""

    country: str
    minimum: int | None
    maximum: int | None
    claim: int


@dataclass(frozen=True)
class Force:
    """Offers against sizes held necessary."""

    offers: list[Offer]
    total: Total
    unconditional: Total
    conditional: Total
    by_status: dict[str, Total]
    views: list[View]
    necessary_min: int | None
    necessary_max: int | None
    necessary_median: float | None
    """The median of the views, each taken at the middle of its range."""
    rotation: float
    sustained_min: float | None
    """People needed to keep the smallest force held necessary in place: its size times the rotation factor."""
    sustained_max: float | None


def force(standing: Sequence[Position], *, rotation: float = ROTATION) -> Force:
    """Add up the standing positions. Raises ValueError for a rotation factor below 1."""
    if rotation < 1:
        raise ValueError(f"rotation: {rotation} is below 1")
    not_offering = set(Country.objects.filter(role=CountryRole.BENEFICIARY).values_list("pk", flat=True))
    offers = [
        Offer(
            country=position.country,
            minimum=position.value["personnel_min"],
            maximum=position.value["personnel_max"],
            conditional=position.stance == Stance.CONDITIONAL,
            conditions=position.conditions,
            status=position.status,
            claim=position.claim,
        )
        for position in standing
        if position.topic == Topic.TROOPS
        and position.stance in (Stance.FAVOR, Stance.CONDITIONAL)
        and position.country not in not_offering
    ]
    views = [
        View(position.country, position.value["personnel_min"], position.value["personnel_max"], position.claim)
        for position in standing
        if position.topic == Topic.FORCE_SIZE
    ]
    sizes = [(low, high) for low, high in map(_range, views) if low is not None and high is not None]
    smallest = min((low for low, _ in sizes), default=None)
    greatest = max((high for _, high in sizes), default=None)
    return Force(
        offers=offers,
        total=total(offers),
        unconditional=total([offer for offer in offers if not offer.conditional]),
        conditional=total([offer for offer in offers if offer.conditional]),
        by_status={
            status: total([offer for offer in offers if (offer.status or "none") == status])
            for status in sorted({offer.status or "none" for offer in offers})
        },
        views=views,
        necessary_min=smallest,
        necessary_max=greatest,
        necessary_median=median((low + high) / 2 for low, high in sizes) if sizes else None,
        rotation=rotation,
        sustained_min=None if smallest is None else smallest * rotation,
        sustained_max=None if greatest is None else greatest * rotation,
    )


def total(offers: Sequence[Offer]) -> Total:
    """The sum of these offers."""
    greatest = [_range(offer)[1] for offer in offers]
    return Total(
        countries=len(offers),
        with_number=sum(people is not None for people in greatest),
        at_least=sum(offer.minimum or 0 for offer in offers),
        at_most=sum(people or 0 for people in greatest),
        open_ended=any(offer.open_ended for offer in offers),
    )


def _range(stated: Offer | View) -> tuple[int | None, int | None]:
    """The stated range; where only one end is said, it is both: nothing beyond what was said is added."""
    low = stated.minimum if stated.minimum is not None else stated.maximum
    return low, stated.maximum if stated.maximum is not None else low
