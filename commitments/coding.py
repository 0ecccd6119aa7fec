"""The job that codes a document: its text through the extraction engine into topic passages and candidate claims."""

import time

from django.db import transaction
from django.utils import timezone

from commitments import model_policy
from commitments.findings import compare, record_findings
from commitments.models import Claim, CodingRun, TopicPassage
from commitments.rechecks import recheck_claims
from commitments.tasks import ask_model
from documents import jobs
from documents.models import Document
from documents.sending import send_after_commit
from extraction.engine import ENGINE, VERSION, Extraction, extract

CODED_BY = f"{ENGINE} {VERSION}"


def code_document(document: Document) -> None:
    """Write what the engine finds and close the job. Safe to run twice: what is there already stays as it is."""
    if document.kind == Document.Kind.SOURCE_NOTE:
        # Our own summary of a source: coded by the person who wrote it.
        jobs.finish(document, Document.State.CODED)
        return
    began = time.perf_counter()
    extraction = extract(document.text, published_on=document.published_on)
    document.timings["coding"] = round(time.perf_counter() - began, 4)
    with transaction.atomic():
        write_findings(document, extraction)
        recheck_claims(document)
        close_job(document, extraction)
        if extraction.coded and (run := model_policy.queue(document)):
            send_after_commit(ask_model, run.pk)


def close_job(document: Document, extraction: Extraction) -> None:
    """The document is coded, or its language is one that is not."""
    document.language = extraction.language
    if extraction.coded:
        jobs.finish(document, Document.State.CODED)
    else:
        jobs.finish(document, Document.State.NOT_CODED, f"language: {extraction.language or 'unknown'} is not coded")


def write_findings(document: Document, extraction: Extraction) -> list[Claim]:
    """Store the passages, the claims that are new and the engine's run; give the new claims."""
    findings = extraction.claims if extraction.coded else ()
    replace_passages(document, extraction)
    written, refused = record_findings(
        document, compare(document, findings), origin=Claim.Origin.ENGINE, coder=CODED_BY
    )
    CodingRun.objects.create(
        document=document,
        origin=Claim.Origin.ENGINE,
        coder=CODED_BY,
        found=len(findings),
        added=len(written),
        refused=refused,
        finished_at=timezone.now(),
    )
    return written


def replace_passages(document: Document, extraction: Extraction) -> None:
    """The document's topic passages are those of the engine that read it last."""
    found = {(p.start, p.end, p.topic) for p in extraction.passages} if extraction.coded else set()
    old = {(p.start, p.end, p.topic): p.pk for p in document.passages.all()}
    document.passages.filter(pk__in=[old[place] for place in old.keys() - found]).delete()
    TopicPassage.objects.bulk_create(
        [TopicPassage(document=document, start=s, end=e, topic=topic) for s, e, topic in sorted(found - old.keys())]
    )
