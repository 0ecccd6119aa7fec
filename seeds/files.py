"""Reading the starter data's files: plain dictionaries and typed entries, no database."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent
"""Where the starter data lies."""


class SeedError(ValueError):
    """A file of the starter data is wrong; the message names the file and the entry."""


@dataclass(frozen=True)
class PositionEntry:
    """One position as its file gives it."""

    country: str
    data: dict[str, Any]

    @property
    def key(self) -> str:
        """The entry's stable key."""
        return str(self.data["id"])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all that the entry says."""
        said = json.dumps([self.country, self.data], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def summary(self) -> str:
        """Our own summary of what the source says, with single blanks."""
        return " ".join(str(self.data["summary"]).split())

    @property
    def note(self) -> str:
        """The text of the source note: where it was published, and the summary."""
        source = self.data["source"]
        head = [source["title"] or "(untitled)", source["publisher"], _written(source["published_on"]), source["url"]]
        return "\n".join(line for line in head if line) + "\n\n" + self.summary + "\n"


def position_entries(folder: Path = FOLDER) -> Iterator[PositionEntry]:
    """All positions, file by file. Raises SeedError for a missing or repeated `id` and for bad YAML."""
    seen: set[str] = set()
    for path in sorted((folder / "positions").glob("*.yaml")):
        content = read_yaml(path)
        for number, data in enumerate(content["positions"], 1):
            if not data.get("id") or data["id"] in seen:
                raise SeedError(f"{path.name}, entry {number}: id {data.get('id')!r} is missing or given twice")
            seen.add(data["id"])
            yield PositionEntry(country=content["country"], data=data)


def read_yaml(path: Path) -> Any:
    """A YAML file. Raises SeedError where it cannot be parsed."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise SeedError(f"{path.name}: {error}") from error


def country_rows(folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of countries.csv."""
    with (folder / "countries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
