"""Labelled documents: texts with the claims that careful people coded in them, one JSON file each, `001.json` on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from extraction.records import Record


class LabelledError(ValueError):
    """The folder, or a file in it, is no set of labelled documents; the message names the file."""


@dataclass(frozen=True)
class Labelled:
    """A text, what kind of document it is, when it was published, and its claims."""

    name: str
    kind: str
    text: str
    published_on: date | None
    claims: tuple[Record, ...]


def read_labelled(folder: Path, numbers: tuple[int, int] | None = None) -> list[Labelled]:
    """The folder's documents in order, of all numbers or of the first to the last of `numbers`.

    Raises LabelledError where there are none, or a file is not in the form.
    """
    paths = sorted(path for path in folder.glob("*.json") if path.stem.isdigit())
    if numbers is not None:
        paths = [path for path in paths if numbers[0] <= int(path.stem) <= numbers[1]]
    if not paths:
        raise LabelledError(f"{folder} holds no labelled documents (001.json, 002.json, …)")
    return [_read(path) for path in paths]


def read_predicted(folder: Path, name: str) -> tuple[list[Record], str | None]:
    """The claims that `folder` holds for this document, and what is wrong with the file (else None)."""
    path = folder / f"{name}.json"
    if not path.exists():
        return [], "missing"
    try:
        given = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return [], "unreadable"
    claims = given.get("claims") if isinstance(given, dict) else None
    if not isinstance(claims, list):
        return [], "unreadable"
    return [claim if isinstance(claim, dict) else {} for claim in claims], None


def _read(path: Path) -> Labelled:
    try:
        given = orjson.loads(path.read_bytes())
        return Labelled(
            name=path.stem,
            kind=str(given["kind"]),
            text=str(given["text"]),
            published_on=date.fromisoformat(given["published_on"]) if given.get("published_on") else None,
            claims=tuple(given["claims"]),
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise LabelledError(f"{path.name} is no labelled document: {type(error).__name__}: {error}") from error
