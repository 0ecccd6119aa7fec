"""`manage.py serve` from nothing to ready, and every way to its end, on one data directory that is slow to fill."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.engines.conftest import ROOT, bare_environment, kill_9, left_behind, pids_of, wait_until_nothing_left

pytestmark = pytest.mark.engines
FIRST_SECONDS = 180
AGAIN_SECONDS = 30
"""Ten on a machine that does nothing else; here other tests run at the same time."""
STOP_SECONDS = 10


@pytest.fixture(scope="module")
def served_dir():
    """A data directory that was served once."""
    folder = Path(tempfile.mkdtemp(prefix="pb-", dir="/tmp")) / "with a blank"
    with serving(folder, seconds=FIRST_SECONDS) as (_, lines, _):
        assert any("migrations" in line for line in lines)
        assert "  positions added: " in "\n".join(lines)
    yield folder
    wait_until_nothing_left(folder)
    shutil.rmtree(folder.parent)


@contextlib.contextmanager
def serving(data_dir: Path, seconds: float = AGAIN_SECONDS):
    """The program, from its start to ready; it is told to stop and must do so in time, leaving nothing."""
    port = free_port()
    with start(data_dir, port) as process:
        try:
            yield process, lines_until_ready(process, seconds), port
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=STOP_SECONDS)
    wait_until_nothing_left(data_dir)


def start(data_dir: Path, port: int) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "serve"]
    environment = {**bare_environment(data_dir), "PORT": str(port)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def lines_until_ready(process: subprocess.Popen, seconds: float) -> list[str]:
    began, lines = time.monotonic(), []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("Ready: "):
            assert time.monotonic() - began < seconds
            return lines
    raise AssertionError("it ended before it was ready:\n" + "\n".join(lines))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, path: str) -> tuple[int, bytes]:
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    web.request("GET", path)
    response = web.getresponse()
    body = response.read()
    web.close()
    return response.status, body


def is_ready(port: int) -> bool:
    try:
        return get(port, "/readyz")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def test_ready_means_that_database_broker_and_worker_answer(served_dir):
    with serving(served_dir) as (_, lines, port):
        assert not any("added" in line for line in lines)
        assert lines[-1].startswith(f"Ready: http://127.0.0.1:{port}/sign-in/link/?sesame=")
        status, body = get(port, "/readyz")
        assert (status, json.loads(body)) == (200, {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok"})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_in_time_with_exit_0_and_leaves_nothing(served_dir, number):
    with start(served_dir, free_port()) as process:
        lines_until_ready(process, AGAIN_SECONDS)
        process.send_signal(number)
        said, _ = process.communicate(timeout=STOP_SECONDS)
    assert process.returncode == 0
    assert said.splitlines()[-1] == "Stopped."
    wait_until_nothing_left(served_dir, seconds=1)


@pytest.mark.parametrize("seconds", [0.3, 1, 3])
def test_it_stops_in_time_however_early_it_is_told_to(data_dir, seconds):
    with start(data_dir, free_port()) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=STOP_SECONDS)
    # On a busy machine the signal may come before Python listens for it; then nothing has been started yet, either.
    assert process.returncode in (0, -signal.SIGTERM)
    assert left_behind(data_dir) == []


def test_kill_9_leaves_nothing_and_the_next_start_is_none_the_worse(served_dir):
    with start(served_dir, free_port()) as process:
        lines_until_ready(process, AGAIN_SECONDS)
        process.kill()
        wait_until_nothing_left(served_dir)
    with serving(served_dir) as (_, _, port):
        assert get(port, "/readyz")[0] == 200


def test_after_kill_9_of_everything_the_next_start_is_none_the_worse(served_dir):
    with start(served_dir, free_port()) as process:
        lines_until_ready(process, AGAIN_SECONDS)
        kill_9(served_dir, "")
        process.wait(10)
    with serving(served_dir) as (_, _, port):
        assert get(port, "/readyz")[0] == 200


@pytest.mark.parametrize(("name", "words"), [("worker", "config.celery worker"), ("web", "-m config.web")])
def test_a_program_that_dies_is_started_again(served_dir, name, words):
    with serving(served_dir) as (process, _, port):
        parent, *_its_own_children = sorted(pids_of(served_dir, words))
        os.kill(parent, signal.SIGKILL)
        assert f"{name} ended by itself" in process.stdout.readline()
        until = time.monotonic() + AGAIN_SECONDS
        while not is_ready(port):
            assert time.monotonic() < until


def test_a_command_joins_the_servers_that_run(served_dir):
    with serving(served_dir) as (_, _, port):
        subprocess.run(
            [sys.executable, "manage.py", "load_seeds"], cwd=ROOT, env=bare_environment(served_dir), check=True
        )
        assert get(port, "/readyz")[0] == 200


def test_a_port_in_use_is_said_to_be(served_dir):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said, code = result_of(served_dir, port)
    assert code == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in said
    assert left_behind(served_dir) == []


def test_a_second_one_on_the_same_data_is_refused(served_dir):
    with serving(served_dir):
        said, code = result_of(served_dir, free_port())
    assert code == 1
    assert "is being served already" in said


def test_a_port_that_is_no_number_is_refused(served_dir):
    said, code = result_of(served_dir, "http")
    assert code != 0
    assert "invalid int value: 'http'" in said


def test_a_data_directory_that_cannot_be_used_is_said_to_be():
    with start(Path("/proc/nowhere"), free_port()) as process:
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.startswith("error: /proc/nowhere cannot be used (")


def result_of(data_dir: Path, port: object) -> tuple[str, int | None]:
    with start(data_dir, port) as process:
        said, _ = process.communicate(timeout=30)
        return said, process.returncode
