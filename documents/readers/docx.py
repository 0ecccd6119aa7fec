"""Word documents (DOCX): paragraphs and tables in their order."""

import io
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml import etree

from documents.readers.reading import Reading, UnreadableError, require_text, tidy

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(content: bytes) -> Reading:
    """The paragraphs and table rows of the document body, and its title."""
    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, etree.LxmlError) as error:
        raise UnreadableError(f"the Word document cannot be opened: {error}") from error
    text = require_text(tidy("\n\n".join(_blocks(document))), "the Word document")
    return Reading(text=text, media_type=MEDIA_TYPE, title=(document.core_properties.title or "")[:500])


def _blocks(document: WordDocument) -> list[str]:
    blocks = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            blocks.append(block.text)
    return [block for block in blocks if block.strip()]
