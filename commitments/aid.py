"""Aid by status, country and category, in the stated currency and in euro.

A package is an accepted claim on `aid` with the claims that restate it; under each status it counts
once, with the amount of its newest claim. Statuses are never added together: what is allocated was
pledged before. Euro amounts are at the European Central Bank's reference rate of the day on which
the claim counts (of the last banking day before it); where the Bank gave none, the amount is shown
as not converted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property

from currency_converter import CurrencyConverter, RateNotFoundError
from django.db import connection

from questionnaire.codes import Status

CENT = Decimal("0.01")
COUNTED = (Status.PROPOSED, Status.PLEDGED, Status.ALLOCATED, Status.DELIVERED)

QUERY = """
SELECT DISTINCT ON (coalesce(s.restates_id, s.claim_id), s.status)
       coalesce(s.restates_id, s.claim_id) AS package, s.claim_id, s.country_id, s.category, s.status, s.item,
       s.quantity, s.amount, s.currency, s.effective_on, s.stance = 'conditional' AS conditional
FROM commitments_standing s
WHERE s.topic = 'aid' AND s.stance IN ('favor', 'conditional') AND s.effective_on <= %(as_of)s
  AND s.marking = ANY(%(markings)s::text[])
  AND CASE WHEN %(known_at)s::timestamptz IS NULL THEN s.known_until IS NULL
      ELSE s.known_from <= %(known_at)s AND coalesce(s.known_until > %(known_at)s, true)
           AND s.document_id NOT IN (SELECT id FROM documents_document WHERE NOT marking = ANY(%(markings)s::text[]))
      END
  AND (%(countries)s::text[] IS NULL OR s.country_id = ANY(%(countries)s::text[]))
ORDER BY coalesce(s.restates_id, s.claim_id), s.status, s.effective_on DESC, s.credibility, s.recorded_at DESC,
         s.claim_id DESC
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
    """Sums by status; by status and country; by status and category. No sum runs across statuses."""

    items: list[Item]
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
    with connection.cursor() as cursor:
        cursor.execute(QUERY, parameters)
        items = [Item(*row) for row in cursor.fetchall()]
    by_status = {status.value: Sum() for status in COUNTED}
    by_country: dict[str, dict[str, Sum]] = defaultdict(lambda: {status.value: Sum() for status in COUNTED})
    by_category: dict[str, dict[str, Sum]] = defaultdict(lambda: {status.value: Sum() for status in COUNTED})
    for item in items:
        if item.status in by_status:
            for total in (by_status, by_country[item.country], by_category[item.category]):
                total[item.status].add(item)
    return Aid(items, by_status, dict(sorted(by_country.items())), dict(sorted(by_category.items())))


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
