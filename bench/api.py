"""How many requests a second the lists of the API take, beside two peers in the same run.

    python -m bench.api [claims]

Fills a database of its own (as `bench.positions` does) and serves it by granian with two peers: a view that does
nothing, and the same page of claims by model instances and a serializer. Ratios are what counts: the load is made on
the same machine. About a minute.
"""

import os
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import django
import orjson

from config.engines.joining import ensure, leave
from manage import data_dir, say

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
PORT = 8139
SECONDS = 4
CONNECTIONS = 8
PAGES = {
    "nothing": "/bench/nothing/",
    "claims, serializer": "/bench/claims/",
    "claims": "/api/v1/claims/",
    "claims, filtered": "/api/v1/claims/?country=BA&topic=troops&limit=100",
    "claims, deep page": "",
    "positions, all": "/api/v1/positions/",
    "positions, one country": "/api/v1/positions/?country=BA",
}

CLAIMS = """
SET session_replication_role = replica;
INSERT INTO commitments_claim (
    topic, stance, status, conditions, codes, places, domain, horizon, category, item, currency, country_id,
    attribution, speaker, speaker_role, stated_on, effective_on, credibility, document_id, start, "end", quote, prefix,
    suffix, state, origin, origin_name, note, reason, version, recorded_at, updated_at, decided_at)
SELECT topic, stance, status, conditions,
       CASE topic WHEN 'partners' THEN '{FR}'::text[] WHEN 'sanctions' THEN '{energy}'
            WHEN 'guarantee' THEN '{other}' WHEN 'attack_response' THEN '{other}' WHEN 'us_support' THEN '{other}'
            ELSE '{}' END,
       CASE topic WHEN 'deployment' THEN places ELSE '{}' END, domain,
       CASE topic WHEN 'us_support' THEN 'unspecified' ELSE '' END,
       CASE topic WHEN 'aid' THEN 'package' ELSE '' END, item, currency, country_id,
       attribution, speaker, speaker_role, stated_on, effective_on, credibility, document_id, start, "end", quote, '',
       '', 'accepted', 'engine', 'bench', '', 'new_source', 1, recorded_at, recorded_at, recorded_at
FROM commitments_standing;
SET session_replication_role = DEFAULT;
VACUUM ANALYZE commitments_claim
"""


def main(claims: int) -> None:
    """Fill, serve, measure, print a line for each page."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 - the settings are read now

    from bench.positions import _fill  # noqa: PLC0415

    _fill(claims)
    with connection.cursor() as cursor:
        for statement in CLAIMS.split(";\n"):
            cursor.execute(statement)
    name = connection.settings_dict["NAME"]
    connection.close()
    with served(name):
        wait()
        pages = {**PAGES, "claims, deep page": deep_page()}
        print(f"{claims} claims, {CONNECTIONS} connections, {SECONDS} s each")
        print(f"{'page':<24} {'requests/s':>10} {'KB':>7} {'to nothing':>11} {'to serializer':>14}")
        found = {page: measure(address) for page, address in pages.items()}
    for page, (rate, size) in found.items():
        nothing, serializer = found["nothing"][0], found["claims, serializer"][0]
        print(f"{page:<24} {rate:>10.0f} {size / 1024:>7.1f} {rate / nothing:>11.2f} {rate / serializer:>14.1f}")


def served(database: str) -> "Ended":
    """Granian on this database, as `serve` runs it."""
    from django.conf import settings  # noqa: PLC0415

    address, _, query = settings.DATABASE_URL.partition("?")
    own = f"{address.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")
    words = ["--interface", "wsgi", "--port", str(PORT), "--workers", "2", "--blocking-threads", "8", "--no-ws"]
    environment = {**os.environ, "DATABASE_URL": own, "DATABASE_POOL": "8", "LOG_LEVEL": "ERROR"}
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "granian", *words, "--log-level", "error", "bench._peers:application"]
    process = subprocess.Popen(command, cwd=root, env=environment)
    return Ended(process)


class Ended:
    """Ends the server, whatever happens."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def __enter__(self) -> None:
        """Nothing to do: it runs."""

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.process.terminate()
        self.process.wait(timeout=20)


def wait() -> None:
    """Until the server answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            get(HTTPConnection("127.0.0.1", PORT, timeout=30), PAGES["nothing"])
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def get(connection: HTTPConnection, address: str) -> bytes:
    """The body; anything but a 200 ends the benchmark."""
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status} {body[:300]!r}")
    return body


def deep_page() -> str:
    """The address of the tenth page of 1,000 claims, cut to 100."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
    address = "/api/v1/claims/?limit=1000"
    for _ in range(10):
        following = orjson.loads(get(connection, address))["next"]
        if following is None:
            break
        address = following[following.index("/api/") :]
    return address.replace("limit=1000", "limit=100")


def measure(address: str) -> tuple[float, int]:
    """Requests a second over all connections, and the bytes of an answer."""
    done = [0] * CONNECTIONS
    size = len(get(HTTPConnection("127.0.0.1", PORT, timeout=30), address))
    until = time.monotonic() + SECONDS

    def ask(place: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        while time.monotonic() < until:
            get(connection, address)
            done[place] += 1

    began = time.monotonic()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began), size


if __name__ == "__main__":
    ensure(data_dir(), say=say)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    finally:
        leave(data_dir())
