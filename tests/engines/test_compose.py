"""docker-compose.yml says what `manage.py serve` does: it is read, and its commands are started on this machine."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time

import environ
import psycopg
import pytest
import yaml

from config import processes
from tests.engines.conftest import ROOT
from tests.engines.test_serve import free_port, get

pytestmark = pytest.mark.engines
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
READY_SECONDS = 60


@pytest.fixture(autouse=True)
def _sizes_of_the_containers(monkeypatch):
    for name, value in {"WEB_WORKERS": "2", "WEB_THREADS": "8", "WORKER_CONCURRENCY": "2"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def database_url():
    """A database of its own on the servers of the tests."""
    name, url = f"pb_compose_{os.getpid()}", os.environ["DATABASE_URL"]
    given = environ.Env.db_url_config(url)
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    where = {word: given[key] for word, key in words.items() if given[key]}
    with psycopg.connect(**where, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_each_container_runs_what_serve_starts():
    schedule = "/data/celerybeat-schedule"
    for process in (processes.web("0.0.0.0", 8000), processes.worker(), processes.scheduler(schedule)):
        assert SERVICES[process.name]["command"] == list(process.arguments)
        assert SERVICES[process.name]["environment"].items() >= process.environment.items()


def test_nothing_serves_before_the_preparation_is_done():
    for name in ("web", "worker", "scheduler"):
        assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_all_that_is_named_exists():
    named = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert named == set(COMPOSE["volumes"])
    assert {name for service in SERVICES.values() for name in service.get("depends_on", [])} <= set(SERVICES)
    assert all("image" in service for service in SERVICES.values())


def test_its_commands_serve(database_url, tmp_path):
    port = free_port()
    given = {"ALLOWED_HOSTS": "127.0.0.1", "DATA_DIR": str(tmp_path), "DATABASE_URL": database_url}
    environment = {"PATH": os.environ["PATH"], "REDIS_URL": os.environ["REDIS_URL"], "DATABASE_POOL": "8", **given}
    run = {"cwd": ROOT, "env": environment}
    subprocess.run([sys.executable, *SERVICES["prepare"]["command"]], **run, check=True, stdout=subprocess.DEVNULL)
    here = {"0.0.0.0": "127.0.0.1", "8000": str(port), "/data/celerybeat-schedule": str(tmp_path / "schedule")}
    with contextlib.ExitStack() as stack:
        for name in ("web", "worker", "scheduler"):
            command = [here.get(word, word) for word in SERVICES[name]["command"]]
            process = stack.enter_context(subprocess.Popen([sys.executable, *command], **run))
            stack.callback(process.terminate)
        until = time.monotonic() + READY_SECONDS
        while (answer := ask(port)) != (200, "ok"):
            assert time.monotonic() < until, answer
            time.sleep(0.2)


def ask(port: int) -> tuple[int, str]:
    try:
        status, body = get(port, "/readyz")
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    return status, json.loads(body)["status"]
