"""Starting programs as a stranger does, with no environment, and seeing what they leave behind."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AS_ROOT = ["unshare", "--map-root-user"]
AS_ORDINARY_USER = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
"""A user namespace makes either of whoever runs the tests, in a folder that perhaps only root may enter."""


@pytest.fixture
def data_dir():
    """A short path, for what is put below it; nothing may be left running from it after the test."""
    folder = Path(tempfile.mkdtemp(prefix="pb-", dir="/tmp"))
    yield folder
    wait_until_nothing_left(folder)
    for note in folder.rglob("socket_folder"):
        shutil.rmtree(note.read_text())
    shutil.rmtree(folder)


def bare_environment(data_dir: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DATA_DIR": str(data_dir)}


@dataclass
class User:
    """A process that uses the embedded servers, and what it says of them."""

    process: subprocess.Popen
    database_url: str
    redis_url: str
    server_started: str
    redis_run: str


@contextlib.contextmanager
def using(data_dir: Path, prefix: list[str] = ()):
    with start_using(data_dir, prefix) as process:
        try:
            yield said_by(process)
        finally:
            process.stdin.close()
            process.wait(20)


def start_using(data_dir: Path, prefix: list[str] = ()) -> subprocess.Popen:
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "tests.engines.user_of_servers"],
        cwd=ROOT,
        env=bare_environment(data_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said_by(process: subprocess.Popen) -> User:
    line = process.stdout.readline()
    assert line, f"the servers did not start; exit {process.wait(20)}"
    return User(process, **json.loads(line))


def left_behind(data_dir: Path) -> list[str]:
    """Processes that name the data directory in their arguments, environment or working directory."""
    wanted = str(data_dir).encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            told = (entry / "cmdline").read_bytes()
            where = os.fsencode((entry / "cwd").readlink())
            if wanted in told + (entry / "environ").read_bytes() + where:
                found.append(f"{entry.name} {told.replace(bytes(1), b' ').decode()}")
    return found


def wait_until_nothing_left(data_dir: Path, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while left := left_behind(data_dir):
        assert time.monotonic() < until, f"still there after {seconds} s: {left}"
        time.sleep(0.1)


def pids_of(data_dir: Path, *words: str) -> list[int]:
    """The processes of this data directory with one of these words in their arguments."""
    return [int(line.split()[0]) for line in left_behind(data_dir) if any(word in line for word in words)]


def kill_9(data_dir: Path, *words: str) -> list[int]:
    pids = pids_of(data_dir, *words)
    for pid in pids:
        # The death of one may have been the end of the next.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return pids
