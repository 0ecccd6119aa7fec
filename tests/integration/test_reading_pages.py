"""The pages of countries, questions, comparing, changes and methodology, read by a stranger."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import a_document, an_accepted_claim

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

PAGES = (
    "/countries/GB/",
    "/questions/",
    "/questions/2/",
    "/compare/?country=GB&country=FR",
    "/changes/?since=2025-01-01",
)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def britain_moves():
    early = a_document("Too early to say.", published_on=date(2025, 2, 20))
    an_accepted_claim("GB", stance="undecided", document=early, stated_on=None)
    return an_accepted_claim("GB", stance="conditional", conditions=["ceasefire"], value={"personnel_max": 10_000})


def test_a_country_shows_since_when_what_before_and_on_which_words(stranger):
    claim = britain_moves()
    shown = page(stranger, "/countries/GB/")
    troops = shown[shown.index('id="troops"') :]
    for words in ("Conditional", "ceasefire", "up to 10 000", "2 Mar 2025", "Undecided", "All 2 statements"):
        assert words in troops
    assert f"/documents/{claim.document_id}/#claim-{claim.pk}" in troops
    assert "From public statements only" in shown


def test_a_country_is_shown_as_of_a_day(stranger):
    britain_moves()
    shown = page(stranger, "/countries/GB/?as_of=2025-02-25")
    assert "Undecided" in shown
    assert "up to 10 000" not in shown


def test_a_question_shows_every_country_that_spoke(stranger):
    britain_moves()
    an_accepted_claim("FR", "participation")
    shown = page(stranger, "/questions/2/")
    assert "2 countries with a position" in shown
    assert "Which European or other countries" in shown
    assert shown.index(">France<") < shown.index(">United Kingdom<") < shown.index("No position on record:")


def test_countries_are_compared_side_by_side(stranger):
    britain_moves()
    shown = page(stranger, "/compare/?country=GB&country=FR")
    assert "up to 10 000" in shown
    assert shown.count('scope="col"') == 3


def test_changes_go_from_one_position_to_another(stranger):
    claim = britain_moves()
    shown = page(stranger, "/changes/?since=2025-02-25&until=2025-03-10")
    moved = shown[shown.index('class="moves"') : shown.index('id="log-title"')]
    assert moved.index("Undecided") < moved.index("Conditional") < moved.index(claim.quote)
    assert "new source" in moved
    assert "Nobody moved" in page(stranger, "/changes/?since=2025-03-03&until=2025-03-10")


def test_without_dates_the_last_days_of_change_are_shown(stranger):
    britain_moves()
    assert "1 position moved" in page(stranger, "/changes/")


def test_what_was_recorded_is_listed_with_its_reason(stranger):
    britain_moves()
    today = date.today().isoformat()  # noqa: DTZ011 - the log counts days in UTC, as the tests do
    shown = page(stranger, f"/changes/?since={today}")
    log = shown[shown.index('id="log-title"') :]
    assert "Claim accepted" in log
    assert "New source" in log


def test_the_methodology_is_the_codebook(stranger):
    shown = page(stranger, "/methodology/")
    assert "Willing only if a named condition is met" in shown
    assert "NATO membership, Article 5-like guarantee, multinational force" in shown


def test_nobody_sees_what_a_marked_document_says(stranger, analyst):
    an_accepted_claim("GB", document=a_document("Said in confidence.", marking="AMBER"))
    for address in PAGES:
        assert "Said in confidence" not in page(stranger, address)
    assert "Said in confidence" in page(analyst, "/countries/GB/")


@pytest.mark.parametrize(
    ("address", "named"), [("/countries/ZZ/", "ZZ"), ("/countries/gb/", "gb"), ("/questions/7/", "question 7")]
)
def test_what_there_is_not_is_named(stranger, address, named):
    answer = stranger.get(address)
    assert answer.status_code == 404
    assert named in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/countries/GB/?as_of=soon",
        "/questions/2/?sort=size",
        "/compare/?country=ZZ",
        "/compare/?country=GB&country=FR&country=DE&country=NO&country=SE",
        "/changes/?since=2025-13-01",
        "/changes/?since=2025-03-01&until=2025-02-01",
    ],
)
def test_what_is_wrong_with_an_address_is_named(stranger, address):
    answer = stranger.get(address)
    assert answer.status_code == 400
    assert address.partition("?")[2].partition("=")[0] in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_queries_do_not_grow_with_the_claims(stranger, address):
    britain_moves()
    one = queries(stranger, address)
    for number in range(9):
        an_accepted_claim("GB", document=a_document(f"Said again, {number}."), stance="favor")
        an_accepted_claim("FR", "sanctions", document=a_document(f"Said in Paris, {number}."))
    assert queries(stranger, address) == one <= 12


def queries(client, address):
    page(client, address)  # the days of change are kept after the first time
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)
