"""The reader of a document, and what people may do there."""

import html
import re

import pytest

from commitments.models import Change, TopicPassage
from documents import jobs
from documents.intake import Particulars, take_in
from documents.models import Document
from tests.making import a_candidate, a_document, a_pdf, an_accepted_claim

TEXT = 'Norway "will" send <soldiers> 🇳🇴 to Ukraine.\nSweden has not decided.  So it was said.'


def shown_text(page: str) -> str:
    """The document's text as the page has it, put together from its pieces."""
    pieces = re.findall(r'<(?:span|mark) class="piece[^>]*>(.*?)</(?:span|mark)>', page, re.DOTALL)
    return html.unescape("".join(pieces))


def an_edition(client, document) -> str:
    return re.search(r'name="edition" value="([^"]+)"', client.get(f"/documents/{document.pk}/").content.decode())[1]


def test_overlapping_claims_leave_every_character_in_its_place(stranger, reference):
    document = a_document(TEXT)
    first = an_accepted_claim("NO", document=document, quote='Norway "will" send <soldiers> 🇳🇴 to Ukraine.')
    second = an_accepted_claim("NO", "participation", document=document, quote="<soldiers> 🇳🇴 to Ukraine.\nSweden")
    page = stranger.get(f"/documents/{document.pk}/").content.decode()
    assert shown_text(page) == TEXT
    assert f'id="claim-{first.pk}"' in page
    assert f'data-claims="{first.pk} {second.pk}"' in page
    assert 'data-start="0"' in page
    assert f'data-start="{TEXT.index("<soldiers>")}"' in page


def test_candidates_are_for_those_who_decide(stranger, viewer, analyst):
    claim = a_candidate()
    url = f"/documents/{claim.document_id}/"
    shown = [f'id="card-{claim.pk}"' in client.get(url).content.decode() for client in (stranger, viewer, analyst)]
    assert shown == [False, False, True]


def test_a_document_above_the_clearance_is_not_there(stranger, viewer, analyst, reviewer, admin):
    document = a_document(marking="AMBER")
    for path in ("", "original/", "pages/1.png"):
        seen = [c.get(f"/documents/{document.pk}/{path}").status_code for c in (stranger, viewer)]
        assert seen == [404, 404]
    assert analyst.get(f"/documents/{document.pk}/").status_code == 200


def test_topics_of_passages_are_shown_and_can_be_chosen(stranger, reference):
    document = a_document()
    TopicPassage.objects.create(document=document, start=0, end=12, topic="troops")
    TopicPassage.objects.create(document=document, start=4, end=20, topic="duration")
    page = stranger.get(f"/documents/{document.pk}/").content.decode()
    assert 'title="Duration, Troops"' in page
    assert shown_text(page) == document.text
    assert 'title="Duration"' in stranger.get(f"/documents/{document.pk}/?topic=duration").content.decode()
    assert stranger.get(f"/documents/{document.pk}/?topic=x").status_code == 400


