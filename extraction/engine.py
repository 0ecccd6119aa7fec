"""The engine's one door: `extract` reads a text and gives the claims and topic passages that it finds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from extraction import aid, compose, force, opinions, passages, sanctions, troops
from extraction.answers import Answers
from extraction.arbitration import amend, settle
from extraction.assembly import Draft, drafts, merged
from extraction.confidence import confidence
from extraction.document import Document, describe
from extraction.document import datelines as document_lines
from extraction.findings import Finding
from extraction.frames import Clause, Memory, read
from extraction.labels import Labels
from extraction.language import detect
from extraction.normal import Normal, normalise
from extraction.segment import sentences
from extraction.theme import Theme, document_theme
from questionnaire.codebook import claim_errors

ENGINE = "rules"
VERSION = "1.0"
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
    claims, touched = analyse(text, published_on=published_on, country_hint=country_hint)
    return Extraction(language, coded=True, claims=tuple(c for c, _ in claims), passages=touched)


def analyse(
    text: str, *, published_on: date | None = None, country_hint: str | None = None
) -> tuple[list[tuple[CandidateClaim, dict[str, float]]], tuple[Passage, ...]]:
    """The claims with the features that their confidence is computed from, and the topic passages."""
    normal = normalise(text)
    spans = sentences(normal.text)
    flat = Normal(normal.text.replace("\n", " "), normal.lower.replace("\n", " "), normal.starts, normal.shifts)
    actors = compose.actors(flat, published_on, document_lines(normal.text))
    document = describe(flat, spans, actors, country_hint)
    findings: list[Finding] = []
    touched: list[Passage] = []
    theme = document_theme(flat.lower)
    memory = Memory(home=document.home, focus=document.home)
    labels = Labels(flat.lower, document.turns, document.speaker)
    last: list[Finding] = []
    answers = Answers()
    for clauses in read(flat, spans, actors, memory, labels):
        if not clauses:
            continue
        sentence = clauses[0].sentence
        lower = flat.lower[sentence.start : sentence.end]
        touched += [Passage(*flat.span(sentence.start, sentence.end), topic) for topic in passages.tags(lower)]
        theme.enter(flat.lower, sentence.start, sentence.end, new_block=sentence.first)
        country = (memory.focus or memory.home or ("",))[0]
        amended = amend(last, lower, country) if last and last[0].clause.sentence.block is sentence.block else None
        if amended:
            findings[-len(last) :] = amended
        listed = document.is_listed(sentence)

        def search(clause: Clause, around: str, *, listed: bool = listed) -> Iterator[Finding]:
            return _found(clause, theme, flat.text[clause.start : clause.end], around, listed=listed)

        if clauses[0].asked and lower.rstrip("\"' ").endswith("?"):
            answers.ask(lower)
        if memory.speaker and not clauses[0].asked:
            last = settle([f for c in clauses for f in answers.find(c, lower, search)])
            answers.age += 1
        else:
            last = settle([f for c in clauses for f in search(c, lower)])
        findings += last
        theme.leave(lower)
    found = merged(list(drafts(findings, flat, official=document.official, published_on=published_on)))
    return list(_claims(text, flat, found)), tuple(touched)


def _found(clause: Clause, theme: Theme, original: str, sentence: str, *, listed: bool) -> Iterator[Finding]:
    yield from troops.find(clause, theme)
    yield from opinions.guarantees(clause, theme)
    yield from opinions.us_support(clause, theme)
    yield from opinions.attack_response(clause, theme, sentence)
    yield from opinions.partners(clause, theme)
    yield from force.size(clause, theme)
    yield from force.duration(clause, theme)
    yield from force.deployment(clause, theme, original)
    yield from aid.find(clause, theme, original, listed=listed)
    yield from sanctions.find(clause, theme, sentence)


def _claims(text: str, normal: Normal, found: list[Draft]) -> Iterator[tuple[CandidateClaim, dict[str, float]]]:
    for draft in found:
        start, end = normal.span(draft.start, draft.end)
        errors = claim_errors(
            topic=draft.topic,
            stance=draft.stance,
            status=draft.status,
            conditions=list(draft.conditions),
            value=draft.value,
        )
        if errors or not text[start:end].strip():
            continue
        yield (
            _claim(draft, text, start, end),
            draft.features,
        )


def _claim(draft: Draft, text: str, start: int, end: int) -> CandidateClaim:
    return CandidateClaim(
        country=draft.country,
        topic=draft.topic,
        stance=draft.stance,
        status=draft.status,
        conditions=draft.conditions,
        value=draft.value,
        attribution=draft.attribution,
        speaker=draft.speaker,
        stated_on=draft.stated_on,
        quote=text[start:end],
        start=start,
        end=end,
        confidence=confidence(draft.features),
    )


__all__ = ["ENGINE", "VERSION", "CandidateClaim", "Document", "Extraction", "Passage", "extract"]
