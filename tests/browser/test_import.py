"""Importing in the browser, with a live worker."""

from playwright.sync_api import expect

from documents.models import Document
from tests.browser.conftest import assert_accessible


def test_the_seed_article_is_imported_and_can_be_read(open_page, analyst, worker, shared, tmp_path):
    (tmp_path / "empty.txt").touch()
    article = shared / "data/seed/us-questionnaire-article.txt"
    page = open_page(analyst.user, "/import/")
    page.get_by_label("Files").set_input_files([article, tmp_path / "empty.txt"])
    page.get_by_label("Publisher").fill("A newspaper")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("2 of 2 done")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("empty.txt is empty (0 bytes)")).to_be_visible()
    assert_accessible(page)
    page.reload()
    expect(page.get_by_text("2 of 2 done")).to_be_visible()
    page.get_by_role("link", name=article.name).click()
    expect(page.locator("#text")).to_contain_text("contains six key questions")
    assert Document.objects.get().publisher == "A newspaper"


def test_without_scripts_the_import_page_works_as_well(open_page, analyst, worker, tmp_path):
    (tmp_path / "note.txt").write_text("Norway will take part.")
    page = open_page(analyst.user, "/import/", java_script_enabled=False)
    page.get_by_label("Files").set_input_files(tmp_path / "note.txt")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("link", name="note.txt")).to_be_visible()
