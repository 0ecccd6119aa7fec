"""Documents handed over as JSON: `{"text": …}` with title, publisher, url and published_on where known."""

from datetime import date
from typing import Any

import orjson

from documents.readers.reading import Reading, UnreadableError, line_ends, require_text


def read_json(content: bytes) -> Reading:
    """The `text` of the object and its metadata; anything else in it is left alone."""
    try:
        given = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise UnreadableError(f"the file is no valid JSON: {error}") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise UnreadableError('a JSON document is an object with a "text" of type string')
    return Reading(
        text=require_text(line_ends(given["text"]), "the JSON document"),
        media_type="application/json",
        title=_word(given, "title")[:500],
        publisher=_word(given, "publisher")[:200],
        url=_word(given, "url"),
        published_on=_day(given.get("published_on")),
    )


def _word(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _day(given: Any) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise UnreadableError(f"published_on {given!r} is no date (YYYY-MM-DD)") from error
