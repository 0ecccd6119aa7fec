"""The editor in Chromium: whatever happens while somebody types, every keystroke ends up saved, merged or shown."""

import random
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.roles import Role
from commitments.models import Claim, Response
from tests.browser.conftest import assert_accessible, session_cookie
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

EDIT = "/responses/GB/2/edit/"
PAGE = "/responses/GB/2/"

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anna(reference):
    return a_person("anna", Role.ANALYST)


@pytest.fixture
def rita(reference):
    return a_person("rita", Role.REVIEWER)


def saved(page):
    expect(page.locator("#state")).to_have_attribute("data-state", "saved")
    expect(page.locator("#state")).to_contain_text("Saved")


def draft():
    return Response.objects.get().draft


def forgive(page, *words):
    """Take the errors out that the test provoked."""
    page.troubles[:] = [said for said in page.troubles if not any(word in said for word in words)]


def test_what_is_typed_is_saved_and_there_in_another_browser(open_page, anna, rita):
    page = open_page(anna, EDIT)
    page.get_by_label("Summary").fill("Ready to send soldiers.")
    page.locator('[name="state"][value="answered"]').check()
    page.get_by_label("People, at least").fill("10 000")
    saved(page)
    other = open_page(rita, EDIT)
    expect(other.get_by_label("Summary")).to_have_value("Ready to send soldiers.")
    expect(other.locator('[name="state"][value="answered"]')).to_be_checked()
    assert draft()["troops.personnel_min"] == "10 000"


def test_a_number_that_is_none_is_said_beside_its_field(open_page, anna):
    page = open_page(anna, EDIT)
    page.get_by_label("People, at least").fill("ten")
    expect(page.locator('[data-field="troops.personnel_min"] .field__error')).to_have_text(
        "'ten' is not a whole number"
    )
    page.get_by_label("People, at least").fill("10")
    expect(page.locator('[data-field="troops.personnel_min"] .field__error')).to_be_empty()


def test_two_people_at_once_lose_no_keystroke(open_page, anna, rita):
    chance = random.Random(5)  # noqa: S311 - the timing of a test, no secret
    pages = [open_page(anna, EDIT), open_page(rita, EDIT)]
    fields = ["summary", "uncertainty", "troops.personnel_min", "participation.status", "state"]
    typed = [[], []]
    for number in range(70):
        who = chance.randrange(2)
        field = chance.choice(fields[:3])
        key = chr((0x4E00, 0xAC00)[who] + number)  # each keystroke is a character of its own
        pages[who].locator(f'[name="{field}"]').press_sequentially(key)
        typed[who].append(key)
        pages[who].wait_for_timeout(chance.choice([0, 20, 150, 450]))
    for page in pages:
        expect(page.locator("#state")).to_have_attribute("data-state", re.compile("saved|clash"))
    held = "".join(str(given) for given in draft().values())
    for keys, page in zip(typed, pages, strict=True):
        shown = page.locator("#answer").evaluate("form => [...form.elements].map((one) => one.value).join('')")
        shown += page.locator("#clashes").inner_text()
        assert [key for key in keys if key not in held + shown] == []
    forgive(pages[0], "412")


def test_fields_that_do_not_clash_merge_by_themselves(open_page, anna, rita):
    hers, his = open_page(anna, EDIT), open_page(rita, EDIT)
    hers.get_by_label("Summary").fill("Hers")
    saved(hers)
    his.get_by_label("Uncertainty").fill("His")
    saved(his)
    expect(his.get_by_label("Summary")).to_have_value("Hers")
    assert (draft()["summary"], draft()["uncertainty"]) == ("Hers", "His")
    forgive(his, "412")


def test_a_clash_is_shown_in_three_columns_and_nothing_is_thrown_away(open_page, anna, rita):
    hers, his = open_page(anna, EDIT), open_page(rita, EDIT)
    hers.get_by_label("Summary").fill("Hers")
    saved(hers)
    his.get_by_label("Summary").fill("His")
    clash = his.locator(".clash")
    expect(clash.locator("pre")).to_have_text(["His", "Hers", "(empty)"])
    assert_accessible(his)
    clash.get_by_role("button", name="Take theirs").press("Enter")
    saved(his)
    expect(his.get_by_label("Summary")).to_have_value("Hers")
    expect(clash.locator("pre").first).to_have_text("His")
    clash.get_by_role("button", name="Keep yours").press("Enter")
    saved(his)
    assert draft()["summary"] == "His"
    forgive(his, "412")


def test_a_reply_that_is_lost_on_the_way_is_no_clash(open_page, anna):
    page = open_page(anna, EDIT)
    lost = []

    def lose(route):
        if route.request.method == "PATCH" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/edit/", lose)
    page.get_by_label("Summary").fill("One")
    expect(page.locator("#state")).to_have_attribute("data-state", "offline")
    page.get_by_label("Summary").fill("One, two")
    saved(page)
    expect(page.locator(".clash")).to_have_count(0)
    assert draft()["summary"] == "One, two"
    forgive(page, "412", "ERR_FAILED")


def test_what_was_typed_offline_survives_a_crash(open_page, anna):
    page = open_page(anna, EDIT)
    page.get_by_label("Uncertainty").fill("Known to the server")
    saved(page)
    page.route("**/edit/", lambda route: route.abort())
    page.get_by_label("Summary").press_sequentially("Typed in the dark")
    crash(page)
    again = page.context.new_page()
    again.goto(EDIT)
    expect(again.get_by_label("Summary")).to_have_value("Typed in the dark")
    saved(again)
    assert draft()["summary"] == "Typed in the dark"
    forgive(page, "ERR_FAILED")


