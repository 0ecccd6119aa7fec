"""Positions: where each country stands on each topic on a day, computed from accepted claims.

The standing position is the newest accepted claim by the day it counts from; ties go to the
better credibility grade (1 is best), then to the claim recorded last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from commitments.values import value_of
from questionnaire.codes import Topic

CONFLICT_DAYS = 30
"""Credible claims within so many days of the standing one that say otherwise are a conflict (codebook)."""

CREDIBLE = 3
"""The worst credibility grade that counts as credible: 1 confirmed, 2 probably true, 3 possibly true."""

QUERY = """
SELECT cell.country_id, cell.topic, p.*, e.*
FROM (
    SELECT iso2 AS country_id, topic FROM commitments_country, unnest(%(topics)s::text[]) AS topic
    WHERE %(countries)s::text[] IS NULL OR iso2 = ANY(%(countries)s::text[])
) cell
CROSS JOIN LATERAL (
    SELECT c.id, c.stance, c.status, c.conditions, c.codes, c.places, c.personnel_min, c.personnel_max,
           c.months_min, c.months_max, c.open_ended, c.indispensable, c.domain, c.horizon, c.category, c.item,
           c.quantity, c.amount, c.currency, c.attribution, c.speaker, c.speaker_role, c.stated_on, c.effective_on,
           c.credibility, c.recorded_at, c.quote, c.start, c."end", c.document_id, d.title AS document_title,
           d.publisher, d.url, d.published_on, d.reliability, d.marking
    FROM commitments_claim c JOIN documents_document d ON d.id = c.document_id
    WHERE c.country_id = cell.country_id AND c.topic = cell.topic AND c.state = 'accepted'
      AND c.effective_on <= %(as_of)s AND d.marking = ANY(%(markings)s::text[])
    ORDER BY c.effective_on DESC, c.credibility, c.recorded_at DESC, c.id DESC
    LIMIT 1
) p
CROSS JOIN LATERAL (
    SELECT count(*) AS claim_count,
           coalesce(bool_or(
               c.stance <> p.stance AND c.credibility <= %(credible)s
               AND c.effective_on >= p.effective_on - %(conflict_days)s), false) AS conflict
    FROM commitments_claim c JOIN documents_document d ON d.id = c.document_id
    WHERE c.country_id = cell.country_id AND c.topic = cell.topic AND c.state = 'accepted'
      AND c.effective_on <= %(as_of)s AND d.marking = ANY(%(markings)s::text[])
) e
ORDER BY cell.country_id, array_position(%(topics)s::text[], cell.topic)
"""


@dataclass(frozen=True)
class Position:
    """Where one country stands on one topic, and the claim that says so."""

    country: str
    topic: str
    stance: str | None
    status: str | None
    conditions: list[str]
    value: dict[str, Any]
    attribution: str
    speaker: str | None
    speaker_role: str | None
    stated_on: date | None
    effective_on: date
    credibility: int
    reliability: str
    claim: int
    document: int
    document_title: str
    publisher: str
    url: str
    quote: str
    start: int
    end: int
    marking: str
    claim_count: int
    conflict: bool
    age_days: int = field(default=0)


def positions(
    *,
    as_of: date,
    markings: Sequence[str],
    countries: Iterable[str] | None = None,
    topics: Iterable[str] | None = None,
) -> list[Position]:
    """The positions in force on `as_of` that a reader of these markings may see, in one query.

    One item for each country and topic on which there is an accepted claim, by country code and
    the order of the questionnaire.
    """
    parameters: dict[str, Any] = {
        "as_of": as_of,
        "markings": list(markings),
        "countries": None if countries is None else sorted(set(countries)),
        "topics": [topic.value for topic in Topic if topics is None or topic.value in set(topics)],
        "credible": CREDIBLE,
        "conflict_days": CONFLICT_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY, parameters)
        names = [column.name for column in cursor.description]
        return [_position(dict(zip(names, row, strict=True)), as_of) for row in cursor.fetchall()]


def _position(row: dict[str, Any], as_of: date) -> Position:
    return Position(
        country=row["country_id"],
        topic=row["topic"],
        stance=row["stance"] or None,
        status=row["status"] or None,
        conditions=row["conditions"],
        value=value_of(Topic(row["topic"]), row),
        attribution=row["attribution"],
        speaker=row["speaker"] or None,
        speaker_role=row["speaker_role"] or None,
        stated_on=row["stated_on"],
        effective_on=row["effective_on"],
        credibility=row["credibility"],
        reliability=row["reliability"],
        claim=row["id"],
        document=row["document_id"],
        document_title=row["document_title"],
        publisher=row["publisher"],
        url=row["url"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        marking=row["marking"],
        claim_count=row["claim_count"],
        conflict=row["conflict"],
        age_days=(as_of - row["effective_on"]).days,
    )
