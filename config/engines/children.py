"""Children that do not outlive their parent."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")
MOST_LOG_BYTES = 5_000_000
POLL_SECONDS = 0.05
Steps = Sequence[tuple[signal.Signals, float]]


def start(
    program: Sequence[str],
    *,
    at_death: signal.Signals,
    holding: int,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    output: IO[str] | None = None,
) -> subprocess.Popen[str]:
    """Start a program in a session of its own; it gets the signal `at_death` when this process dies.

    It holds the lock `holding` with all that it forks, until the last of them is gone.
    """
    tether = [sys.executable, "-I", "-S", str(TETHER), str(at_death.value), str(os.getpid())]
    return subprocess.Popen(
        [*tether, *program],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        cwd=cwd,
        env=environment,
        pass_fds=[holding],
        start_new_session=True,
        text=True,
    )


def has_ended(child: subprocess.Popen[str]) -> bool:
    """Whether the child has ended. Then what is left of its group is killed, while the number is still the child's."""
    if child.returncode is None:
        if os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    return True


def stop_all(running: Sequence[tuple[subprocess.Popen[str], Steps]]) -> None:
    """Stop children at the same time: each gets its signals, with a wait after each, and is killed at last."""
    plans = [_Stopping(child, deque(steps)) for child, steps in running]
    while plans := [plan for plan in plans if plan.advance()]:
        time.sleep(POLL_SECONDS)


class _Stopping:
    """A child on its way to its end."""

    def __init__(self, child: subprocess.Popen[str], steps: deque[tuple[signal.Signals, float]]) -> None:
        self.child, self.steps = child, steps
        self.until = 0.0

    def advance(self) -> bool:
        """Send the next signal when it is time; False once the child has ended."""
        if has_ended(self.child):
            return False
        if time.monotonic() < self.until:
            return True
        if self.steps:
            number, seconds = self.steps.popleft()
            self.child.send_signal(number)
            self.until = time.monotonic() + seconds
            return True
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        return False


def open_log(path: Path) -> IO[str]:
    """A log file to append to; one that has grown large is put aside first, over the last one put aside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MOST_LOG_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("a", encoding="utf-8")


def end_of_log(path: Path, lines: int = 20) -> str:
    """The last lines of a log file."""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
