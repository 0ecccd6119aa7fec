"""What every test may use: databases, a live worker, a fixed cast of people, small makers of documents and claims.

The session runs on embedded servers of its own, in a temporary data directory, without regard to a power cut; where
DATABASE_URL and REDIS_URL are set, on those. With pytest-xdist the first process starts the servers, each worker has a
database of its own (`test_…_gw0`) and a Redis number of its own, and the programs that tests start find them in their
environment.

Fixtures: `db` for most tests; `transactional_db` where another process must see the rows; `worker` for a live Celery
worker on this process's test database (with `transactional_db`); `reference` for the countries and the questionnaire;
`stranger`, `viewer`, `analyst`, `reviewer` and `admin` for HTTP clients of the fixed cast (`.user` is the person);
`shared` for the folder beside the checkout. Makers of documents and claims are in `tests/making.py`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import pytest

from config import processes
from config.engines import children, locks
from config.engines.joining import ensure, leave

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
REDIS_NUMBERS = 16
WORKER_SECONDS = 90
IS_FIRST = "PYTEST_XDIST_WORKER" not in os.environ


def start_servers() -> Path:
    """Settings read the environment once, so all of it is set before Django is."""
    if IS_FIRST:
        os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="pledgeboard-test-", dir="/tmp")
    data_dir = Path(os.environ["DATA_DIR"])
    embedded = ensure(data_dir, durable=False)
    os.environ.setdefault("DATABASE_URL", embedded.database_url)
    os.environ["REDIS_URL"] = own_redis_number(os.environ.get("REDIS_URL", embedded.broker_url))
    return data_dir


def own_redis_number(address: str) -> str:
    """Number 0 for the first process, from the given one upwards for the workers of pytest-xdist."""
    if IS_FIRST:
        return address
    offset = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    if "+socket:" in address:
        return f"{address.partition('?')[0]}?virtual_host={offset % REDIS_NUMBERS}"
    base, _, number = address.rpartition("/")
    return f"{base}/{(int(number or 0) + offset) % REDIS_NUMBERS}"


DATA_DIR = start_servers()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django is ready now
from django.db import connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from django.db.backends.postgresql.operations import DatabaseOperations  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.roles import Role  # noqa: E402
from config.celery import app as celery  # noqa: E402
from seeds.load import load_reference  # noqa: E402
from tests.making import a_person  # noqa: E402

# Static files are served as they lie in their folders: collecting takes seconds, and `serve` has a test of its own.
settings.STATIC_ROOT.mkdir(exist_ok=True)
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Inherited by the workers of pytest-xdist, it would have them read the settings before this file has its say.
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config):
    if IS_FIRST:
        assert leave(DATA_DIR), "the embedded servers of the tests did not stop"
        shutil.rmtree(DATA_DIR)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """History tables refuse TRUNCATE, by which Django empties the tables after a test that committed.

    For that statement alone the triggers are off; in the tests themselves they are in force. It cascades because
    some tables have no model that Django would name: knox leaves the table of the token model that ours replaces.
    """
    sql_flush = DatabaseOperations.sql_flush

    def sql_flush_without_triggers(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        statements = sql_flush(self, style, tables, reset_sequences=reset_sequences, allow_cascade=True)
        return ["SET LOCAL session_replication_role = replica;", *statements] if statements else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush_without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def _acts_end_like_commits():
    """Deferred triggers (the change log) run after each act of a test that is rolled back at its end, as at a commit.

    Such a test is inside a transaction, so what an act commits is the savepoint next to it.
    """
    savepoint_commit = BaseDatabaseWrapper.savepoint_commit

    def savepoint_commit_like_a_commit(self, sid):
        if self.atomic_blocks and all(block._from_testcase for block in self.atomic_blocks):
            with self.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        savepoint_commit(self, sid)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "savepoint_commit", savepoint_commit_like_a_commit)
        yield


@pytest.fixture
def reference(db):
    """The countries and the questionnaire of the starter data. Beside `transactional_db`, `db` is that one."""
    load_reference()


@pytest.fixture
def stranger() -> Client:
    """Somebody who has not signed in."""
    return Client()


@pytest.fixture
def viewer(reference) -> Client:
    """Vera, a viewer."""
    return signed_in("vera", Role.VIEWER)


@pytest.fixture
def analyst(reference) -> Client:
    """Anna, an analyst."""
    return signed_in("anna", Role.ANALYST)


@pytest.fixture
def reviewer(reference) -> Client:
    """Rita, a reviewer."""
    return signed_in("rita", Role.REVIEWER)


@pytest.fixture
def admin(reference) -> Client:
    """Ada, an administrator."""
    return signed_in("ada", Role.ADMIN)


def signed_in(name: str, role: Role) -> Client:
    client = Client()
    client.user = a_person(name, role)
    client.force_login(client.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def shared() -> Path:
    """The folder beside the checkout with the seed article and the labelled documents; never missing in CI."""
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), f"{SHARED} must be there in CI"
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture(scope="session")
def _worker(django_db_setup, django_db_blocker):
    """The live worker's process, for as long as the session: starting one takes two seconds."""
    lock = locks.take(DATA_DIR / f"worker-{os.getpid()}")
    name = connection.settings_dict["NAME"]
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    celery.control.purge()
    process = processes.worker()
    with children.open_log(DATA_DIR / "logs" / f"worker-{os.getpid()}.log") as log:
        running = children.start(
            [sys.executable, *process.arguments],
            at_death=process.stop_steps[-1][0],
            holding=lock,
            cwd=ROOT,
            environment={**os.environ, "DATABASE_URL": f"{server}/{name}"},
            output=log,
        )
    try:
        wait_for_worker(running, Path(log.name))
        yield running
    finally:
        children.stop_all([(running, process.stop_steps)])
        os.close(lock)


def wait_for_worker(running: subprocess.Popen[str], log: Path) -> None:
    until = time.monotonic() + WORKER_SECONDS
    while not celery.control.ping(timeout=0.5, limit=1):
        assert running.poll() is None, f"the worker ended:\n{children.end_of_log(log)}"
        assert time.monotonic() < until, f"the worker does not answer:\n{children.end_of_log(log)}"


@pytest.fixture
def worker(transactional_db, _worker):
    """A live Celery worker that reads this process's test database and its queue."""
    return _worker
