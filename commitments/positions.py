"""Positions: where each country stands on each topic, on a day, by what was known at a moment.

The standing position is the newest accepted claim by the day it counts from; ties go to the
better credibility grade (1 is best), then to the claim recorded last.

Two times: `as_of` is the day in the world, `known_at` the moment in this system. Both are answered
by one query on `Standing`, which holds each version of each accepted claim with the moments from
and until which it was held. What each part of the query costs is in `docs/positions.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from accounts.markings import ORDER
from commitments.values import FIELDS
from questionnaire.codes import Topic

CONFLICT_DAYS = 30
"""Credible claims within so many days of the standing one that say otherwise are a conflict (codebook)."""

CREDIBLE = 3
"""The worst credibility grade that counts as credible: 1 confirmed, 2 probably true, 3 possibly true."""

STALE_DAYS = 180
"""A position whose newest evidence is older than this, on the day shown, is marked as stale."""

EVIDENCE_SHOWN = 10
"""At most so many ids of claims that say the same are given with a position, newest first."""

NEAR = 12
"""So many of a cell's newest claims are looked through for the position before, until the index by what was said is."""

LATELY = timedelta(days=7)
"""In so many days before the moment asked for, the tally of an active country and topic is looked for first."""

HALF_A_MONTH = 16
"""Days after this one of a month are counted down from its end."""

NEWEST = "s.effective_on DESC, s.credibility, s.recorded_at DESC, s.claim_id DESC"
CELL = "s.country_id = cell.country_id AND s.topic = cell.topic AND s.effective_on <= %(as_of)s"
VALUE = (
    "{0}.codes, {0}.places, {0}.personnel_min, {0}.personnel_max, {0}.months_min, {0}.months_max, "
    "{0}.open_ended, {0}.indispensable, {0}.domain, {0}.horizon, {0}.category, {0}.item, {0}.quantity, "
    "{0}.amount, {0}.currency"
)
VALUE_COLUMNS = tuple(column.strip().removeprefix("{0}.") for column in VALUE.split(","))
VALUES = len(VALUE_COLUMNS)
FIELDS_OF = {
    topic.value: [(name, VALUE_COLUMNS.index(column)) for name, column in fields] for topic, fields in FIELDS.items()
}
"""Names and columns of each topic's value."""

HELD_NOW = "s.known_until IS NULL AND s.marking = ANY(%(markings)s::text[])"
HELD_AT = """s.known_from <= %(known_at)s AND coalesce(s.known_until > %(known_at)s, true)
    AND s.marking = ANY(%(markings)s::text[]) AND s.document_id NOT IN ({WITHHELD})"""
HELD_THEN = HELD_AT.format(WITHHELD="SELECT id FROM documents_document WHERE NOT marking = ANY(%(markings)s::text[])")

# Documents that were restricted since: what they said then is not shown, and the tallies of then count it.
WITHHELD = """
WITH withheld AS MATERIALIZED (
    SELECT id FROM documents_document WHERE marking = ANY(%(hidden)s::text[])
), lost AS MATERIALIZED (
    SELECT s.country_id, s.topic, count(*) AS claims
    FROM withheld JOIN commitments_standing s ON s.document_id = withheld.id
    WHERE s.marking = ANY(%(markings)s::text[]) AND s.effective_on < %(month)s
      AND s.known_from <= %(known_at)s AND s.known_until > %(known_at)s
    GROUP BY s.country_id, s.topic
)"""

