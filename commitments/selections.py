"""A claim made by a person from a passage that they selected, with the codes that the engine sees in it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Act, may
from commitments import review
from commitments.models import Claim
from commitments.recording import ClaimError, Coding, Evidence, Provenance, evidence_errors, record_claim
from commitments.values import value_columns
from documents.models import Document
from extraction.engine import CandidateClaim, Extraction, extract
from questionnaire.codebook import empty_value
from questionnaire.codes import Attribution, Topic

FALLBACK = Topic.PARTICIPATION
"""The topic of the empty form where neither a claim nor a passage gives one."""


def evidence_of(document: Document, given: Mapping[str, str]) -> Evidence:
    """The passage that `start` and `end`, or the words in `quote`, tell. Raises ClaimError where the text has none."""
    quote = given.get("quote", "").strip().replace("\r\n", "\n")
    if "start" in given or "end" in given:
        try:
            start, end = int(given.get("start", "")), int(given.get("end", ""))
        except ValueError:
            raise ClaimError(["start, end: two whole numbers are wanted"]) from None
    elif quote:
        start = document.text.find(quote)
        if start < 0:
            raise ClaimError(["quote: these words do not stand in the text like that"])
        end = start + len(quote)
    else:
        raise ClaimError(["quote: give the words of the passage"])
    evidence = Evidence(document, start, end, document.text[max(start, 0) : max(end, 0)])
    if errors := evidence_errors(evidence):
        raise ClaimError(errors)
    return evidence


def suggestion(evidence: Evidence) -> Claim:
    """An unsaved claim with the codes of the engine's claim that the selection covers most of, else with a topic."""
    document = evidence.document
    extraction = extract(document.text, published_on=document.published_on)
    found = max(extraction.claims, key=lambda claim: _overlap(claim, evidence), default=None)
    if found is None or not _overlap(found, evidence):
        topic = _topic_of(extraction, evidence)
        columns = value_columns(topic, empty_value(topic))
        return Claim(document=document, topic=topic, attribution=Attribution.OFFICIAL_NAMED, **columns)
    return Claim(document=document, **_columns(found))


@transaction.atomic
def make_claim(coding: Coding, evidence: Evidence, *, by: User, accept: bool, note: str = "") -> Claim:
    """Record the claim in the person's name, as a candidate or accepted at once. Raises ClaimError, DecisionError."""
    if not may(by, Act.DECIDE):
        raise review.NotAllowedError(f"{by.get_username()} may not make claims")
    claim = record_claim(coding, evidence, Provenance(Claim.Origin.PERSON, by.get_username()[:100]))
    return review.accept(claim.pk, by=by, note=note) if accept else claim


def _overlap(span: Any, evidence: Evidence) -> int:
    return max(0, min(span.end, evidence.end) - max(span.start, evidence.start))


def _topic_of(extraction: Extraction, evidence: Evidence) -> Topic:
    touched = max(extraction.passages, key=lambda passage: _overlap(passage, evidence), default=None)
    return Topic(touched.topic) if touched and _overlap(touched, evidence) else FALLBACK


def _columns(found: CandidateClaim) -> dict[str, Any]:
    topic = Topic(found.topic)
    return {
        "country_id": found.country,
        "topic": topic,
        "stance": found.stance or "",
        "status": found.status or "",
        "conditions": list(found.conditions),
        "attribution": found.attribution,
        "speaker": found.speaker or "",
        "stated_on": found.stated_on,
        **value_columns(topic, dict(found.value)),
    }
