from datetime import date

import pytest

from commitments.wording import Part, say, say_day, say_number, say_range


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""),
        (10_000, 30_000, "10\u202f000\u201330\u202f000"),
        (None, 30_000, "up to 30\u202f000"),
        (5000, None, "at least 5\u202f000"),
        (500, 500, "500"),
    ],
)
def test_a_range_says_which_end_is_known(least, most, words):
    assert say_range(least, most) == words


def test_a_day_is_written_out():
    assert say_day(date(2025, 2, 6)) == "6 Feb 2025"


def test_money_keeps_its_cents_only_where_it_has_them():
    assert say_number(3_500_000_000) == "3\u202f500\u202f000\u202f000"
    assert say_number(12.5) == "12.50"


def test_a_coding_is_said_in_the_words_of_the_codebook():
    said = say("troops", "conditional", "pledged", ["us_backstop"], {"personnel_min": 1000, "personnel_max": None})
    assert said == [
        Part("Stance", "Conditional"),
        Part("Conditions", "US backstop"),
        Part("Status", "Pledged"),
        Part("People", "at least 1\u202f000"),
    ]


def test_an_amount_of_aid_is_said_with_its_currency():
    said = say("aid", "favor", "pledged", [], {"category": "finance", "amount": "2000000.00", "currency": "EUR"})
    assert said[2:] == [Part("Category", "Finance"), Part("Amount", "2\u202f000\u202f000 EUR")]
