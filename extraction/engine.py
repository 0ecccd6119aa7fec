"""The engine's one door: `extract` reads a text and gives the claims and topic passages that it finds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from extraction import passages
from extraction.assembly import Proposal, confidence_of, merged, proposals
from extraction.confidence import confidence
from extraction.language import detect
from extraction.normal import Normal
from extraction.reading import Text, ready
from extraction.scorer import scorer
from questionnaire.codebook import claim_errors

ENGINE = "scorer"
VERSION = "2.1"
"""Changed whenever the engine's answers may change; every claim carries it."""


@dataclass(frozen=True)
class CandidateClaim:
    """A proposed claim in the codebook's fields; `quote` is exactly `text[start:end]` (code points, end exclusive)."""

    country: str
    topic: str
    stance: str | None
    status: str | None
    conditions: tuple[str, ...]
    value: Mapping[str, Any]
    attribution: str
    speaker: str | None
    stated_on: date | None
    quote: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Passage:
    """Characters `start` to `end` touch `topic`, whoever speaks; for triage and search, no position."""

    start: int
    end: int
    topic: str


@dataclass(frozen=True)
class Extraction:
    """What was found. `coded` is False where the language (ISO 639-1) is one that is not coded."""

    language: str = "en"
    coded: bool = True
    claims: tuple[CandidateClaim, ...] = ()
    passages: tuple[Passage, ...] = ()


def extract(text: str, *, published_on: date | None = None, country_hint: str | None = None) -> Extraction:
    """Claims and topic passages of a text, in its order.

    `published_on` anchors relative dates and decides between office holders; `country_hint` (ISO 3166-1 alpha-2) is
    whose government "the government" is where the text does not say.
    """
    language = detect(text)
    if language != "en":
        return Extraction(language, coded=False)
    ready_text = ready(text, published_on=published_on, country_hint=country_hint)
    found = proposals(ready_text, scorer())
    claims = tuple(claim for claim, _ in claims_of(text, ready_text.normal, found, scorer().confidence))
    return Extraction(language, coded=True, claims=claims, passages=tuple(_touched(ready_text)))


def claims_of(
    text: str, normal: Normal, found: Sequence[Proposal], sure: Mapping[str, float]
) -> list[tuple[CandidateClaim, Proposal]]:
    """The claims that proposals come to, each with its proposal; what breaks a rule of the codebook is left out."""
    claims = []
    for proposal in merged(found):
        start, end = normal.span(proposal.start, proposal.end)
        errors = claim_errors(
            topic=proposal.topic,
            stance=proposal.stance,
            status=proposal.status,
            conditions=list(proposal.conditions),
            value=proposal.value,
        )
        if not errors and text[start:end].strip():
            claims.append((_claim(proposal, text, start, end, sure), proposal))
    return claims


def _claim(proposal: Proposal, text: str, start: int, end: int, sure: Mapping[str, float]) -> CandidateClaim:
    return CandidateClaim(
        country=proposal.country,
        topic=proposal.topic,
        stance=proposal.stance,
        status=proposal.status,
        conditions=proposal.conditions,
        value=proposal.value,
        attribution=proposal.attribution,
        speaker=proposal.speaker,
        stated_on=proposal.stated_on,
        quote=text[start:end],
        start=start,
        end=end,
        confidence=confidence(sure, confidence_of(proposal)),
    )


def _touched(text: Text) -> Iterator[Passage]:
    normal = text.normal
    for sentence in text.sentences:
        lower = normal.lower[sentence.start : sentence.end]
        for topic in passages.tags(lower):
            yield Passage(*normal.span(sentence.start, sentence.end), topic)
