"""`manage.py extract FILE…`: what the engine finds in files, as JSON lines. Needs no database."""

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import sha256_of
from documents.readers import UnreadableError, read
from extraction.engine import extract
from extraction.records import record


class Command(BaseCommand):
    """Read each file as an import would, and print its text and claims; exit 1 where one cannot be read."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument("--published-on", type=day, metavar="DATE", help="YYYY-MM-DD; else what the file says")
        parser.add_argument(
            "--country-hint", type=country, metavar="ISO2", help='whose "the government" is where the text is silent'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["file"]
        unread = 0
        for file in files:
            found = findings(file, published_on=options["published_on"], country_hint=options["country_hint"])
            unread += "error" in found
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            self.stdout.flush()
        if unread:
            raise CommandError(f"{unread} of {len(files)} files could not be read")


def findings(file: Path, *, published_on: date | None, country_hint: str | None) -> dict[str, Any]:
    """The file's line: language, text and claims, or why it cannot be read."""
    try:
        reading = read(file.read_bytes(), file.name)
    except OSError as error:
        return {"file": str(file), "error": (error.strerror or str(error)).lower()}
    except UnreadableError as error:
        return {"file": str(file), "error": str(error)}
    extraction = extract(reading.text, published_on=published_on or reading.published_on, country_hint=country_hint)
    return {
        "file": str(file),
        "language": extraction.language,
        **({} if extraction.coded else {"not_coded": "language"}),
        "text_sha256": sha256_of(reading.text.encode()),
        "text": reading.text,
        "claims": [record(claim) for claim in extraction.claims] if extraction.coded else [],
    }


def day(given: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"{given!r} is no date (YYYY-MM-DD)") from None


def country(given: str) -> str:
    """A country as two letters, ISO 3166-1 alpha-2."""
    if not re.fullmatch("[A-Za-z]{2}", given):
        raise ArgumentTypeError(f"{given!r} is no country code of two letters, such as GB")
    return given.upper()
