"""The reading pages in Chromium: reachable for everybody, from the number to the sentence, through the history."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from commitments import responses
from commitments.models import Country
from questionnaire.models import Question
from tests.browser.conftest import assert_accessible
from tests.making import a_document, a_person, an_accepted_claim

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/?topic=aid&region=Nordic",
    "/questions/",
    "/questions/2/",
    "/countries/GB/",
    "/compare/?country=GB&country=FR",
    "/changes/?since=2025-01-01",
    "/methodology/",
    "/nowhere/",
    "/sign-in/",
)


@pytest.fixture
def said(reference):
    """Britain moves from undecided to an offer, on which analysts publish an answer; others speak once."""
    early = a_document("It was too early to say.", published_on=date(2025, 2, 20))
    an_accepted_claim("GB", stance="undecided", document=early, stated_on=None)
    offer = an_accepted_claim(
        "GB", stance="conditional", conditions=["ceasefire"], status="pledged", value={"personnel_max": 10_000}
    )
    an_accepted_claim("FR", stance="against")
    an_accepted_claim("DE", "force_size", value={"personnel_min": 30_000, "personnel_max": 100_000})
    an_accepted_claim("UA", "aid")
    late = a_document("Much later, something else was said.", published_on=date(2026, 6, 28))
    an_accepted_claim("FR", "sanctions", document=late, stated_on=None)  # so that there are many months to step to
    publish(offer.pk)
    return offer


def publish(claim: int):
    anna, rita = a_person("anna", Role.ANALYST), a_person("rita", Role.REVIEWER)
    draft = responses.open_draft(Country.objects.get(pk="GB"), Question.objects.get(number=2), by=anna)
    fields = {
        "state": "answered",
        "stance": "favor",
        "bindingness": "remark",
        "summary": "Would send soldiers.",
        "uncertainty": "How many is open.",
        "effective_on": "2025-03-01",
        "claims": [str(claim)],
        "troops.stance": "favor",
    }
    draft = responses.save_draft(draft.pk, fields, by=anna, version=draft.version)
    draft = responses.hand_in(draft.pk, by=anna, version=draft.version)
    responses.publish(draft.pk, by=rita, version=draft.version, reason="new_source")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_can_be_read_by_everybody(open_page, said, theme, width):
    page = open_page(width=width, color_scheme=theme)
    for path in PAGES:
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    page.troubles.clear()  # the browser reports the page that is not there


def test_one_click_leads_from_the_number_to_the_sentence(open_page, said):
    page = open_page(path="/countries/GB/")
    page.locator("#troops").get_by_role("link", name=said.quote).first.click()
    expect(page).to_have_url(re.compile(rf"/documents/{said.document_id}/#claim-{said.pk}$"))
    expect(page.locator(f"#claim-{said.pk}")).to_be_in_viewport()


def test_a_bar_of_the_force_leads_to_the_country_s_words(open_page, said):
    page = open_page()
    page.locator("#force").get_by_role("link", name="United Kingdom").click()
    expect(page.locator("#troops")).to_be_in_viewport()


def test_a_reader_steps_back_and_sees_the_country_move(open_page, said):
    page = open_page(path="/?as_of=2025-03-02")
    tile = page.locator("#map .tile", has_text="GB")
    expect(tile).to_have_attribute("title", re.compile("Conditional, since 2 Mar 2025"))
    page.locator("[data-step=previous]").click()
    expect(page).to_have_url(re.compile("as_of=2025-03-01"))
    page.locator("[data-step=previous]").click()
    expect(page.locator("#map .tile", has_text="GB")).to_have_attribute("title", re.compile("Undecided"))
    page.go_back()
    page.go_back()
    expect(tile).to_have_attribute("title", re.compile("Conditional"))


def test_the_keys_are_shown_and_lead_to_the_pages(open_page, said):
    page = open_page(a_person("anna", Role.ANALYST), "/questions/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("go to Dashboard")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/review/"))


def test_keys_rest_while_somebody_types(open_page, said):
    page = open_page(path="/")
    page.get_by_label("Rotation factor").focus()
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page.get_by_role("heading", name="Does it add up?")).to_be_visible()


def test_the_pages_are_read_without_scripts(open_page, said):
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="Sanctions", exact=True).click()
    expect(page.get_by_role("heading", name="Where they stand on sanctions")).to_be_visible()
    page.locator("[name=region]").select_option("Nordic")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#matrix")).to_contain_text("5 of 48 countries")


def test_the_text_can_be_twice_as_large(open_page, said):
    """200 % zoom of a window of 1280 is a window of 640 with two device pixels each."""
    page = open_page(width=640, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
