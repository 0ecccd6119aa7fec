"""Dates, numbers and codes as people read them."""

from datetime import UTC, date, datetime

import pytest

from commitments.templatetags import writing


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (10_000, 30_000, "10\u201330 thousand"),
        (None, 800, "up to 800"),
        (5_000, None, "at least 5\u202f000"),
        (1_500, 2_400, "1\u202f500\u20132\u202f400"),
        (400, 400, "400"),
        (None, None, ""),
    ],
)
def test_a_range_is_written_as_it_was_said(low, high, written):
    assert writing.number_range(low, high) == written


@pytest.mark.parametrize(
    ("days", "written"), [(0, "today"), (12, "12 d"), (64, "2 mo"), (365, "1 y"), (548, "1.5 y"), (None, "\u2013")]
)
def test_an_age_is_short(days, written):
    assert writing.age(days) == written


def test_days_and_moments_are_written_out():
    assert writing.day(date(2025, 2, 6)) == "6 Feb 2025"
    assert writing.moment(datetime(2025, 2, 6, 7, 5, tzinfo=UTC)) == "6 Feb 2025, 07:05 UTC"


@pytest.mark.parametrize(
    ("amount", "written"),
    [(3_500_000_000, "3.5\u202fbillion"), (20_000_000, "20\u202fmillion"), (750_000, "750\u202f000")],
)
def test_money_is_short(amount, written):
    assert writing.money(amount) == written


def test_codes_are_words():
    assert writing.labels(["ceasefire", "us_backstop", "mandate"]) == "Ceasefire, US backstop, mandate"
