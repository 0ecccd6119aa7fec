"""The days on which something changed, to step through the history of positions."""

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db import connection

from accounts.markings import ORDER
from commitments.changes import change_days
from commitments.models import Change
from commitments.moments import Moment

KEPT_SECONDS = 24 * 3600

MONTHS = """
SELECT month, marking, sum(claims)::int FROM (
    SELECT month, marking, claims - lag(claims, 1, 0) OVER (
        PARTITION BY country_id, topic, marking ORDER BY month) AS claims
    FROM commitments_tally WHERE known_until IS NULL AND marking = ANY(%(markings)s::text[])
) begun WHERE claims > 0 GROUP BY month, marking
"""


@dataclass(frozen=True)
class Month:
    """How many claims begin to count in a month."""

    begins: date
    claims: int

    @property
    def ends(self) -> date:
        """Its last day."""
        return self.begins.replace(day=calendar.monthrange(self.begins.year, self.begins.month)[1])


@dataclass(frozen=True)
class Days:
    """Where a reader can step to from the day shown, and under which marking they read."""

    earlier: list[date]
    """Days of change before the day shown, in order."""
    later: list[date]
    months: list[Month]
    marking: str
    """The most restricted marking of a claim that this reader may be shown, now."""

    @property
    def previous(self) -> date | None:
        """The day of change before this one."""
        return self.back(1)

    @property
    def following(self) -> date | None:
        """The day of change after this one."""
        return self.later[0] if self.later else None

    def back(self, steps: int) -> date | None:
        """So many days of change back; as many as there are, where there are fewer."""
        return self.earlier[-steps:][0] if self.earlier else None

    @property
    def busiest(self) -> int:
        """The greatest number of claims in a month."""
        return max((month.claims for month in self.months), default=0)


def days_around(moment: Moment, *, markings: Sequence[str], since: date | None) -> Days:
    """The steps from this day, and the months from `since` on."""
    changed = _change_days(moment, markings)
    counted: dict[date, int] = {}
    seen = {ORDER[0]}
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"markings": list(markings)})
        for begins, marking, claims in cursor.fetchall():
            seen.add(marking)
            counted[begins] = counted.get(begins, 0) + claims
    before, after = bisect_left(changed, moment.as_of), bisect_right(changed, moment.as_of)
    return Days(
        earlier=changed[:before],
        later=changed[after:],
        months=_months(counted, since),
        marking=max(seen, key=ORDER.index),
    )


def _change_days(moment: Moment, markings: Sequence[str]) -> list[date]:
    """All days of change. They are found by reading every claim, so they are kept until the change log grows."""
    head = Change.objects.order_by("-sequence").values_list("hash", flat=True).first()
    known_at = moment.known_at.timestamp() if moment.known_at else ""
    key = f"change_days:{head}:{known_at}:{len(markings)}"
    kept: list[date] | None = cache.get(key)
    if kept is None:
        kept = change_days(markings=markings, known_at=moment.known_at)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _months(counted: dict[date, int], since: date | None) -> list[Month]:
    """Every month from the first to the last, the empty ones, too."""
    if not counted:
        return []
    month, last = (since or min(counted)).replace(day=1), max(counted)
    months = []
    while month <= last:
        months.append(Month(month, counted.get(month, 0)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months
