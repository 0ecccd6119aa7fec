"""Positions: where each country stands on each topic, on a day, by what was known at a moment.

The standing position is the newest accepted claim by the day it counts from; ties go to the
better credibility grade (1 is best), then to the claim recorded last.

Two times: `as_of` is the day in the world, `known_at` the moment in this system. Both are answered
by one query on `Standing`, which holds each version of each accepted claim with the moments from
and until which it was held. What each part of the query costs is in `docs/positions.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from commitments.values import value_of
from questionnaire.codes import Topic

CONFLICT_DAYS = 30
"""Credible claims within so many days of the standing one that say otherwise are a conflict (codebook)."""

CREDIBLE = 3
"""The worst credibility grade that counts as credible: 1 confirmed, 2 probably true, 3 possibly true."""

STALE_DAYS = 180
"""A position whose newest evidence is older than this, on the day shown, is marked as stale."""

EVIDENCE_SHOWN = 10
"""At most so many ids of claims that say the same are given with a position, newest first."""

NEWEST = "s.effective_on DESC, s.credibility, s.recorded_at DESC, s.claim_id DESC"
CELL = "s.country_id = cell.country_id AND s.topic = cell.topic AND s.effective_on <= %(as_of)s"
VALUE = (
    "{0}.codes, {0}.places, {0}.personnel_min, {0}.personnel_max, {0}.months_min, {0}.months_max, "
    "{0}.open_ended, {0}.indispensable, {0}.domain, {0}.horizon, {0}.category, {0}.item, {0}.quantity, "
    "{0}.amount, {0}.currency"
)

HELD_NOW = "s.known_until IS NULL AND s.marking = ANY(%(markings)s::text[])"
HELD_THEN = """s.known_from <= %(known_at)s AND coalesce(s.known_until > %(known_at)s, true)
    AND s.marking = ANY(%(markings)s::text[])
    AND s.document_id NOT IN (SELECT id FROM documents_document WHERE NOT marking = ANY(%(markings)s::text[]))"""

TALLY = """(
    SELECT coalesce(sum(t.claims), 0)::int FROM commitments_tally t
    WHERE t.country_id = cell.country_id AND t.topic = cell.topic AND t.marking = ANY(%(markings)s::text[]) AND
)"""
COUNT_NOW = " + ".join(
    TALLY.replace("AND\n", f"AND t.grain = {begins}\n")
    for begins in (
        "'month' AND t.begins < date_trunc('month', %(as_of)s::date)::date",
        "'day' AND t.begins BETWEEN date_trunc('month', %(as_of)s::date)::date AND %(as_of)s",
    )
)
COUNT_THEN = "(SELECT count(*) FROM commitments_standing s WHERE {CELL} AND {HELD})"

QUERY = """
SELECT cell.country_id, cell.topic, p.*, e.*, since.since, {COUNT} AS claim_count,
       coalesce(p.stance <> '' AND e.previous_effective_on >= p.effective_on - %(conflict_days)s AND EXISTS (
           SELECT 1 FROM commitments_standing s
           WHERE {CELL} AND {HELD} AND s.effective_on >= p.effective_on - %(conflict_days)s
             AND s.stance <> p.stance AND s.credibility <= %(credible)s), false) AS conflict,
       ARRAY(SELECT s.claim_id FROM commitments_standing s
             WHERE {CELL} AND {HELD} AND s.stance = p.stance AND s.effective_on >= since.since
               AND (p.stance <> '' OR ({VALUE_S}) IS NOT DISTINCT FROM ({VALUE_P}))
             ORDER BY {NEWEST} LIMIT %(evidence)s) AS evidence,
       d.title AS document_title, d.publisher, d.url, d.reliability, d.marking