# One walk down an index alone finds what stands (`run[1]`), its evidence (the run before what says otherwise) and what
# was before. Where the run ends within a day, that day may hold more of the evidence, and it is looked for by itself.
# `IS NOT DISTINCT FROM`, which no index serves, keeps the planner on the index that holds all it needs there.
QUERY = """{WITHHELD}
SELECT {VALUE},
       CASE WHEN p.stance <> '' THEN e.said END, e.effective_on, e.claim_id,
       cell.country_id, cell.topic, nullif(p.stance, ''), nullif(p.status, ''), p.conditions,
       p.attribution, nullif(p.speaker, ''), nullif(p.speaker_role, ''), p.stated_on, p.effective_on, since.since,
       p.credibility, d.reliability, p.claim_id,
       CASE WHEN near.effective_on < near.since THEN near.run[:least({EVIDENCE_SHOWN}, cardinality(near.run) - 1)]
       ELSE ARRAY(
           SELECT s.claim_id FROM commitments_standing s
           WHERE {CELL} AND {HELD} AND s.said IS NOT DISTINCT FROM p.said AND s.effective_on >= since.since
           ORDER BY {NEWEST} LIMIT {EVIDENCE_SHOWN})
       END,
       p.document_id, d.title, d.publisher, d.url, p.quote, p.start, p."end", d.marking, counted.claims::int,
       coalesce(p.stance <> '' AND e.effective_on >= p.effective_on - {CONFLICT_DAYS} AND (
           e.credibility <= {CREDIBLE} OR EXISTS (
               SELECT 1 FROM commitments_standing s
               WHERE {CELL} AND {HELD} AND s.effective_on >= p.effective_on - {CONFLICT_DAYS}
                 AND s.said <> p.said AND s.credibility <= {CREDIBLE})), false),
       %(day)s::date - p.effective_on, %(day)s::date - p.effective_on > {STALE_DAYS}
FROM (
    SELECT iso2 AS country_id, topic FROM commitments_country, unnest(%(topics)s::text[]) AS topic
    WHERE %(countries)s::text[] IS NULL OR iso2 = ANY(%(countries)s::text[])
) cell
{LOST}
CROSS JOIN LATERAL (
    SELECT (
        SELECT coalesce(sum(claims), 0) FROM unnest(%(markings)s::text[]) AS shown (marking)
        CROSS JOIN LATERAL (SELECT {TALLY} AS claims) tally
    ) + %(sign)s * (
        SELECT count(*) FROM commitments_standing s
        WHERE s.country_id = cell.country_id AND s.topic = cell.topic AND {HELD}
          AND s.effective_on >= %(first)s AND s.effective_on < %(after)s
    ){LESS} AS claims OFFSET 0
) counted
LEFT JOIN LATERAL (
    SELECT s.* FROM (
        SELECT {RANK}, lag(s.effective_on) OVER newest AS since, array_agg(s.claim_id) OVER newest AS run,
               first_value(s.said) OVER newest AS saying
        FROM commitments_standing s WHERE {CELL} AND {HELD} AND counted.claims > 0
        WINDOW newest AS (ORDER BY {NEWEST}) ORDER BY {NEWEST} LIMIT {NEAR}
    ) s WHERE s.said <> s.saying LIMIT 1
) near ON true
CROSS JOIN LATERAL (
    SELECT s.* FROM commitments_standing s
    WHERE {HELD} AND s.claim_id = coalesce(near.run[1], (
        SELECT s.claim_id FROM commitments_standing s
        WHERE {CELL} AND {HELD} AND counted.claims > 0 ORDER BY {NEWEST} LIMIT 1))
    LIMIT 1
) p
LEFT JOIN LATERAL (
    SELECT s.* FROM unnest(ARRAY['favor', 'conditional', 'undecided', 'against']) AS other (stance)
    CROSS JOIN LATERAL (
        SELECT {RANK} FROM commitments_standing s
        WHERE {CELL} AND {HELD} AND s.said = other.stance ORDER BY {NEWEST} LIMIT 1
    ) s
    WHERE p.stance <> '' AND other.stance <> p.stance
    UNION ALL (
        SELECT {RANK} FROM commitments_standing s
        WHERE p.stance = '' AND {CELL} AND {HELD} AND s.said <> p.said ORDER BY {NEWEST} LIMIT 1
    )
    ORDER BY effective_on DESC, credibility, recorded_at DESC, claim_id DESC
    LIMIT CASE WHEN near.claim_id IS NULL THEN 1 ELSE 0 END
) far ON true
CROSS JOIN LATERAL (
    SELECT coalesce(near.claim_id, far.claim_id) AS claim_id, coalesce(near.said, far.said) AS said,
           coalesce(near.effective_on, far.effective_on) AS effective_on,
           coalesce(near.credibility, far.credibility) AS credibility,
           coalesce(near.recorded_at, far.recorded_at) AS recorded_at
) e
CROSS JOIN LATERAL (
    SELECT coalesce(near.since, (
        SELECT s.effective_on FROM commitments_standing s
        WHERE {CELL} AND {HELD} AND s.effective_on >= coalesce(e.effective_on, '-infinity')
          AND coalesce(
              s.effective_on > e.effective_on
              OR (-s.credibility, s.recorded_at, s.claim_id) > (-e.credibility, e.recorded_at, e.claim_id), true)
        ORDER BY s.effective_on, s.credibility DESC, s.recorded_at, s.claim_id LIMIT 1)) AS since OFFSET 0
) since
JOIN documents_document d ON d.id = p.document_id
ORDER BY cell.country_id, array_position(%(topics)s::text[], cell.topic)
"""

