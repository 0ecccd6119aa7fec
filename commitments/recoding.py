"""Reading documents again with a newer engine: what it would change, and writing that.

New findings become candidates. What a person made, decided on or edited is never touched. Candidates of an older
version that the new one codes otherwise, or finds no more, stay as they are until a person decides: the first are
named by the candidate that replaces them, the second are listed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from commitments.coding import CODED_BY, close_job, write_findings
from commitments.findings import Compared, compare, is_untouched
from commitments.models import Claim, CodingRun
from documents.models import Document
from extraction.engine import extract


@dataclass(frozen=True)
class Recoding:
    """One document read again: its findings against its claims, and the candidates that are found no more."""

    document: Document
    earlier: str
    compared: list[Compared]
    gone: list[Claim]


def to_recode() -> list[int]:
    """Documents that were coded, but not by this version of the engine; oldest first."""
    by_this = CodingRun.objects.filter(coder=CODED_BY, state=CodingRun.State.DONE).values("document")
    coded = Document.objects.filter(state__in=[Document.State.CODED, Document.State.NOT_CODED])
    documents = coded.exclude(kind=Document.Kind.SOURCE_NOTE).exclude(pk__in=by_this)
    return list(documents.order_by("pk").values_list("pk", flat=True))


def recode(document_ids: list[int], *, dry_run: bool) -> Iterator[Recoding]:
    """Read these documents again, each in a transaction of its own; with `dry_run` nothing is written."""
    for document_id in document_ids:
        yield recode_document(document_id, dry_run=dry_run)


@transaction.atomic
def recode_document(document_id: int, *, dry_run: bool) -> Recoding:
    """Read one document again. Safe to run twice: the second time finds everything as it left it."""
    document = Document.objects.select_for_update().get(pk=document_id)
    extraction = extract(document.text, published_on=document.published_on)
    compared = compare(document, extraction.claims if extraction.coded else ())
    found = {each.claim.pk for each in compared if each.claim}
    older = document.claims.exclude(origin_name=CODED_BY).exclude(pk__in=found).order_by("start", "pk")
    recoding = Recoding(
        document,
        _earlier(document),
        compared,
        [claim for claim in older if is_untouched(claim) and not claim.replaced_by.exists()],
    )
    if not dry_run:
        write_findings(document, extraction)
        close_job(document, extraction)
    return recoding


def _earlier(document: Document) -> str:
    run = document.coding_runs.filter(origin=Claim.Origin.ENGINE).first()
    claim = document.claims.filter(origin=Claim.Origin.ENGINE).order_by("-pk").first()
    return run.coder if run else claim.origin_name if claim else "an earlier version"
