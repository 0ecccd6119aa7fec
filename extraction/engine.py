"""The engine's one door: `extract` reads a text and gives the claims and topic passages that it finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ENGINE = "rules"
VERSION = "0.1"
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
    return Extraction()
