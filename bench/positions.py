"""How long the matrix takes as history grows: 50 countries and 11 topics at 10⁴, 10⁵ and 10⁶ claims.

    python -m bench.positions [claims …]

Makes a database of its own beside the configured one and fills what the query reads (`Standing`,
its tally, documents, countries) with made-up rows by SQL; six in seven are held still. Limit: 50 ms
for the whole matrix at a million claims on any day. Peer: the plain way, `DISTINCT ON` over all
that is held, which reads it all. One line a size.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import django
from django.core.management import call_command
from django.db import connection

from config.engines.joining import ensure, leave
from manage import data_dir, say

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 25
DATES = (date(2025, 6, 15), date(2025, 12, 31), date(2026, 11, 1))
LIMIT_MS = 50

FILL = """
SET session_replication_role = replica;
INSERT INTO commitments_country (
    iso2, iso3, name, kind, role, coalition, region, capital, demonym, tile_col, tile_row)
SELECT chr(65 + n / 26) || chr(65 + n %% 26), 'X' || lpad(n::text, 2, '0'), 'Country ' || n, 'state', 'addressee',
       null, 'Somewhere', '', '', n %% 10, n / 10
FROM generate_series(0, 49) n;
INSERT INTO documents_document (
    sha256, text_sha256, original, text, title, file_name, media_type, size, kind, state, marking, reliability,
    publisher, url, language, error, attempts, timings, withdrawn_why, updated_at,
    page_starts)
SELECT encode(sha256(n::text::bytea), 'hex'), '', '', 'text', 'Document ' || n, '', 'text/plain', 4, 'file',
       'coded', 'CLEAR', 'B', '', '', 'en', '', 1, '{}', '', now(), '{}'
FROM generate_series(1, 1000) n;
CREATE TEMP TABLE made AS
SELECT n AS id, country.iso2 AS country_id,
       (ARRAY['guarantee', 'participation', 'partners', 'troops', 'force_size', 'deployment', 'duration',
              'attack_response', 'us_support', 'aid', 'sanctions'])[1 + n / 50 %% 11] AS topic,
       (ARRAY['favor', 'favor', 'favor', 'undecided', 'against'])[1 + (random() * 4)::int] AS stance,
       date '2025-02-01' + (random() * 660)::int AS effective_on, 1 + (random() * 5)::int AS credibility,
       date '2025-02-01' AS recorded_at,
       (SELECT min(id) FROM documents_document) + n %% 1000 AS document_id
FROM generate_series(1, %(claims)s) n
JOIN (SELECT iso2, row_number() OVER (ORDER BY iso2) - 1 AS place FROM commitments_country) country ON place = n %% 50;
ALTER TABLE made ALTER recorded_at TYPE timestamptz USING effective_on + random() * interval '14 days';
UPDATE made SET stance = '' WHERE topic IN ('partners', 'force_size', 'deployment', 'duration');
INSERT INTO commitments_standing (
    claim_id, country_id, document_id, marking, topic, stance, status, conditions, codes, places, domain, horizon,
    category, item, currency, attribution, speaker, speaker_role, stated_on, effective_on, credibility, start, "end",
    quote, recorded_at, said, known_from, known_until)
SELECT id, country_id, document_id, 'CLEAR', topic, stance, '', '{}', '{}', ARRAY[id::text], '', '', '', '', '',
       'document', '', '', effective_on, effective_on, credibility, 0, 4, 'text', recorded_at,
       CASE WHEN stance <> '' THEN stance ELSE left(md5(id::text), 16) END, recorded_at,
       CASE WHEN id %% 7 = 0 THEN recorded_at + interval '10 days' END
FROM made;
CREATE TEMP TABLE event AS
SELECT country_id, topic, date_trunc('month', effective_on)::date AS month, at, change,
       date_trunc('month', at AT TIME ZONE 'UTC')::date AS at_month
FROM (
    SELECT country_id, topic, effective_on, known_from AS at, 1 AS change FROM commitments_standing
    UNION ALL SELECT country_id, topic, effective_on, known_until, -1 FROM commitments_standing
    WHERE known_until IS NOT NULL
) change;
CREATE TEMP TABLE before AS
SELECT country_id, topic, month::date, sum(change) AS earlier
FROM (SELECT country_id, topic, at_month, sum(change) AS change FROM event GROUP BY 1, 2, 3) event
JOIN generate_series(date '2025-02-01', date '2026-12-01', interval '1 month') AS month ON at_month < month
GROUP BY 1, 2, 3;
INSERT INTO commitments_tally (country_id, topic, marking, month, claims, known_from, known_until)
SELECT country_id, topic, 'CLEAR', month, earlier + sum(change) OVER cell, at, lead(at) OVER cell
FROM (
    SELECT event.country_id, event.topic, tally.month::date, at, change, coalesce(earlier, 0) AS earlier
    FROM event CROSS JOIN generate_series(event.month, at_month, interval '1 month') AS tally (month)
    LEFT JOIN before ON before.country_id = event.country_id AND before.topic = event.topic
                    AND before.month = tally.month
) counted
WINDOW cell AS (PARTITION BY country_id, topic, month ORDER BY at);
DROP TABLE made, event, before;
SET session_replication_role = DEFAULT;
"""

PEER = """
SELECT DISTINCT ON (country_id, topic) country_id, topic, stance, claim_id,
       count(*) OVER (PARTITION BY country_id, topic)
FROM commitments_standing
WHERE known_until IS NULL AND effective_on <= %s AND marking = ANY(ARRAY['CLEAR'])
ORDER BY country_id, topic, effective_on DESC, credibility, recorded_at DESC, claim_id DESC
"""


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size and print a line for it."""
    django.setup()
    from commitments.positions import positions  # noqa: PLC0415  # models load after set-up

    print(f"{'claims':>9}  {'today':>9}  {'known_at':>9}  {'peer':>9}  today/peer   (limit {LIMIT_MS} ms)")
    for claims in sizes:
        _fill(claims)
        today = max(_median(lambda day=day: positions(as_of=day, markings=["CLEAR"])) for day in DATES)
        then = max(
            _median(lambda day=day: positions(as_of=day, known_at=_noon(day), markings=["CLEAR"])) for day in DATES
        )
        peer = max(_median(lambda day=day: _rows(PEER, [day])) for day in DATES)
        print(f"{claims:>9}  {today:>6.1f} ms  {then:>6.1f} ms  {peer:>6.1f} ms  {today / peer:>8.3f}")


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _median(query: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        query()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _rows(sql: str, parameters: list[object]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _fill(claims: int) -> None:
    """A fresh database with so many claims."""
    own = f"{connection.settings_dict['NAME']}".removesuffix("_bench") + "_bench"
    connection.close()
    connection.settings_dict["NAME"] = "postgres"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}"')
    connection.close()
    connection.settings_dict["NAME"] = own
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"claims": claims})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # else what was filled is still being written while the queries are measured


if __name__ == "__main__":
    ensure(data_dir(), say=say)
    try:
        main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
    finally:
        leave(data_dir())
