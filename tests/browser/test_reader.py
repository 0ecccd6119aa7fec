"""The reader in a browser: what is tied together, what is marked, what can be selected."""

import pytest
from playwright.sync_api import expect

from commitments.models import Claim
from documents import jobs
from documents.intake import Particulars, take_in
from tests.browser.conftest import assert_accessible
from tests.making import a_candidate, a_document, a_pdf, an_accepted_claim

TEXT = "🇳🇴 Norway will send soldiers. Sweden has not decided.\n\nNobody else spoke.\n" + "More was said. \n" * 60
PASSAGE = """() => new Promise((resolve) => document.getElementById("text").addEventListener(
    "passage-selected", ({ detail }) => resolve(detail), { once: true }))"""


@pytest.fixture
def document(transactional_db, reference):
    return a_document(TEXT)


def test_hovering_and_focus_tie_a_sentence_to_its_card(open_page, document):
    claim = an_accepted_claim("NO", document=document, quote="Norway will send soldiers.")
    page = open_page(path=f"/documents/{document.pk}/")
    card, mark = page.locator(f"#card-{claim.pk}"), page.locator(f'[data-claims="{claim.pk}"]')
    mark.hover()
    expect(card).to_have_class("claim q2 claim--accepted lit")
    page.mouse.move(0, 0)
    card.get_by_role("link", name="go to the sentence").focus()
    expect(mark).to_have_class("piece q2 piece--accepted lit")
    assert_accessible(page)


def test_a_link_leads_to_the_marked_sentence(open_page, document):
    start = TEXT.rindex("More was said.")
    claim = an_accepted_claim("NO", document=document, quote=TEXT[start - 90 : start])
    page = open_page(path=f"/documents/{document.pk}/#claim-{claim.pk}")
    mark = page.locator(f'[data-claims="{claim.pk}"]')
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_class("piece q2 piece--accepted aimed")


def test_a_passage_selected_with_the_mouse_is_told_in_code_points(open_page, analyst, document):
    a_candidate("SE", document=document, quote="Sweden has not decided.")
    page = open_page(analyst.user, f"/documents/{document.pk}/")
    page.get_by_text("Norway will send soldiers.").first.dblclick(position={"x": 40, "y": 8})
    expect(page.locator("#selected")).to_be_visible()
    quote = page.locator("#selected blockquote").inner_text()
    page.get_by_role("link", name="Make a claim of it").click()
    start = TEXT.index(quote)
    assert f"start={start}&end={start + len(quote)}" in page.url
    expect(page.locator("mark")).to_have_text(quote)


def test_sentences_are_selected_by_key_and_made_a_claim(open_page, analyst, document):
    page = open_page(analyst.user, f"/documents/{document.pk}/")
    page.keyboard.press("]")
    expect(page.locator("#selected blockquote")).to_have_text("🇳🇴 Norway will send soldiers.")
    page.keyboard.press("]")
    expect(page.locator("#selected blockquote")).to_have_text("Sweden has not decided.")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#selected blockquote")).to_have_text("Sweden has not decided")
    page.keyboard.press("m")
    page.wait_for_url("**/claims/new/**")
    assert_accessible(page)
    page.get_by_label("Country").select_option("SE")
    page.get_by_label("Undecided").check()
    page.get_by_role("button", name="Save and accept").click()
    expect(page.get_by_role("status")).to_contain_text("The claim is accepted")
    claim = Claim.objects.get(origin="person")
    assert (claim.quote, claim.state) == ("Sweden has not decided", "accepted")


def test_a_selection_across_highlights_is_exact(open_page, analyst, document):
    a_candidate("SE", document=document, quote="Sweden has not decided.")
    page = open_page(analyst.user, f"/documents/{document.pk}/")
    told = page.evaluate(f"""async () => {{
        const passage = ({PASSAGE})();
        const pieces = document.querySelectorAll("#text [data-start]");
        document.getSelection().setBaseAndExtent(pieces[0].firstChild, 5, pieces[2].firstChild, 8);
        return passage;
    }}""")
    assert told["quote"] == TEXT[told["start"] : told["end"]]
    assert told["quote"].startswith("Norway will send soldiers. Sweden has not decided.\n\nNobody")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_pages_of_documents_are_accessible(open_page, reviewer, document, width, scheme):
    a_candidate("SE", document=document, quote="Sweden has not decided.")
    pdf = take_in(a_pdf("One.", "Two."), file_name="two.pdf", particulars=Particulars(), by=None, send=False).document
    jobs.process(pdf.pk)
    page = open_page(reviewer.user, f"/documents/{document.pk}/", width=width, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    assert_accessible(page)
    for path in (f"/documents/{pdf.pk}/", "/documents/?q=Norway", "/import/", "/rechecks/"):
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
