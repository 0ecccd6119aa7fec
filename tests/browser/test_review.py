"""The review queue in the browser: deciding at the keyboard, two people at once, every width and colour scheme."""

import re
import time

import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from commitments import review
from commitments.models import Claim
from tests.browser.conftest import assert_accessible
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

COUNTRIES = ("GB", "FR", "DE", "PL", "IT", "ES", "NL", "SE", "NO", "FI")
TOPICS = ("troops", "participation", "guarantee", "partners", "aid", "sanctions", "us_support", "attack_response")

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def anna(reference):
    return a_person("anna", Role.ANALYST)


@pytest.fixture
def rita(reference):
    return a_person("rita", Role.REVIEWER)


def many_candidates(number):
    """Candidates in ten documents, each quoting a sentence of its own."""
    made = []
    for index in range(0, number, 10):
        sentences = [f"The minister of country {index + i} said that it was ready." for i in range(10)]
        document = a_document(" ".join(sentences))
        made += [
            a_candidate(COUNTRIES[i], TOPICS[(index // 10) % len(TOPICS)], document=document, quote=sentence)
            for i, sentence in enumerate(sentences)
        ]
    return made


def card(page, claim):
    return page.locator(f"#claim-{claim.pk}")


def decided(page, claim, state):
    expect(card(page, claim)).to_have_attribute("data-state", state)


def test_a_hundred_candidates_are_decided_by_keyboard(open_page, anna):
    many_candidates(100)
    page = open_page(anna, "/review/")
    began = time.monotonic()
    for number in range(100):
        if number == 50:
            expect(page.locator("[data-state='candidate']")).to_have_count(0)
            page.keyboard.press("j")
            page.wait_for_url(re.compile("after="))
        page.keyboard.press("x" if number % 10 == 9 else "a")
    expect(page.locator("[data-state='candidate']")).to_have_count(0)
    assert time.monotonic() - began < 300
    assert Claim.objects.filter(state="accepted", decided_by=anna).count() == 90
    assert Claim.objects.filter(state="rejected", decided_by=anna).count() == 10


def test_the_keys_move_between_candidates(open_page, anna):
    one, two, three = (a_candidate(country) for country in ("GB", "FR", "DE"))
    page = open_page(anna, "/review/")
    page.keyboard.press("j")
    expect(card(page, two)).to_be_focused()
    page.keyboard.press("j")
    expect(card(page, one)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(card(page, three)).to_be_focused()


def test_after_a_decision_the_next_candidate_has_the_focus(open_page, anna):
    one, two = a_candidate("GB"), a_candidate("FR")
    page = open_page(anna, "/review/")
    page.keyboard.press("a")
    decided(page, two, "accepted")
    expect(card(page, one)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Accepted.")


def test_after_a_click_on_accept_the_next_candidate_has_the_focus(open_page, anna):
    one, two = a_candidate("GB"), a_candidate("FR")
    page = open_page(anna, "/review/")
    card(page, two).get_by_role("button", name="Reject").click()
    decided(page, two, "rejected")
    expect(card(page, one)).to_be_focused()


def test_undo_brings_the_candidate_back_under_the_hand(open_page, anna):
    one, two = a_candidate("GB"), a_candidate("FR")
    page = open_page(anna, "/review/")
    page.keyboard.press("x")
    decided(page, two, "rejected")
    page.keyboard.press("u")
    decided(page, two, "candidate")
    expect(card(page, two)).to_be_focused()
    assert Claim.objects.get(pk=two.pk).state == "candidate"
    decided(page, one, "candidate")


def test_undo_reaches_a_decision_made_before_the_page_was_read(open_page, anna):
    one, two = a_candidate("GB"), a_candidate("FR")
    review.reject(two.pk, by=anna)
    page = open_page(anna, "/review/")
    expect(card(page, two)).to_have_count(0)
    page.keyboard.press("u")
    decided(page, two, "candidate")
    decided(page, one, "candidate")


def test_all_of_a_document_are_selected_accepted_and_undone(open_page, anna):
    made = many_candidates(10)
    page = open_page(anna, "/review/")
    page.get_by_role("button", name="Select all").click()
    expect(page.get_by_text("10 selected")).to_be_visible()
    page.get_by_role("button", name="Accept selected").click()
    expect(page.locator("[data-state='accepted']")).to_have_count(10)
    page.get_by_role("button", name="Undo my last decision").click()
    expect(page.locator("[data-state='candidate']")).to_have_count(10)
    assert not Claim.objects.filter(pk__in=[claim.pk for claim in made]).exclude(state="candidate").exists()


def test_several_are_selected_and_rejected_by_keyboard(open_page, anna):
    one, two, three = (a_candidate(country) for country in ("GB", "FR", "DE"))
    page = open_page(anna, "/review/")
    for key in ("s", "j", "s", "X"):
        page.keyboard.press(key)
    decided(page, three, "rejected")
    decided(page, two, "rejected")
    decided(page, one, "candidate")


def test_editing_happens_in_the_card(open_page, anna):
    claim = a_candidate()
    page = open_page(anna, "/review/")
    page.keyboard.press("e")
    form = card(page, claim)
    expect(form.get_by_label("Country")).to_be_focused()
    form.get_by_label("People, at most").fill("30 000")
    form.get_by_role("button", name="Save and accept").click()
    decided(page, claim, "accepted")
    claim.refresh_from_db()
    assert (claim.personnel_max, claim.reason) == (30_000, "our_correction")
    assert page.url.endswith("/review/")


def test_what_is_wrong_with_an_edit_is_shown_and_focused(open_page, anna):
    claim = a_candidate()
    page = open_page(anna, "/review/")
    page.keyboard.press("e")
    form = card(page, claim)
    form.get_by_role("radio", name="Conditional").check()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.get_by_role("alert")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    decided(page, claim, "candidate")
    expect(card(page, claim)).to_be_focused()


def test_another_topic_shows_its_fields(open_page, anna):
    claim = a_candidate()
    page = open_page(anna, "/review/")
    page.keyboard.press("e")
    card(page, claim).get_by_label("Topic").select_option("aid")
    expect(card(page, claim).get_by_label("Amount")).to_be_visible()
    expect(card(page, claim).get_by_label("Topic")).to_be_focused()


def test_a_note_is_written_before_rejecting(open_page, anna):
    claim = a_candidate()
    page = open_page(anna, "/review/")
    page.keyboard.press("n")
    page.keyboard.type("An expert speaks")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    decided(page, claim, "rejected")
    assert Claim.objects.get(pk=claim.pk).note == "An expert speaks"


def test_two_people_never_decide_the_same_candidate(open_page, anna, rita):
    claim = a_candidate()
    hers, his = open_page(anna, "/review/"), open_page(rita, "/review/")
    hers.keyboard.press("a")
    his.keyboard.press("x")
    expect(card(hers, claim)).not_to_have_attribute("data-state", "candidate")
    claim.refresh_from_db()
    first, state, late = (anna, "accepted", his) if claim.decided_by == anna else (rita, "rejected", hers)
    decided(hers, claim, state)
    decided(his, claim, state)
    expect(card(late, claim)).to_contain_text(f"by {first.username}")
    expect(late.get_by_role("status")).to_contain_text("Not done")
    claim.refresh_from_db()
    assert (claim.decided_by, claim.state, claim.version) == (first, state, 2)


def test_what_another_decides_is_greyed_without_a_reload(open_page, anna, rita):
    one, two = a_candidate("GB"), a_candidate("FR")
    page = open_page(anna, "/review/")
    review.reject(two.pk, by=rita)
    expect(card(page, two)).to_contain_text("by rita", timeout=8000)
    decided(page, one, "candidate")


def test_o_opens_the_document(open_page, anna):
    claim = a_candidate()
    page = open_page(anna, "/review/")
    link = card(page, claim).locator(".candidate__document")
    expect(link).to_have_attribute("href", re.compile(rf"#claim-{claim.pk}$"))
    page.keyboard.press("o")
    page.wait_for_url(re.compile(rf"#claim-{claim.pk}$"))


def test_the_queue_works_without_scripts(open_page, anna):
    a_candidate()
    page = open_page(anna, "/review/?by=country", java_script_enabled=False)
    page.get_by_role("button", name="Accept United Kingdom, Troops").click()
    expect(page.get_by_role("heading", name="Decided just now")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Accept United Kingdom, Troops").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_queue_is_accessible_and_fits(open_page, anna, width, scheme):
    an_accepted_claim(stance="against")
    claim, other = many_candidates(10)[:2]
    page = open_page(anna, "/review/", width=width, color_scheme=scheme)
    assert_accessible(page)
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Save and accept")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(card(page, claim)).to_be_focused()
    page.keyboard.press("x")
    decided(page, claim, "rejected")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    decided(page, other, "candidate")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_history_of_a_claim_is_accessible_and_fits(open_page, anna, width, scheme):
    claim = an_accepted_claim()
    review.retract(claim.pk, by=anna, note="It was another country")
    page = open_page(None, f"/claims/{claim.pk}/history/", width=width, color_scheme=scheme)
    expect(page.get_by_text("It was another country")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
