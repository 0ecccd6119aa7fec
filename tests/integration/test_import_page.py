"""The import page, without a browser's help."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents import jobs
from documents.links import fetch_link
from documents.models import Document, ImportBatch, ImportItem
from tests.making import a_document


def upload(name="note.txt", content=b"The minister said that the country was ready."):
    return SimpleUploadedFile(name, content)


def send(client: Client, *files, **given):
    return client.post("/import/", {"uploads": list(files), "marking": "CLEAR", "reliability": "B", **given})


def test_a_stranger_is_asked_to_sign_in(stranger, db):
    assert stranger.get("/import/").url == "/sign-in/?next=/import/"


def test_a_viewer_may_not_import(viewer):
    assert viewer.get("/import/").status_code == send(viewer, upload()).status_code == 403
    assert not Document.objects.exists()


def test_files_are_queued_and_the_batch_shows_them(analyst):
    answer = send(analyst, upload(), upload("two.txt", b"Sweden"), publisher="A newspaper", published_on="2025-03-02")
    assert answer.status_code == 302
    page = analyst.get(answer.url).content.decode()
    assert "0 of 2 done" in page
    assert 'hx-trigger="every 1s"' in page
    assert set(Document.objects.values_list("state", "publisher", "reliability")) == {("queued", "A newspaper", "B")}


def test_a_finished_batch_polls_no_more(analyst):
    url = send(analyst, upload()).url
    jobs.process(Document.objects.get().pk)
    part = analyst.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "1 of 1 done" in part
    assert "hx-trigger" not in part
    assert "<html" not in part


def test_the_same_bytes_again_lead_to_the_document_that_is_here(analyst):
    send(analyst, upload())
    page = analyst.get(send(analyst, upload("again.txt")).url).content.decode()
    assert "the same as one that was here" in page
    assert f"/documents/{Document.objects.get().pk}/" in page


def test_the_same_bytes_under_a_marking_out_of_sight_are_not_named(analyst):
    secret = a_document("Ireland will take part.", marking="RED", title="Secret title")
    page = analyst.get(send(analyst, upload(content=b"Ireland will take part.")).url).content.decode()
    assert "marked so that you may not see it" in page
    assert "Secret title" not in page
    assert f"/documents/{secret.pk}/" not in page


def test_one_bad_file_does_not_stop_the_others(analyst):
    page = analyst.get(send(analyst, upload(), upload("empty.txt", b"")).url).content.decode()
    assert "empty.txt is empty (0 bytes)" in page
    assert Document.objects.count() == 1


def test_a_file_over_the_limit_is_cut_off_and_named(analyst, settings):
    settings.MAX_DOCUMENT_BYTES = 2 * 2**20
    page = analyst.get(send(analyst, upload("big.pdf", bytes(5 * 2**20)), upload()).url).content.decode()
    assert "big.pdf has more than 2 MB" in page
    assert Document.objects.count() == 1


def test_nothing_chosen_is_said(analyst):
    answer = send(analyst)
    assert (answer.status_code, ImportBatch.objects.count()) == (400, 0)
    assert "Choose a file, or give a link." in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"published_on": "30.02.2025"}, "Enter a valid date."),
        ({"marking": "RED"}, "RED is not one of the available choices"),
        ({"reliability": "Z"}, "Z is not one of the available choices"),
        ({"url": "ftp://x"}, "give an address that begins with http:// or https://"),
        ({"url": "https://example.org/", "links": "https://example.org/a"}, "An address is for a single file"),
    ],
)
def test_bad_particulars_are_named_and_nothing_is_stored(analyst, given, message):
    answer = send(analyst, upload(), **given)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert not Document.objects.exists()


def test_a_link_that_cannot_be_fetched_says_why_and_can_be_tried_again(analyst):
    url = send(analyst, links="http://127.0.0.1/page\nnonsense").url
    item = ImportItem.objects.to_fetch().get()
    fetch_link(item.pk)
    page = analyst.get(url).content.decode()
    assert "127.0.0.1 is in a private network" in page
    assert "url &#x27;nonsense&#x27;: give an address" in page
    analyst.post(f"{url}{item.pk}/retry/")
    assert ImportItem.objects.to_fetch().get() == item


def test_a_failed_document_can_be_tried_again(analyst):
    url = send(analyst, upload("letter.pdf", b"Dear colleague")).url
    document = Document.objects.get()
    jobs.process(document.pk)
    item = ImportItem.objects.get()
    assert "Try again" in analyst.get(url).content.decode()
    analyst.post(f"{url}{item.pk}/retry/")
    document.refresh_from_db()
    assert document.state == "queued"


def test_the_latest_import_is_named_first(analyst):
    urls = [send(analyst, upload(f"{n}.txt", f"Text {n}".encode())).url for n in range(12)]
    page = analyst.get("/import/").content.decode()
    assert re.findall(r'href="(/import/\d+/)"', page) == urls[:1:-1]


def test_a_batch_is_its_importers_own(analyst, reviewer):
    url = send(analyst, upload()).url
    assert reviewer.get(url).status_code == 404


def test_a_form_without_its_token_is_refused(analyst):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst.user, backend="django.contrib.auth.backends.ModelBackend")
    assert send(strict, upload()).status_code == 403


@pytest.mark.parametrize("count", [1, 10])
def test_the_batch_page_costs_the_same_queries_with_1_and_with_10_items(analyst, django_assert_max_num_queries, count):
    url = send(analyst, *[upload(f"{n}.txt", f"Text {n}".encode()) for n in range(count)]).url
    with django_assert_max_num_queries(6):
        analyst.get(url)
