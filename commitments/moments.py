"""The two times in an address: `as_of` (the day in the world) and `known_at` (the moment in this system)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone

EARLIEST = date(2000, 1, 1)


class MomentError(ValueError):
    """A date in an address is none; the message names the parameter and what it reads."""


@dataclass(frozen=True)
class Moment:
    """What is asked for: the positions in force on `as_of`, as held at `known_at` (None: now)."""

    as_of: date
    known_at: datetime | None = None


def moment_of(given: Mapping[str, str]) -> Moment:
    """The moment that a query string asks for: today by what is known now, unless it says otherwise.

    Raises MomentError for what is no date.
    """
    known_at = read_moment(given.get("known_at", ""), "known_at")
    today = (known_at or timezone.now()).astimezone(UTC).date()
    return Moment(read_day(given.get("as_of", ""), "as_of") or today, known_at)


def read_day(given: str, name: str) -> date | None:
    """The day that the parameter `name` gives; None where it is empty."""
    if not given.strip():
        return None
    try:
        day = date.fromisoformat(given.strip())
    except ValueError:
        raise MomentError(f"{name}: {given!r} is not a date like 2025-02-28") from None
    if day < EARLIEST:
        raise MomentError(f"{name}: {given!r} is before {EARLIEST}")
    return day


def read_moment(given: str, name: str) -> datetime | None:
    """The moment that the parameter `name` gives (a day means its end, UTC); None where it is empty."""
    if not given.strip():
        return None
    # A "+" that was not escaped in the address has become a blank.
    text = given.strip().replace(" ", "+") if "T" in given else given.strip()
    try:
        if "T" not in text:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise MomentError(f"{name}: {given!r} is not a moment like 2025-02-28T12:00:00Z") from None
