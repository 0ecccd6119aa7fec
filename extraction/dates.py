"""Dates: the day on which something was said, where the sentence or its event is dated."""

import re
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMES = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(NAMES, 1) for name in names}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = re.compile(rf"(?<!next )(?<!until )(?<!before )(?<!by )\b({'|'.join(DAYS)})\b")
FULL = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({MONTH})\b\.?,?(?: (20\d\d))?|\b({MONTH})\b\.? (\d{{1,2}})(?:st|nd|"
    rf"rd|th)?\b,?(?: (20\d\d))?|\b(20\d\d)-(\d\d)-(\d\d)\b"
)
NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](20\d\d)\b")


def stated(text: str, published_on: date | None) -> date | None:
    """The day named in a sentence in small letters, counted back from the publication."""
    if published_on is None:
        return full(text, None)
    if re.search(r"\b(?:today|this (?:morning|afternoon|evening)|tonight|hours after)\b", text):
        return published_on
    if re.search(r"\b(?:yesterday|last night|a day earlier)\b", text):
        return published_on - timedelta(days=1)
    day = WEEKDAY.search(text)
    if day:
        back = (published_on.weekday() - DAYS.index(day[1])) % 7
        return published_on - timedelta(days=back)
    found = full(text, published_on)
    return found if found is None or found <= published_on else None


def full(text: str, published_on: date | None) -> date | None:
    """A date written out in the text; without its year, the last such day before the publication."""
    match = FULL.search(text)
    if not match:
        numeric = NUMERIC.search(text)
        return _day(int(numeric[3]), int(numeric[2]), int(numeric[1])) if numeric else None
    if match[7]:
        return _day(int(match[7]), int(match[8]), int(match[9]))
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    if year:
        return _day(int(year), MONTHS[month], int(day))
    if published_on is None:
        return None
    found = _day(published_on.year, MONTHS[month], int(day))
    if found and found > published_on:
        found = _day(published_on.year - 1, MONTHS[month], int(day))
    return found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