def crash(page):
    """The page's process dies without a word."""
    with page.expect_event("crash"):
        page.context.new_cdp_session(page).send("Page.navigate", {"url": "chrome://crash"})


def test_signed_out_while_editing(open_page, anna, live_server):
    page = open_page(anna, EDIT)
    page.get_by_label("Summary").fill("Before")
    saved(page)
    Session.objects.all().delete()
    page.get_by_label("Summary").fill("Before and after")
    expect(page.locator("#state")).to_contain_text("You are signed out")
    page.get_by_label("Uncertainty").fill("Typed on")
    assert_accessible(page)
    page.context.add_cookies([session_cookie(anna, live_server.url)])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page)
    assert (draft()["summary"], draft()["uncertainty"]) == ("Before and after", "Typed on")
    forgive(page, "401")


def test_on_a_slow_network_everything_arrives(open_page, anna):
    page = open_page(anna, EDIT)
    slow = {"offline": False, "latency": 600, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    words = "Ready to send soldiers, said the minister."
    page.get_by_label("Summary").press_sequentially(words, delay=40)
    expect(page.locator("#state")).to_have_attribute("data-state", re.compile("typing|saving"))
    saved(page)
    assert draft()["summary"] == words


def test_written_by_one_published_by_another(open_page, anna, rita):
    an_accepted_claim()
    page = open_page(anna, EDIT)
    page.locator('[name="state"][value="answered"]').check()
    page.locator('[name="stance"][value="favor"]').check()
    page.get_by_label("Summary").fill("Ready to send soldiers.")
    page.get_by_role("button", name="Cite", exact=True).click()
    saved(page)
    page.get_by_role("button", name="Hand in for review").click()
    expect(page.get_by_text("A reviewer publishes it")).to_be_visible()
    second = open_page(rita, PAGE)
    second.get_by_label("New source").check()
    second.get_by_role("button", name="Publish").click()
    expect(second.get_by_text("by rita")).to_be_visible()
    assert Response.objects.get().status == "published"
    stranger = open_page(None, PAGE)
    expect(stranger.get_by_text("Ready to send soldiers.").first).to_be_visible()
    expect(stranger.get_by_text("rita")).to_have_count(0)


def test_a_candidate_is_accepted_and_cited_on_the_spot(open_page, anna):
    claim = a_candidate(quote="ready to send soldiers", document=a_document())
    page = open_page(anna, f"{EDIT}?panel=candidates")
    page.get_by_role("button", name="Accept and cite").click()
    expect(page.locator("#cited .quote")).to_contain_text("ready to send soldiers")
    saved(page)
    assert draft()["claims"] == [str(claim.pk)]
    assert Claim.objects.get().state == "accepted"


def test_search_shows_the_words_in_their_sentence_and_opens_the_document(open_page, anna):
    a_document()
    page = open_page(anna, f"{EDIT}?panel=search")
    page.get_by_label("Words in the documents").fill("soldiers")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits mark")).to_have_text("soldiers")
    page.get_by_role("link", name="A report").click()
    expect(page.locator(".reading__text")).to_contain_text("The minister said")


def test_by_keyboard_alone(open_page, anna):
    an_accepted_claim()
    page = open_page(anna, EDIT)
    tab_to(page, '[name="summary"]')
    page.keyboard.type("Typed by keyboard.")
    tab_to(page, 'button[name="cite"]')
    page.keyboard.press("Enter")
    saved(page)
    assert len(draft()["claims"]) == 1


def tab_to(page, selector):
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not come to {selector}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [EDIT, f"{EDIT}?panel=candidates", f"{EDIT}?panel=search&q=soldiers", PAGE])
def test_pages_are_accessible(open_page, anna, path, scheme):
    an_accepted_claim()
    a_candidate()
    assert_accessible(open_page(anna, path, color_scheme=scheme))


@pytest.mark.parametrize(
    ("width", "panel"), [(390, "claims"), (720, "search&q=soldiers"), (390, "document&document={}")]
)
def test_nothing_is_cut_off_on_a_phone_or_at_double_size(open_page, anna, width, panel):
    claim = an_accepted_claim()
    page = open_page(anna, f"{EDIT}?panel={panel.format(claim.document_id)}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_selected_passage_is_coded_accepted_and_cited(open_page, anna):
    document = a_document("It rained.\nThe minister said that the country was ready to send soldiers to Ukraine.")
    page = open_page(anna, f"{EDIT}?panel=document&document={document.pk}")
    page.locator(".reading__text").focus()
    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(page.locator("#selected blockquote")).to_contain_text("The minister said")
    page.keyboard.press("m")
    making = page.locator("#making")
    for topic, own_field in (("deployment", "Places"), ("troops", "People, at least")):
        making.get_by_label("Topic").first.select_option(topic)
        making.get_by_role("button", name="Show its fields").click()
        expect(making.get_by_label(own_field)).to_be_visible()
    expect(making.get_by_label("Places")).to_have_count(0)
    expect(making.get_by_label("Country")).to_have_value("GB")
    making.locator('[name="stance"][value="favor"]').check()
    making.get_by_role("button", name="Save and accept").click()
    expect(page.locator("#cited .quote")).to_contain_text("ready to send soldiers")
    expect(page).to_have_url(f"{EDIT}?panel=document&document={document.pk}")
    saved(page)
    claim = Claim.objects.get()
    assert (claim.state, claim.origin, claim.quote) == ("accepted", "person", document.text[11:])
    assert draft()["claims"] == [str(claim.pk)]