def test_a_pdf_has_its_pages_beside_its_text(stranger, reference):
    document = take_in(a_pdf("One.", "Two."), file_name="two.pdf", particulars=Particulars(), by=None).document
    jobs.process(document.pk)
    page = stranger.get(f"/documents/{document.pk}/").content.decode()
    picture = stranger.get(f"/documents/{document.pk}/pages/2.png")
    assert "pages/2.png" in page
    assert "Page 2 of 2" in page
    assert picture.content.startswith(b"\x89PNG")
    again = stranger.get(f"/documents/{document.pk}/pages/2.png", headers={"If-None-Match": picture["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.get(f"/documents/{document.pk}/pages/3.png").status_code == 404


def test_the_original_is_only_ever_a_download(stranger, reference):
    document = a_document()
    answer = stranger.get(f"/documents/{document.pk}/original/")
    assert b"".join(answer.streaming_content) == document.text.encode()
    assert answer["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")


def test_a_changed_description_is_kept_with_who_and_what_was_before(analyst):
    document = a_document()
    given = {"title": "Another", "publisher": "A newspaper", "published_on": "2025-03-02", "reliability": "B"}
    analyst.post(f"/documents/{document.pk}/describe/", {**given, "edition": an_edition(analyst, document)})
    page = analyst.get(f"/documents/{document.pk}/").content.decode()
    row = re.sub(r"\s+", " ", re.search(r"<td>Title</td>.*?</tr>", page, re.DOTALL)[0])
    assert "<td>A report</td>" in row
    assert "Another" in row
    assert "<td>anna</td>" in page


def test_who_saves_second_is_told(analyst, reviewer):
    document = a_document()
    edition = an_edition(analyst, document)
    given = {"title": "First", "reliability": "B", "edition": edition}
    analyst.post(f"/documents/{document.pk}/describe/", given)
    answer = reviewer.post(f"/documents/{document.pk}/describe/", {**given, "title": "Second"}, follow=True)
    document.refresh_from_db()
    assert document.title == "First"
    assert "Somebody else has changed the document meanwhile" in answer.content.decode()


def test_a_marking_takes_everything_along(reviewer, stranger):
    claim = an_accepted_claim("NO")
    url = f"/documents/{claim.document_id}/"
    reviewer.post(f"{url}mark/", {"marking": "AMBER", "why": "Names a source."})
    assert stranger.get(url).status_code == 404
    assert "Names a source." in reviewer.get(url).content.decode()
    assert Change.objects.filter(kind="claim_marked").exists()


@pytest.mark.parametrize("path", ["mark/", "withdraw/"])
def test_marking_and_withdrawing_are_the_reviewers(path, analyst):
    document = a_document()
    assert analyst.post(f"/documents/{document.pk}/{path}", {"marking": "AMBER", "why": "x"}).status_code == 403


def test_nobody_marks_above_their_own_clearance(reviewer):
    document = a_document()
    reviewer.post(f"/documents/{document.pk}/mark/", {"marking": "RED"})
    document.refresh_from_db()
    assert document.marking == "CLEAR"


def test_a_withdrawn_document_says_why_and_can_come_back(reviewer, stranger):
    url = f"/documents/{a_document().pk}/"
    reviewer.post(f"{url}withdraw/", {"why": "The publisher took it back."})
    assert "The publisher took it back." in stranger.get(url).content.decode()
    reviewer.post(f"{url}withdraw/", {"reinstate": "1"})
    assert "The publisher took it back." not in stranger.get(url).content.decode()


def test_the_same_text_and_newer_captures_are_linked(stranger, reference):
    address = "https://example.org/statement"
    old = a_document("Norway will.", url=address, kind="web_page")
    new = a_document("Norway will not.", url=address, kind="web_page")
    hidden = a_document("Norway might.", url=address, kind="web_page", marking="AMBER")
    page = stranger.get(f"/documents/{old.pk}/").content.decode()
    assert "A newer capture of the same address" in page
    assert f"/documents/{new.pk}/" in page
    assert f"/documents/{hidden.pk}/" not in page


@pytest.mark.parametrize("count", [1, 10])
def test_the_reader_costs_the_same_queries_with_1_and_with_10_claims(analyst, django_assert_max_num_queries, count):
    document = a_document(TEXT)
    for _ in range(count):
        a_candidate("NO", document=document, quote="soldiers")
    with django_assert_max_num_queries(14):
        analyst.get(f"/documents/{document.pk}/")


def test_the_list_is_searched_with_snippets(stranger, reference):
    a_document("The <b>minister</b> spoke of peacekeepers in Odesa.", title="Odesa")
    a_document("Nothing of the kind.", title="Else")
    page = stranger.get("/documents/?q=peacekeeper").content.decode()
    assert "<mark>peacekeepers</mark>" in page
    assert "<b>minister" not in page
    assert "Else" not in page


def test_the_list_shows_nothing_above_the_clearance(stranger, analyst):
    a_document(marking="AMBER", title="Kept", publisher="Quiet press")
    for path in ("/documents/", "/documents/?q=soldiers", "/documents/?publisher=Quiet+press"):
        assert "Kept" not in stranger.get(path).content.decode()
        assert "Quiet press" not in re.sub(r"Select a valid choice.*", "", stranger.get(path).content.decode())
    assert "Kept" in analyst.get("/documents/?marking=AMBER").content.decode()


@pytest.mark.parametrize("filters", ["state=x", "since=yesterday", "marking=RED", "kind=film", "before=x"])
def test_a_bad_filter_is_named(filters, stranger, reference):
    answer = stranger.get(f"/documents/?{filters}")
    assert answer.status_code == 400
    assert "A filter has a value that does not exist" in answer.content.decode()


def test_the_list_goes_on_with_older_documents(stranger, reference):
    for number in range(27):
        a_document(f"Text {number}.", title=f"Number {number:02}")
    first = stranger.get("/documents/").content.decode()
    older = html.unescape(re.search(r'href="(\?[^"]*before=\d+)"', first)[1])
    second = stranger.get(f"/documents/{older}").content.decode()
    assert "Number 26" in first
    assert "Number 01" not in first
    assert "Number 00" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_queries_with_1_and_with_10_documents(
    stranger, reference, django_assert_max_num_queries, count
):
    for number in range(count):
        a_document(f"Text {number}.")
    with django_assert_max_num_queries(4):
        stranger.get("/documents/")


def test_nothing_is_left_of_the_text_of_an_unread_document(stranger, reference):
    document = take_in(b"Norway", file_name="x.txt", particulars=Particulars(), by=None, send=False).document
    assert "The text has not been read yet" in stranger.get(f"/documents/{document.pk}/").content.decode()
    assert Document.objects.get().text == ""
