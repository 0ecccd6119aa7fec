"""Aid by status, country and category, in the stated currency and in euro.

A package is an accepted claim on `aid` with the claims that restate it; under each status it counts
once, with the amount of its newest claim. Statuses are never added together: what is allocated was
pledged before. Euro amounts are at the European Central Bank's reference rate of the day on which
the claim counts (of the last banking day before it); where the Bank gave none, the amount is shown
as not converted. A claim with no status is in no sum.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property

from currency_converter import CurrencyConverter, RateNotFoundError
from django.db import connection

from commitments.positions import HELD_NOW, HELD_THEN, NEWEST
from questionnaire.codes import Status

CENT = Decimal("0.01")
COUNTED = (Status.PROPOSED, Status.PLEDGED, Status.ALLOCATED, Status.DELIVERED)

QUERY = """
SELECT DISTINCT ON (coalesce(s.restates_id, s.claim_id), s.status)
       coalesce(s.restates_id, s.claim_id) AS package, s.claim_id, s.country_id, s.category, s.status, s.item,
       s.quantity, s.amount, s.currency, s.effective_on, s.stance = 'conditional' AS conditional,
       c.role = 'beneficiary' AS request
FROM commitments_standing s JOIN commitments_country c ON c.iso2 = s.country_id
WHERE s.topic = 'aid' AND (s.stance IN ('favor', 'conditional') OR s.status = 'withdrawn')
  AND s.effective_on <= %(as_of)s AND {HELD}
  AND (%(countries)s::text[] IS NULL OR s.country_id = ANY(%(countries)s::text[]))
ORDER BY coalesce(s.restates_id, s.claim_id), s.status, {NEWEST}
"""


@dataclass(frozen=True)
class Item:
    """One package under one status."""

    package: int
    claim: int
    country: str
    category: str
    status: str
    item: str
    quantity: int | None
    amount: Decimal | None
    currency: str
    effective_on: date
    conditional: bool
    request: bool
    """Asked for by Ukraine, and so no offer."""

    @cached_property
    def euro(self) -> Decimal | None:
        """The amount in euro; None where there is no amount, or no rate for it."""
        return None if self.amount is None else to_euro(self.amount, self.currency, self.effective_on)


@dataclass
class Sum:
    """What a group of packages amounts to."""

    packages: int = 0
    without_amount: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """By stated currency."""
    euro: Decimal = Decimal(0)
    """Of the amounts that could be converted."""
    not_converted: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """By currency: amounts for which there is no rate."""

    def add(self, item: Item) -> None:
        """Count one package."""
        self.packages += 1
        if item.amount is None:
            self.without_amount += 1
            return
        self.amounts[item.currency] += item.amount
        if item.euro is None:
            self.not_converted[item.currency] += item.amount
        else:
            self.euro += item.euro


@dataclass(frozen=True)
class Aid:
    """Sums by status; by status and country; by status and category. No sum runs across statuses.

    What was withdrawn is in `withdrawn` and in no sum; what Ukraine asks for is in `requests` alone.
    """

    items: list[Item]
    requests: list[Item]
    withdrawn: list[Item]
    by_status: dict[str, Sum]
    by_country: dict[str, dict[str, Sum]]
    by_category: dict[str, dict[str, Sum]]


def aid(
    *,
    as_of: date,
    markings: Sequence[str],
    known_at: datetime | None = None,
    countries: Iterable[str] | None = None,
) -> Aid:
    """Aid as accepted claims state it on `as_of`, by what was held at `known_at`. One query."""
    parameters = {
        "as_of": as_of,
        "known_at": known_at,
        "markings": list(markings),
        "countries": None if countries is None else list(countries),
    }
    held = HELD_NOW if known_at is None else HELD_THEN
    with connection.cursor() as cursor:
        cursor.execute(QUERY.format(HELD=held, NEWEST=NEWEST), parameters)
        rows = [Item(*row) for row in cursor.fetchall()]
    withdrawn = [item for item in rows if item.status == Status.WITHDRAWN]
    standing = [item for item in rows if item.status in COUNTED and not _taken_back(item, withdrawn)]
    offers = [item for item in standing if not item.request]
    by_status = _sums()
    by_country: dict[str, dict[str, Sum]] = defaultdict(_sums)
    by_category: dict[str, dict[str, Sum]] = defaultdict(_sums)
    for item in offers:
        for total in (by_status, by_country[item.country], by_category[item.category]):
            total[item.status].add(item)
    return Aid(
        items=offers,
        requests=[item for item in standing if item.request],
        withdrawn=withdrawn,
        by_status=by_status,
        by_country=dict(sorted(by_country.items())),
        by_category=dict(sorted(by_category.items())),
    )


def _sums() -> dict[str, Sum]:
    return {status.value: Sum() for status in COUNTED}


def _taken_back(item: Item, withdrawn: list[Item]) -> bool:
    """Whether the package was withdrawn after this was said of it; what was delivered stays delivered."""
    return item.status != Status.DELIVERED and any(
        other.package == item.package and other.effective_on >= item.effective_on for other in withdrawn
    )


def to_euro(amount: Decimal, currency: str, on: date) -> Decimal | None:
    """The amount in euro at the European Central Bank's rate of that day; None where it gave none."""
    if currency == "EUR":
        return amount
    rates = _rates()
    if (
        currency not in rates.currencies
        or not rates.bounds[currency].first_date <= on <= rates.bounds[currency].last_date
    ):
        return None
    try:
        return Decimal(rates.convert(amount, currency, "EUR", date=on)).quantize(CENT)
    except RateNotFoundError:
        return None


@cache
def _rates() -> CurrencyConverter:
    """The Bank's daily reference rates, as the installed package carries them; on days without one, the last before."""
    return CurrencyConverter(decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
