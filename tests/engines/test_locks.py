"""The locks by which the living are known."""

import subprocess
import sys

import pytest

from config.engines import locks

pytestmark = pytest.mark.engines
HOLD = "import sys; from config.engines import locks; from pathlib import Path; locks.take(Path(sys.argv[1])); {then}"
IGNORING_SIGNALS = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('holding', flush=True); input()"


@pytest.fixture
def holder(tmp_path):
    hold = [sys.executable, "-c", HOLD.format(then=IGNORING_SIGNALS), str(tmp_path / "lock")]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def test_a_lock_is_held_as_long_as_its_holder_lives(holder, tmp_path):
    assert locks.is_held(tmp_path / "lock")
    assert not locks.wait_until_free(tmp_path / "lock", seconds=0.1)
    holder.kill()
    assert locks.wait_until_free(tmp_path / "lock", seconds=5)
    assert not locks.is_held(tmp_path / "lock")


def test_only_the_holder_is_evicted(holder, tmp_path):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (tmp_path / "lock").write_text(str(stranger.pid))
        assert locks.evict(tmp_path / "lock", seconds=1)
        assert holder.wait(5) < 0
        assert stranger.poll() is None
        stranger.communicate(b"\n")