FROM (
    SELECT iso2 AS country_id, topic FROM commitments_country, unnest(%(topics)s::text[]) AS topic
    WHERE %(countries)s::text[] IS NULL OR iso2 = ANY(%(countries)s::text[])
) cell
CROSS JOIN LATERAL (
    SELECT s.claim_id AS claim, s.stance, s.status, s.conditions, {VALUE_S}, s.attribution, s.speaker, s.speaker_role,
           s.stated_on, s.effective_on, s.credibility, s.recorded_at, s.quote, s.start, s."end", s.document_id
    FROM commitments_standing s WHERE {CELL} AND {HELD} ORDER BY {NEWEST} LIMIT 1
) p
LEFT JOIN LATERAL (
    SELECT s.claim_id AS previous_claim, s.stance AS previous_stance, s.effective_on AS previous_effective_on,
           s.credibility AS previous_credibility, s.recorded_at AS previous_recorded_at
    FROM unnest(ARRAY['favor', 'conditional', 'undecided', 'against']) AS other (stance)
    CROSS JOIN LATERAL (
        SELECT s.* FROM commitments_standing s
        WHERE {CELL} AND {HELD} AND s.stance = other.stance ORDER BY {NEWEST} LIMIT 1
    ) s
    WHERE p.stance <> '' AND other.stance <> p.stance
    UNION ALL (
        SELECT s.claim_id, s.stance, s.effective_on, s.credibility, s.recorded_at
        FROM commitments_standing s
        WHERE p.stance = '' AND {CELL} AND {HELD} AND ({VALUE_S}) IS DISTINCT FROM ({VALUE_P})
        ORDER BY {NEWEST} LIMIT 1
    )
    ORDER BY previous_effective_on DESC, previous_credibility, previous_recorded_at DESC, previous_claim DESC
    LIMIT 1
) e ON true
CROSS JOIN LATERAL (
    SELECT s.effective_on AS since FROM commitments_standing s
    WHERE {CELL} AND {HELD} AND s.stance = p.stance
      AND s.effective_on >= coalesce(e.previous_effective_on, '-infinity')
      AND coalesce(
          s.effective_on > e.previous_effective_on
          OR (-s.credibility, s.recorded_at, s.claim_id)
             > (-e.previous_credibility, e.previous_recorded_at, e.previous_claim), true)
    ORDER BY s.effective_on LIMIT 1
) since
JOIN documents_document d ON d.id = p.document_id
ORDER BY cell.country_id, array_position(%(topics)s::text[], cell.topic)
"""


def _query(held: str, count: str) -> str:
    parts = {"CELL": CELL, "HELD": held, "NEWEST": NEWEST, "VALUE_S": VALUE.format("s"), "VALUE_P": VALUE.format("p")}
    return QUERY.format(COUNT=count.format(**parts), **parts)


QUERY_NOW = _query(HELD_NOW, COUNT_NOW)
QUERY_THEN = _query(HELD_THEN, COUNT_THEN)


@dataclass(frozen=True)
class Previous:
    """The position before the standing one: the newest claim that says otherwise."""

    stance: str | None
    effective_on: date
    claim: int


@dataclass(frozen=True)
class Position:
    """Where one country stands on one topic, since when, and the claims that say so."""

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
    since: date
    previous: Previous | None
    credibility: int
    reliability: str
    claim: int
    evidence: list[int]
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
    age_days: int
    stale: bool


def positions(
    *,
    as_of: date,
    markings: Sequence[str],
    known_at: datetime | None = None,
    countries: Iterable[str] | None = None,
    topics: Iterable[str] | None = None,
) -> list[Position]:
    """The positions in force on `as_of`, by what was held at `known_at` (now, where None), in one query.

    One item for each country and topic on which a reader of these markings may see an accepted
    claim, by country code and in the order of the questionnaire.
    """
    parameters: dict[str, Any] = {
        # No statement is recorded before the day on which it was made: later days need not be read.
        "as_of": as_of if known_at is None else min(as_of, known_at.astimezone(UTC).date()),
        "known_at": known_at,
        "markings": list(markings),
        "countries": None if countries is None else sorted(set(countries)),
        "topics": [topic.value for topic in Topic if topics is None or topic.value in set(topics)],
        "credible": CREDIBLE,
        "conflict_days": CONFLICT_DAYS,
        "evidence": EVIDENCE_SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY_NOW if known_at is None else QUERY_THEN, parameters)
        names = [column.name for column in cursor.description]
        return [_position(dict(zip(names, row, strict=True)), as_of) for row in cursor.fetchall()]


def _position(row: dict[str, Any], as_of: date) -> Position:
    age_days = (as_of - row["effective_on"]).days
    same = (
        "conditions",
        "attribution",
        "stated_on",
        "effective_on",
        "since",
        "credibility",
        "reliability",
        "claim",
        "evidence",
        "document_title",
        "publisher",
        "url",
        "quote",
        "start",
        "end",
        "marking",
        "claim_count",
        "conflict",
        "topic",
    )
    return Position(
        **{name: row[name] for name in same},
        country=row["country_id"],
        document=row["document_id"],
        stance=row["stance"] or None,
        status=row["status"] or None,
        value=value_of(Topic(row["topic"]), row),
        speaker=row["speaker"] or None,
        speaker_role=row["speaker_role"] or None,
        previous=row["previous_claim"]
        and Previous(row["previous_stance"] or None, row["previous_effective_on"], row["previous_claim"]),
        age_days=age_days,
        stale=age_days > STALE_DAYS,
    )