TALLY = """(
    SELECT t.claims FROM commitments_tally t
    WHERE t.country_id = cell.country_id AND t.topic = cell.topic AND t.marking = shown.marking
      AND {WHEN} ORDER BY t.month DESC{LATEST} LIMIT 1)"""
TALLY_NOW = TALLY.format(WHEN="t.month < %(month)s AND t.known_until IS NULL", LATEST="")
# A search reads its page of the index to the end of the range: the likely rows first, in a narrow one.
TALLY_THEN = "coalesce({}, {})".format(
    TALLY.format(
        WHEN="t.month = %(month_before)s AND t.known_from <= %(known_at)s AND t.known_from > %(lately)s",
        LATEST=", t.known_from DESC",
    ),
    TALLY.format(WHEN="t.month < %(month)s AND t.known_from <= %(known_at)s", LATEST=", t.known_from DESC"),
)


def _query(**of_the_time: str) -> str:
    rank = "s.claim_id, s.said, s.effective_on, s.credibility, s.recorded_at"
    limits = {"EVIDENCE_SHOWN": EVIDENCE_SHOWN, "CONFLICT_DAYS": CONFLICT_DAYS, "CREDIBLE": CREDIBLE}
    limits |= {"STALE_DAYS": STALE_DAYS, "NEAR": NEAR}
    return QUERY.format(CELL=CELL, NEWEST=NEWEST, RANK=rank, VALUE=VALUE.format("p"), **limits, **of_the_time)


QUERY_NOW = _query(HELD=HELD_NOW, TALLY=TALLY_NOW, WITHHELD="", LOST="", LESS="")
# It has to begin with SELECT: into what begins otherwise, the history's triggers have their context written, and the
# database keeps no plan of two statements. The rows keep the order of the inner query.
QUERY_THEN = _query(
    HELD=HELD_AT.format(WITHHELD="SELECT id FROM withheld"),
    TALLY=TALLY_THEN,
    WITHHELD=WITHHELD,
    LOST="LEFT JOIN lost USING (country_id, topic)",
    LESS=" - coalesce(lost.claims, 0)",
)


@dataclass(frozen=True)
class Previous:
    """The position before the standing one: the newest claim that says otherwise."""

    stance: str | None
    effective_on: date
    claim: int


class Position(NamedTuple):
    """Where one country stands on one topic, since when, and the claims that say so.

    The fields are in the order of the columns of `QUERY`, but for the value and what was before. A
    frozen dataclass takes five times as long to make.
    """

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
    # No statement is recorded before the day on which it was made: later days need not be read.
    last = as_of if known_at is None else min(as_of, known_at.astimezone(UTC).date())
    parameters: dict[str, Any] = {
        "day": as_of,
        "as_of": last,
        "known_at": known_at,
        "markings": list(markings),
        "hidden": [marking for marking in ORDER if marking not in markings],
        "countries": None if countries is None else sorted(set(countries)),
        "topics": [topic.value for topic in Topic if topics is None or topic.value in set(topics)],
        "lately": known_at and known_at - LATELY,
        **_days_to_count(last + timedelta(days=1)),
    }
    with connection.cursor() as cursor:
        cursor.execute(QUERY_NOW if known_at is None else QUERY_THEN, parameters)
        return [_position(row) for row in cursor.fetchall()]


def _days_to_count(end: date) -> dict[str, Any]:
    """Counting up to the day before `end`: from the tally by the nearest end of a month, and the days to there."""
    month = end.replace(day=1)
    if end.day > HALF_A_MONTH:
        month = (month + timedelta(days=31)).replace(day=1)
    return {
        "month": month,
        "month_before": (month - timedelta(days=1)).replace(day=1),
        "first": min(month, end),
        "after": max(month, end),
        "sign": 1 if month <= end else -1,
    }


def _position(row: tuple[Any, ...]) -> Position:
    stance, day, claim, *rest = row[VALUES:]
    value = {name: None if row[column] == "" else row[column] for name, column in FIELDS_OF[rest[1]]}
    previous = None if claim is None else Previous(stance, day, claim)
    return Position._make((*rest[:5], value, *rest[5:11], previous, *rest[11:]))  # noqa: SLF001  # public
