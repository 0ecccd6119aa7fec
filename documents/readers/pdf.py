"""PDF files: the text layer, page by page."""

import pypdfium2
from pypdfium2 import PdfiumError

from documents.readers.reading import Reading, UnreadableError, require_text, tidy


def read_pdf(content: bytes) -> Reading:
    """The text layer of each page, a blank line between pages."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except PdfiumError as error:
        raise UnreadableError(f"the PDF cannot be opened: {error}") from error
    with pdf:
        pages = [_page_text(pdf, number) for number in range(len(pdf))]
        title = pdf.get_metadata_dict(skip_empty=True).get("Title", "")
    if not any(page.strip() for page in pages):
        raise UnreadableError(f"the PDF has {len(pages)} page(s) and no text layer; run text recognition on it first")
    text, starts = _joined([tidy(page) for page in pages])
    return Reading(
        text=require_text(text, "the PDF"), media_type="application/pdf", title=title[:500], page_starts=starts
    )


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    text, starts = "", []
    for page in pages:
        text += "\n\n" if text and page else ""
        starts.append(len(text))
        text += page
    return text, tuple(starts)


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> str:
    page = pdf[number]
    layer = page.get_textpage()
    try:
        return str(layer.get_text_bounded())
    finally:
        layer.close()
        page.close()
