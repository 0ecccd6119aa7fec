"""File locks that prove who is alive: the kernel lets one go when its last holder dies, however it dies."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

POLL_SECONDS = 0.05


def take(path: Path, *, shared: bool = False, seconds: float = 0) -> int | None:
    """Lock the file, waiting this long at most; its open descriptor, or None where somebody else holds it.

    The descriptor is closed on exec unless it is handed on by `pass_fds`.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(descriptor)
                return None
            time.sleep(POLL_SECONDS)
        else:
            return descriptor


def is_held(path: Path) -> bool:
    """Whether somebody holds the file's lock for themselves alone."""
    if not path.exists():
        return False
    if (descriptor := take(path, shared=True)) is None:
        return True
    os.close(descriptor)
    return False


def wait_until_free(path: Path, seconds: float) -> bool:
    """Wait until nobody holds the lock; False where somebody still does after this long."""
    if (descriptor := take(path, seconds=seconds)) is None:
        return False
    os.close(descriptor)
    return True


def evict(path: Path, seconds: float) -> bool:
    """Wait this long for the holders of the lock to go, then kill them; False where they cannot be killed.

    Only processes that have this very file open are killed: a pid read from a file may be anybody's by now.
    """
    if wait_until_free(path, seconds):
        return True
    for process in _holders(path):
        with suppress(OSError):
            signal.pidfd_send_signal(process, signal.SIGKILL)
        os.close(process)
    return wait_until_free(path, seconds)


def _holders(path: Path) -> Iterator[int]:
    """Handles of the other processes that have the file open. A handle, unlike a number, stays with its process."""
    wanted = path.stat()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with suppress(OSError):
            process = os.pidfd_open(int(entry.name))
            if any(_is_same(link, wanted) for link in (entry / "fd").iterdir()):
                yield process
            else:
                os.close(process)


def _is_same(link: Path, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(link.stat(), wanted)
    except OSError:
        return False
