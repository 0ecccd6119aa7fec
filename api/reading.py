"""Reading the text of one parameter. Each reader raises ValueError with what is wrong, for a person."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from commitments.moments import MomentError, read_day, read_moment

Read = Callable[[str], Any]
T = TypeVar("T")
ISO2 = re.compile(r"[A-Z]{2}")
GREATEST = 2**63 - 1
"""The greatest whole number that the database holds."""


def text(given: str) -> str:
    """Any text."""
    return given


def country(given: str) -> str:
    """A country's code; whether it is tracked is asked of the database for all of a request at once."""
    if not ISO2.fullmatch(given):
        raise ValueError(f"{given!r} is not a code of two capital letters, like GB")
    return given


def whole(given: str) -> int:
    """A whole number from 0."""
    if not given.isascii() or not given.isdigit() or len(given) > len(str(GREATEST)) or int(given) > GREATEST:
        raise ValueError(f"{given!r} is not a whole number from 0")
    return int(given)


def flag(given: str) -> bool:
    """`true` or `false`."""
    if given not in ("true", "false"):
        raise ValueError(f"{given!r} is neither true nor false")
    return given == "true"


def absence(given: str) -> bool:
    """Whether something is missing, from whether it is there: `true` is False."""
    return not flag(given)


def day(given: str) -> date:
    """A date."""
    return _read(read_day, given, "a date like 2025-02-28 is wanted")


def moment(given: str) -> datetime:
    """A moment; a day means its end, in UTC."""
    return _read(read_moment, given, "a moment like 2025-02-28T12:00:00Z is wanted")


def beginning(given: str) -> datetime:
    """A moment from which on; a day means its beginning, in UTC."""
    if "T" in given:
        return moment(given)
    found = day(given)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def one_of(legal: Sequence[Any]) -> Read:
    """A reader of one of these codes."""
    by_text = {str(code): code for code in legal}

    def read(given: str) -> Any:
        if given not in by_text:
            raise ValueError(f"{given!r} is not one of {', '.join(by_text)}")
        return by_text[given]

    return read


def between(least: int, most: int) -> Read:
    """A reader of a whole number in a range."""

    def read(given: str) -> int:
        if not given.isascii() or not given.isdigit() or not least <= int(given[:10]) <= most:
            raise ValueError(f"{given!r} is not a whole number from {least} to {most}")
        return int(given)

    return read


def number_between(least: int, most: int) -> Read:
    """A reader of a number, with decimals or without, in a range."""

    def read(given: str) -> float:
        try:
            value = float(given)
        except ValueError:
            value = -1
        if not least <= value <= most:  # nor is NaN
            raise ValueError(f"{given!r} is not a number from {least} to {most}")
        return value

    return read


def _read(read: Callable[[str, str], T | None], given: str, wanted: str) -> T:
    try:
        found = read(given, "")
    except MomentError as error:
        raise ValueError(str(error).removeprefix(": ")) from None
    if found is None:
        raise ValueError(wanted)
    return found
