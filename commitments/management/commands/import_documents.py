"""`manage.py import_documents PATH_OR_URL…`: queue files, folders and links; one JSON line per document."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from accounts.markings import Marking
from commitments.models import Claim
from commitments.moments import MomentError, read_day
from documents.importing import documents_in, import_source
from documents.intake import Intake, Particulars, RefusedError
from documents.models import Document
from documents.waiting import has_worker, until_done
from questionnaire.codes import Reliability


@dataclass(frozen=True)
class Outcome:
    """What became of one file or link: it is in, or it was refused with a reason."""

    intake: Intake | None = None
    refused: str = ""


class Command(BaseCommand):
    help = (
        "Import files, folders (with their subfolders) and links. Prints one JSON line per document; "
        "ends with 1 if any failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        markings = ", ".join(Marking.values)
        parser.add_argument("sources", nargs="+", metavar="PATH_OR_URL")
        parser.add_argument("--publisher", default="", help="who published it")
        parser.add_argument("--published-on", default="", metavar="DATE", help="day of publication, YYYY-MM-DD")
        parser.add_argument("--url", default="", help="where it was published; for a single document")
        parser.add_argument("--tlp", default=Marking.CLEAR.value, help=f"{markings}; CLEAR if not given")
        parser.add_argument("--reliability", default=Reliability.F.value, help="Admiralty grade A to F; F if not given")
        parser.add_argument("--wait", action="store_true", help="until every document is done, with a progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        particulars = _particulars(options)
        self._have_tables()
        outcomes = list(self._take_in(options["sources"], particulars, at_once=not options["wait"]))
        taken = [outcome.intake for outcome in outcomes if outcome.intake]
        if options["wait"]:
            self._wait(taken)
        elif any(not intake.document.finished for intake in taken) and not has_worker():
            self._say("No worker answers: the documents wait until one does (make run); --wait does the work here.")
        failed = sum(not o.intake for o in outcomes)
        failed += sum(intake.document.state == Document.State.FAILED for intake in taken)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} failed")

    def _have_tables(self) -> None:
        """On a machine where nothing has run yet, this command is the first to need the database."""
        if Document._meta.db_table not in connection.introspection.table_names():
            call_command("prepare", stdout=self.stderr)

    def _take_in(self, sources: list[str], particulars: Particulars, *, at_once: bool) -> Iterator[Outcome]:
        """Take in each source; what was refused is printed now, what was taken in only if `at_once`."""
        found = list(_files_and_links(sources))
        if particulars.url and len(found) > 1:
            raise CommandError(f"--url is for a single document, and there are {len(found)}")
        for source, refused in found:
            outcome = Outcome(refused=refused) if refused else _import(source, particulars)
            if outcome.intake is None:
                self._print(status="failed", error=outcome.refused)
            elif at_once:
                self._print_document(outcome.intake)
            yield outcome

    def _wait(self, taken: list[Intake]) -> None:
        of_document: dict[int, list[Intake]] = {}
        for intake in taken:
            of_document.setdefault(intake.document.pk, []).append(intake)
        with tqdm(total=len(of_document), unit=" documents", file=sys.stderr) as bar:
            for document_id in until_done(of_document, self._say):
                for intake in of_document[document_id]:
                    intake.document.refresh_from_db()
                    self._print_document(intake)
                bar.update()

    def _print_document(self, intake: Intake) -> None:
        document = intake.document
        self._print(
            document=document.pk,
            status=document.state,
            sha256=document.sha256,
            duplicate_of=document.pk if intake.duplicate else None,
            claims=Claim.objects.filter(document=document).count(),
            error=document.error or None,
        )

    def _print(self, **given: Any) -> None:
        line = {"document": None, "status": "", "sha256": None, "duplicate_of": None, "claims": 0, "error": None}
        self.stdout.write(json.dumps({**line, **given}, ensure_ascii=False))
        self.stdout.flush()

    def _say(self, message: str) -> None:
        self.stderr.write(message, self.style.NOTICE)


def _particulars(options: dict[str, Any]) -> Particulars:
    try:
        return Particulars(
            publisher=options["publisher"],
            published_on=read_day(options["published_on"], "published-on"),
            url=options["url"],
            marking=options["tlp"].upper().removeprefix("TLP:"),
            reliability=options["reliability"].upper(),
        )
    except (RefusedError, MomentError) as error:
        raise CommandError(f"--{error}") from error


def _files_and_links(sources: list[str]) -> Iterator[tuple[str, str]]:
    """Each file or link, and why it cannot be one."""
    for source in sources:
        try:
            for found in documents_in(source):
                yield found, ""
        except RefusedError as error:
            yield source, str(error)


def _import(source: str, particulars: Particulars) -> Outcome:
    try:
        return Outcome(import_source(source, particulars=particulars, by=None))
    except RefusedError as error:
        return Outcome(refused=str(error))
