"""Reading the two times of an address."""

from datetime import UTC, date, datetime

import pytest

from commitments.moments import MomentError, moment_of, read_day, read_moment


@pytest.mark.parametrize(
    ("given", "day"), [("", None), ("2025-02-28", date(2025, 2, 28)), (" 2025-02-28 ", date(2025, 2, 28))]
)
def test_a_day(given, day):
    assert read_day(given, "as_of") == day


@pytest.mark.parametrize("given", ["2025-02-30", "yesterday", "0001-01-01", "28.02.2025"])
def test_what_is_no_day_is_named(given):
    with pytest.raises(MomentError, match=f"as_of: '{given}'"):
        read_day(given, "as_of")


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2025-02-28T12:00:00Z", datetime(2025, 2, 28, 12, tzinfo=UTC)),
        ("2025-02-28T12:00:00", datetime(2025, 2, 28, 12, tzinfo=UTC)),
        ("2025-02-28T14:00:00 02:00", datetime(2025, 2, 28, 12, tzinfo=UTC)),
        ("2025-02-28", datetime(2025, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_moment(given, moment):
    assert read_moment(given, "known_at") == moment


def test_known_at_alone_shows_its_own_day():
    assert moment_of({"known_at": "2025-02-28T12:00:00Z"}).as_of == date(2025, 2, 28)


def test_what_is_no_moment_is_named():
    with pytest.raises(MomentError, match="known_at: 'noon'"):
        moment_of({"known_at": "noon"})
