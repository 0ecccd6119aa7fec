"""What a reader gives, and how it says that it cannot."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BLANK_LINES = re.compile(r"\n{3,}")


class UnreadableError(ValueError):
    """These bytes hold no text that can be read; the message says why, for a person."""


@dataclass(frozen=True)
class Reading:
    """The text of a document, its media type, and what the document says about itself.

    `page_starts` has the offset in the text at which each page begins, where the format has pages.
    """

    text: str
    media_type: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    url: str = ""
    language: str = ""
    page_starts: tuple[int, ...] = ()


def line_ends(text: str) -> str:
    """The text as it stands, but for line ends (one line feed each) and NUL, which PostgreSQL cannot store."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")


def tidy(text: str) -> str:
    """Text taken out of a layout: composed characters (NFC), no control characters, no trailing or endless blanks."""
    text = CONTROL.sub("", unicodedata.normalize("NFC", line_ends(text)))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", text).strip()


def require_text(text: str, what: str) -> str:
    """The text; UnreadableError where there is nothing in it to read."""
    if not text.strip():
        raise UnreadableError(f"{what} holds no text")
    return text
