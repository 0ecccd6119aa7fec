"""The job that codes a document: its text through the extraction engine into topic passages and candidate claims."""

from django.db import transaction

from commitments.models import Claim, TopicPassage
from commitments.recording import ClaimError, Coding, Evidence, Provenance, record_claim
from documents import jobs
from documents.models import Document
from extraction.engine import ENGINE, VERSION, CandidateClaim, Extraction, extract

CODED_BY = f"{ENGINE} {VERSION}"


def code_document(document: Document) -> None:
    """Write what the engine finds and close the job. Safe to run twice: what is there already stays as it is."""
    if document.kind == Document.Kind.SOURCE_NOTE:
        # Our own summary of a source: coded by the person who wrote it.
        jobs.finish(document, Document.State.CODED)
        return
    extraction = extract(document.text, published_on=document.published_on)
    document.language = extraction.language
    with transaction.atomic():
        if extraction.coded:
            write_findings(document, extraction)
            jobs.finish(document, Document.State.CODED)
        else:
            jobs.finish(
                document, Document.State.NOT_CODED, f"language: {extraction.language or 'unknown'} is not coded"
            )


def write_findings(document: Document, extraction: Extraction) -> list[Claim]:
    """Store the passages and the claims that are new; give the new claims."""
    TopicPassage.objects.bulk_create(
        [TopicPassage(document=document, start=p.start, end=p.end, topic=p.topic) for p in extraction.passages],
        ignore_conflicts=True,
    )
    known = set(document.claims.values_list("country_id", "topic", "start", "end"))
    new = [c for c in extraction.claims if (c.country, c.topic, c.start, c.end) not in known]
    return [claim for candidate in new if (claim := _record(document, candidate))]


def _record(document: Document, found: CandidateClaim) -> Claim | None:
    coding = Coding(
        country=found.country,
        topic=found.topic,
        stance=found.stance,
        status=found.status,
        conditions=list(found.conditions),
        value=found.value,
        attribution=found.attribution,
        speaker=found.speaker,
        stated_on=found.stated_on,
    )
    evidence = Evidence(document, found.start, found.end, found.quote)
    try:
        return record_claim(coding, evidence, Provenance(Claim.Origin.ENGINE, CODED_BY, found.confidence))
    except ClaimError as error:
        # The engine broke a rule of the codebook: a defect to be seen, not a reason to lose its other claims.
        document.timings.setdefault("refused_claims", []).append(f"{found.country} {found.topic}: {error}")
        return None
