"""A worker that is killed half way loses nothing and doubles nothing."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from config import processes
from documents.intake import Particulars, take_in
from documents.models import Document
from extraction.engine import extract

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Norway will send 200 soldiers to Ukraine, Prime Minister Jonas Gahr Støre said.\n\nSweden has not decided.\n"
SECONDS = 90


@contextmanager
def a_worker_of_its_own():
    """A worker on this test's database and a Redis number that nothing else uses: at its start it takes up the rows."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "REDIS_URL": re.sub(r"\d+$", "15", os.environ["REDIS_URL"]),
        "WORKER_CONCURRENCY": "1",
    }
    command = [sys.executable, *processes.worker().arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    ) as worker:
        try:
            yield worker
        finally:
            os.killpg(worker.pid, signal.SIGKILL)


def wait_until(holds) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'commitments_claim'::regclass")
        return cursor.fetchone()[0] > 0


def test_a_worker_killed_between_reading_and_coding_is_made_good(transactional_db, reference):
    document = take_in(TEXT.encode(), file_name="note.txt", particulars=Particulars(), by=None, send=False).document
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE commitments_claim IN ACCESS EXCLUSIVE MODE")
        with a_worker_of_its_own():
            wait_until(somebody_waits_for_a_lock)
    document.refresh_from_db()
    assert (document.state, document.text) == (Document.State.READ, TEXT)
    with a_worker_of_its_own():
        wait_until(lambda: Document.objects.get().finished)
    document.refresh_from_db()
    found = {(claim.country, claim.topic, claim.start, claim.end) for claim in extract(TEXT).claims}
    assert (document.state, document.attempts) == (Document.State.CODED, 2)
    assert sorted(document.claims.values_list("country", "topic", "start", "end")) == sorted(found)
    assert found
