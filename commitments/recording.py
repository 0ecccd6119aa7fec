"""Recording claims: the one door by which the engine, people and the starter data write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from commitments.models import Claim, Country
from commitments.models.claim import CONTEXT
from commitments.values import value_columns
from documents.models import Document
from questionnaire.codebook import claim_errors
from questionnaire.codes import Attribution, Topic


class ClaimError(ValueError):
    """The claim breaks a rule; `errors` has one message for each, naming the field."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("; ".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Coding:
    """What a claim says: the codebook's fields without the evidence."""

    country: str
    topic: str
    stance: str | None
    status: str | None
    conditions: list[str]
    value: Mapping[str, Any]
    attribution: str
    speaker: str | None = None
    speaker_role: str | None = None
    stated_on: date | None = None
    credibility: int = 6


@dataclass(frozen=True)
class Evidence:
    """Where a claim stands: characters `start` to `end` of the document's text, and what they read."""

    document: Document
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Provenance:
    """Where a claim comes from: the engine with its version, or a person."""

    origin: str
    name: str
    confidence: float | None = None
    replaces: Claim | None = None


@transaction.atomic
def record_claim(coding: Coding, evidence: Evidence, provenance: Provenance) -> Claim:
    """Write a candidate claim. Raises ClaimError, with all that is wrong, when a rule is broken."""
    errors = coding_errors(coding) + evidence_errors(evidence)
    if errors:
        raise ClaimError(errors)
    text = evidence.document.text
    claim = Claim(
        **coded_columns(coding, evidence.document),
        document=evidence.document,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        prefix=text[max(0, evidence.start - CONTEXT) : evidence.start],
        suffix=text[evidence.end : evidence.end + CONTEXT],
        origin=provenance.origin,
        origin_name=provenance.name,
        confidence=provenance.confidence,
        replaces=provenance.replaces,
    )
    claim.save(force_insert=True)
    return claim


def coded_columns(coding: Coding, document: Document) -> dict[str, Any]:
    """The columns of a claim that hold this coding."""
    today = timezone.now().date()
    return {
        "country_id": coding.country,
        "topic": coding.topic,
        "stance": coding.stance or "",
        "status": coding.status or "",
        "conditions": list(coding.conditions),
        "attribution": coding.attribution,
        "speaker": coding.speaker or "",
        "speaker_role": coding.speaker_role or "",
        "stated_on": coding.stated_on,
        # A document dated ahead of its time says nothing of days to come.
        "effective_on": min(coding.stated_on or document.published_on or today, today),
        "credibility": coding.credibility,
        **value_columns(Topic(coding.topic), dict(coding.value)),
    }


def coding_errors(coding: Coding) -> list[str]:
    """What the codebook and the list of countries have against this coding."""
    errors = claim_errors(
        topic=coding.topic,
        stance=coding.stance,
        status=coding.status,
        conditions=list(coding.conditions),
        value=coding.value,
    )
    if not Country.objects.filter(pk=coding.country).exists():
        errors.append(f"country: {coding.country!r} is not a tracked country")
    if coding.attribution not in set(Attribution):
        errors.append(f"attribution: {coding.attribution!r} is not an attribution")
    if coding.stated_on and coding.stated_on > timezone.now().date():
        errors.append(f"stated_on: {coding.stated_on} has not come yet")
    return errors


def evidence_errors(evidence: Evidence) -> list[str]:
    """What is wrong with the evidence: offsets outside the text, or another text at that place."""
    text = evidence.document.text
    if not 0 <= evidence.start < evidence.end <= len(text):
        return [f"start, end: {evidence.start} to {evidence.end} do not lie in the text of {len(text)} characters"]
    if text[evidence.start : evidence.end] != evidence.quote:
        return [f"quote: it is not what the text has at {evidence.start} to {evidence.end}"]
    if not evidence.quote.strip():
        return ["quote: it is blank"]
    return []
