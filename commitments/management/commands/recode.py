"""`manage.py recode`: read documents again that an older version of the engine coded."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commitments.coding import CODED_BY
from commitments.findings import Compared, Difference
from commitments.models import Claim
from commitments.recoding import Recoding, recode, to_recode
from documents.models import Document
from extraction.engine import CandidateClaim

QUOTED = 90


class Command(BaseCommand):
    """Add what the engine finds now as candidates; what a person decided stays as it is."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the differences and write nothing")
        parser.add_argument("--document", type=int, metavar="ID", help="only this one, whatever version coded it")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = options["document"]
        documents = to_recode() if chosen is None else [readable(chosen)]
        counts: Counter[str] = Counter()
        for recoding in recode(documents, dry_run=options["dry_run"]):
            counts.update(each.difference for each in recoding.compared)
            counts["gone"] += len(recoding.gone)
            for line in lines(recoding):
                self.stdout.write(line)
        self.stdout.write(
            f"{len(documents)} documents read by {CODED_BY}: {counts[Difference.NEW]} new,"
            f" {counts[Difference.CHANGED]} coded otherwise, {counts['gone']} found no more,"
            f" {counts[Difference.DECIDED]} unlike what a person decided, {counts[Difference.SAME]} the same"
            + ("; nothing was written" if options["dry_run"] else "")
        )


def readable(document_id: int) -> int:
    """The document's number, where its text can be coded."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise CommandError(f"there is no document {document_id}")
    if document.state not in (Document.State.CODED, Document.State.NOT_CODED):
        raise CommandError(f"document {document_id} is {document.state}: only what was read can be coded again")
    if document.kind == Document.Kind.SOURCE_NOTE:
        raise CommandError(f"document {document_id} is a source note, which people code")
    return document_id


def lines(recoding: Recoding) -> list[str]:
    """What differs in one document, a line each; nothing where nothing does."""
    found = [line for each in recoding.compared if (line := _line(each))]
    gone = [f"  gone     {_of_claim(claim)}; stays until somebody decides" for claim in recoding.gone]
    if not found and not gone:
        return []
    return [f"document {recoding.document.pk} {recoding.document}: {recoding.earlier} to {CODED_BY}", *found, *gone]


def _line(each: Compared) -> str:
    match each.difference, each.claim:
        case Difference.NEW, _:
            return f"  new      {_of_finding(each.finding)}"
        case Difference.CHANGED, Claim() as claim:
            return f"  changed  {_of_finding(each.finding)}; replaces candidate {claim.pk}"
        case Difference.DECIDED, Claim() as claim:
            return f"  decided  {_of_finding(each.finding)}; claim {claim.pk} ({claim.state}) stays as it is"
    return ""


def _of_finding(found: CandidateClaim) -> str:
    value = {name: given for name, given in found.value.items() if given not in (None, [], ())}
    coded = " ".join(filter(None, [found.country, found.topic, found.stance, found.status, *found.conditions]))
    return f"{coded} {value or ''}".rstrip() + f" “{_short(found.quote)}”"


def _of_claim(claim: Claim) -> str:
    return f"candidate {claim.pk} {claim} of {claim.origin_name} “{_short(claim.quote)}”"


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
