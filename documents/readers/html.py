"""Web pages: the article without its surroundings."""

from datetime import date

import trafilatura
from lxml import etree
from trafilatura.settings import use_config

from documents.readers.plain import decode
from documents.readers.reading import Reading, UnreadableError, require_text, tidy

CONFIG = use_config()
CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")


def read_html(content: bytes) -> Reading:
    """The main text of a page, with the title, publisher, date and address that the page gives of itself."""
    page = decode(content)
    try:
        found = trafilatura.bare_extraction(page, config=CONFIG, include_comments=False, with_metadata=True)
    except (ValueError, etree.LxmlError) as error:
        raise UnreadableError(f"the page cannot be parsed: {error}") from error
    if found is None or isinstance(found, dict):
        raise UnreadableError("no article text was found in the page")
    facts = found.as_dict()
    return Reading(
        text=require_text(tidy(facts.get("text") or ""), "the page"),
        media_type="text/html",
        title=(facts.get("title") or "")[:500],
        publisher=(facts.get("sitename") or facts.get("hostname") or "")[:200],
        published_on=_day(facts.get("date")),
        url=facts.get("url") or "",
    )


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat((given or "")[:10])
    except ValueError:
        return None
