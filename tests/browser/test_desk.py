"""The desk in Chromium: giving cells away, what comes next by one key, the history of an answer."""

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from commitments import responses
from commitments.models import Assignment, Country
from questionnaire.models import Question
from tests.browser.conftest import assert_accessible
from tests.making import a_person, an_accepted_claim

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.django_db(transaction=True)]

HISTORY = "/responses/GB/2/history/"


@pytest.fixture
def anna(reference):
    return a_person("anna", Role.ANALYST)


def test_the_next_thing_is_one_key_away(open_page, anna):
    an_accepted_claim("FR")
    an_accepted_claim("GB")
    page = open_page(anna, "/desk/")
    page.keyboard.press("n")
    expect(page).to_have_url("/responses/FR/2/edit/")
    page.wait_for_load_state()
    page.keyboard.press("n")
    expect(page).to_have_url("/responses/GB/2/edit/")


def test_cells_are_given_away_and_found_among_mine(open_page, anna):
    page = open_page(anna, "/desk/?assign=1")
    page.get_by_label("France, question 3").check()
    page.get_by_label("Give to").select_option("anna")
    page.get_by_label("Due on").fill("2030-03-01")
    page.get_by_role("button", name="Assign what is ticked").click()
    expect(page.get_by_text("1 given to anna.")).to_be_visible()
    page.goto("/desk/?show=mine")
    expect(page.get_by_role("link", name="France, question 3: Not assessed")).to_be_visible()
    expect(page.locator(".desk tbody tr")).to_have_count(1)
    assert Assignment.objects.get().country_id == "FR"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/desk/", "/desk/?assign=1", "/desk/?state=stale", HISTORY])
def test_pages_are_accessible(open_page, anna, path, scheme):
    cell = {"country": Country.objects.get(pk="GB"), "question": Question.objects.get(number=2)}
    draft = responses.open_draft(**cell, by=anna)
    responses.save_draft(draft.pk, {"summary": "Words"}, by=anna, version=draft.version)
    assert_accessible(open_page(anna, path, color_scheme=scheme))


@pytest.mark.parametrize("width", [390, 720])
@pytest.mark.parametrize("path", ["/desk/", "/desk/?assign=1", HISTORY])
def test_nothing_is_cut_off_on_a_phone_or_at_double_size(open_page, anna, path, width):
    page = open_page(anna, path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
