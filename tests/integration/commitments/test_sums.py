"""Does it add up: people offered, aid by status, answers filled in."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.roles import Role
from commitments import review
from commitments.aid import aid, to_euro
from commitments.answers import answers
from commitments.coverage import coverage
from commitments.force import force
from commitments.models import Country
from commitments.positions import positions
from tests.making import DAY, a_document, a_person, an_accepted_claim

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)
CLEAR = ["CLEAR"]


@pytest.fixture(autouse=True)
def _reference(reference):
    """Countries."""


def troops(country, low=None, high=None, stance="favor", **coding):
    conditions = ["us_backstop"] if stance == "conditional" else []
    value = {"personnel_min": low, "personnel_max": high}
    return an_accepted_claim(country, "troops", stance=stance, conditions=conditions, value=value, **coding)


def sizes(*ranges):
    for country, (low, high) in zip(("GB", "FR", "PL"), ranges, strict=False):
        an_accepted_claim(country, "force_size", value={"personnel_min": low, "personnel_max": high})


def the_force(**given):
    return force(positions(as_of=TODAY, markings=CLEAR), **given)


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ([], (0, 0, 0, 0, False)),
        ([(10_000, 10_000)], (1, 1, 10_000, 10_000, False)),
        ([(None, 30_000)], (1, 1, 0, 30_000, False)),
        ([(30_000, None)], (1, 1, 30_000, 30_000, True)),
        ([(10_000, 30_000), (1_000, 2_000)], (2, 2, 11_000, 32_000, False)),
        ([(None, None), (1_000, 2_000)], (2, 1, 1_000, 2_000, False)),
        ([(None, None)], (1, 0, 0, 0, False)),
    ],
)
def test_offers_add_up_to_what_was_said_and_no_more(offers, expected):
    for country, (low, high) in zip(("GB", "FR"), offers, strict=False):
        troops(country, low, high)
    total = the_force().total
    assert (total.countries, total.with_number, total.at_least, total.at_most, total.open_ended) == expected


def test_conditional_offers_and_refusals_are_kept_apart():
    troops("GB", 10_000, 10_000, status="pledged")
    troops("SE", 1_000, 2_000, "conditional", status="proposed")
    troops("PL", stance="against")
    troops("IT", stance="undecided")
    found = the_force()
    assert (found.unconditional.at_most, found.conditional.at_most, found.total.countries) == (10_000, 2_000, 2)
    assert {status: total.at_most for status, total in found.by_status.items()} == {
        "pledged": 10_000,
        "proposed": 2_000,
    }


def test_ukraines_own_troops_are_no_offer_and_american_ones_are():
    troops("UA", 800_000, 800_000)
    troops("US", 500, 500)
    assert [offer.country for offer in the_force().offers] == ["US"]


def test_only_the_standing_offer_counts():
    troops("GB", 30_000, 30_000, stated_on=date(2025, 2, 10))
    troops("GB", 10_000, 10_000, stated_on=date(2025, 4, 10))
    assert the_force().total.at_most == 10_000


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], (None, None, None)),
        ([(100_000, 100_000)], (100_000, 100_000, 100_000)),
        ([(10_000, 30_000), (100_000, None)], (10_000, 100_000, 60_000)),
        ([(10_000, 30_000), (50_000, 50_000), (None, 200_000)], (10_000, 200_000, 50_000)),
        ([(None, None)], (None, None, None)),
    ],
)
def test_sizes_held_necessary_give_a_range_and_a_median(ranges, expected):
    sizes(*ranges)
    found = the_force()
    assert (found.necessary_min, found.necessary_max, found.necessary_median) == expected


def test_keeping_a_force_in_place_takes_its_size_times_the_rotation():
    sizes((10_000, 30_000))
    assert (the_force().sustained_min, the_force(rotation=2.5).sustained_max) == (30_000, 75_000)
    with pytest.raises(ValueError, match=r"rotation: 0\.5 is below 1"):
        the_force(rotation=0.5)


def give(country="GB", status="pledged", amount="100", currency="EUR", restates=None, **coding):
    value = {"category": "package", "amount": amount and Decimal(amount), "currency": currency if amount else None}
    value |= coding.pop("value", {})
    claim = an_accepted_claim(country, "aid", status=status, value=value, **coding)
    if restates:
        review.restate(claim.pk, original=restates, by=a_person("rita", Role.REVIEWER))
    return claim


def the_aid(**given):
    return aid(**{"as_of": TODAY, "markings": CLEAR, **given})


def euros(sums):
    return {status: int(one.euro) for status, one in sums.items() if one.packages}


def test_statuses_are_never_added_together():
    first = give(status="pledged", stated_on=date(2025, 2, 1))
    give(status="allocated", stated_on=date(2025, 3, 1), restates=first)
    give(status="delivered", stated_on=date(2025, 5, 1), restates=first, amount="60")
    assert euros(the_aid().by_status) == {"pledged": 100, "allocated": 100, "delivered": 60}
    assert euros(the_aid(as_of=date(2025, 3, 31)).by_status) == {"pledged": 100, "allocated": 100}


def test_the_same_package_is_counted_once_with_its_newest_amount():
    first = give(amount="100", stated_on=date(2025, 2, 1))
    give(amount="120", stated_on=date(2025, 3, 1), restates=first)
    found = the_aid()
    assert (euros(found.by_status), found.by_status["pledged"].packages) == ({"pledged": 120}, 1)


def test_what_was_withdrawn_is_in_no_sum_and_what_was_delivered_stays():
    first = give(stated_on=date(2025, 2, 1))
    give(status="delivered", amount="40", stated_on=date(2025, 2, 20), restates=first)
    give(status="withdrawn", stance="against", stated_on=date(2025, 3, 1), restates=first)
    assert euros(the_aid().by_status) == {"delivered": 40}
    assert [item.package for item in the_aid().withdrawn] == [first.pk]


def test_what_ukraine_asks_for_is_never_added_to_offers():
    give("GB")
    asked = give("UA", status="proposed", amount="5000")
    found = the_aid()
    assert (euros(found.by_status), list(found.by_country)) == ({"pledged": 100}, ["GB"])
    assert [item.claim for item in found.requests] == [asked.pk]


def test_money_is_shown_in_its_currency_and_in_euro_at_the_rate_of_the_day():
    give("US", amount="1000000", currency="USD", stated_on=date(2025, 3, 3))
    give("GB", amount="1000000", currency="UAH")
    give("FR", amount=None, value={"item": "radars", "quantity": 3, "category": "air_defence"})
    pledged = the_aid().by_status["pledged"]
    assert pledged.euro == Decimal("955566.17")
    assert (pledged.amounts, pledged.not_converted) == ({"USD": 1_000_000, "UAH": 1_000_000}, {"UAH": 1_000_000})
    assert (pledged.packages, pledged.without_amount) == (3, 1)


@pytest.mark.parametrize(
    ("currency", "day", "known"),
    [
        ("EUR", date(2025, 3, 3), True),
        ("USD", date(2025, 3, 2), True),
        ("SEK", date(2025, 12, 26), True),
        ("UAH", date(2025, 3, 3), False),
        ("USD", date(2099, 1, 1), False),
        ("USD", date(1990, 1, 1), False),
    ],
)
def test_a_rate_is_the_banks_or_none(currency, day, known):
    assert (to_euro(Decimal(100), currency, day) is not None) is known


def test_aid_from_a_restricted_document_is_in_no_sum_of_those_who_may_not_see_it():
    give("GB", document=a_document("It will give 100 euro.", marking="AMBER"))
    assert euros(the_aid().by_status) == {}
    assert euros(the_aid(markings=["CLEAR", "GREEN", "AMBER"]).by_status) == {"pledged": 100}


def test_coverage_counts_what_is_owed_and_what_only_claims_say():
    an_accepted_claim("GB", "troops")
    an_accepted_claim("UA", "troops")
    roles = dict(Country.objects.values_list("pk", "role"))
    found = coverage(answers(as_of=DAY, markings=CLEAR, countries=roles), roles)
    owing = sum(role in ("addressee", "union") for role in roles.values())
    assert (found.total.owed, found.by_question[2].owed, found.total.from_claims) == (6 * owing, owing, 1)
    assert found.by_question_and_role[2, "addressee"].from_claims == 1
    assert found.total.states["not_assessed"] == found.total.owed
    assert set(found.by_role) == {"addressee", "union"}
