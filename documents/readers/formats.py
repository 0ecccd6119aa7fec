"""Which reader reads what: decided by the bytes, checked against the name."""

import re
from collections.abc import Mapping
from pathlib import PurePath

import puremagic

from documents.readers.json_document import read_json
from documents.readers.plain import decode
from documents.readers.reading import UnreadableError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READERS: Mapping[str, str] = {
    "text/plain": "documents.readers.plain:read_plain",
    "text/html": "documents.readers.html:read_html",
    "application/json": "documents.readers.json_document:read_json",
    "application/pdf": "documents.readers.pdf:read_pdf",
    DOCX: "documents.readers.docx:read_docx",
}
"""Module and function of each format's reader, which takes bytes and gives a `Reading`."""
BY_SUFFIX = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".docx": DOCX,
}
HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
SNIFFED = 4096
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(content: bytes, file_name: str = "") -> str:
    """Media type of the bytes. Raises UnreadableError for a format that is not read, or a name that says otherwise."""
    named = BY_SUFFIX.get(PurePath(file_name).suffix.lower())
    found = _by_content(content, named)
    textual = {"text/plain", "text/html", "application/json"}
    if named and named != found and not (named in textual and found in textual):
        suffix = PurePath(file_name).suffix
        raise UnreadableError(f"the name ends in {suffix}, but the content is {found}: rename it, or check the file")
    return named if named in textual else found


def _by_content(content: bytes, named: str | None) -> str:
    if content.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return DOCX
        raise UnreadableError("a ZIP archive that is no Word document: unpack it and import what is in it")
    if HTML.match(content[:SNIFFED]):
        return "text/html"
    if _is_binary(content):
        raise UnreadableError(f"{_guess(content)} is not a format that is read here (text, HTML, PDF, DOCX or JSON)")
    if named == "application/json" or (named is None and content.lstrip()[:1] == b"{" and _is_json(content)):
        return "application/json"
    return "text/plain"


def _is_json(content: bytes) -> bool:
    try:
        read_json(content)
    except UnreadableError:
        return False
    return True


def _is_binary(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    head = content[:SNIFFED]
    return len(BINARY.findall(head)) > len(head) // 100 or not decode(head[:512])


def _guess(content: bytes) -> str:
    try:
        return f"binary data ({puremagic.from_string(content[:SNIFFED])})"
    except (puremagic.PureError, ValueError):
        return "binary data of unknown kind"
