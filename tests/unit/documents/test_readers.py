"""Readers: a tiny sample of each format, made here."""

import io
import json

import docx
import pytest

from documents import readers
from documents.readers import UnreadableError
from tests.making import a_pdf

ARTICLE = "<p>Norway will take part in the force, the prime minister said in Oslo on Monday.</p>" * 3


def a_word_document(*paragraphs: str) -> bytes:
    file, document = io.BytesIO(), docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Norway", "200 people"
    document.save(file)
    return file.getvalue()


def test_plain_text_keeps_every_character_and_has_one_line_end():
    assert readers.read(b"a\r\nb\rc  d\n", "x.txt").text == "a\nb\nc  d\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_text_in_several_encodings(encoding):
    said = "Le président a déclaré à Paris que la France était prête à envoyer des soldats français."
    assert readers.read(said.encode(encoding), "x.txt").text == said


def test_json_brings_its_metadata():
    reading = readers.read(json.dumps({"text": "So.", "title": "T", "published_on": "2025-03-02"}).encode(), "x.json")
    assert (reading.text, reading.title, str(reading.published_on)) == ("So.", "T", "2025-03-02")


def test_html_gives_the_article_and_its_title():
    page = (
        f"<!doctype html><html><head><title>Oslo joins</title></head><body><article>{ARTICLE}</article></body></html>"
    )
    reading = readers.read(page.encode(), "page")
    assert "Norway will take part" in reading.text
    assert (reading.media_type, reading.title) == ("text/html", "Oslo joins")


def test_word_gives_paragraphs_and_table_rows_in_order():
    reading = readers.read(a_word_document("First.", "Second."), "x.docx")
    assert reading.text == "First.\n\nSecond.\n\nNorway | 200 people"


def test_pdf_gives_its_pages_and_where_each_begins():
    reading = readers.read(a_pdf("Page one.", "", "Page three."), "x.pdf")
    assert reading.text == "Page one.\n\nPage three."
    assert reading.page_starts == (0, 9, 11)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "x.txt", "the file is empty"),
        (b" \n ", "x.txt", "the file holds no text"),
        (b"PK\x03\x04rubbish", "x.zip", "a ZIP archive that is no Word document"),
        (b"PK\x03\x04word/", "x.docx", "the Word document cannot be opened"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "x.png", "is not a format that is read here"),
        (b"%PDF-1.7", "x.txt", "the name ends in .txt, but the content is application/pdf"),
        (a_pdf(""), "x.pdf", "no text layer"),
    ],
)
def test_what_cannot_be_read_says_why(content, name, message):
    with pytest.raises(UnreadableError, match=message):
        readers.read(content, name)
