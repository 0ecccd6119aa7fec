"""Using the embedded servers: start them or join whoever did, and leave them again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from config.engines import Engines, addresses, locks
from config.engines.places import DATABASE, OWNER, Place
from config.engines.servers import EngineError

ROOT = Path(__file__).resolve().parent.parent.parent
VARIABLES = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
"""Where one of these is set, that server is not ours to start."""
START_SECONDS = 90
STOP_SECONDS = 12
MOST_ATTEMPTS = 3
LOG_LINES = 20

_uses: dict[Place, int] = {}
"""The servers that this process uses, with the locks that keep them running."""


def ensure(data_dir: Path, *, durable: bool = True, say: Callable[[str], None] | None = None) -> Engines:
    """Have the embedded servers run that the environment gives no address for, as long as this process lives.

    `say` hears of steps that take a while. Raises EngineError, with the server's own words, where one does not start.
    """
    places = [Place.of(data_dir, engine) for engine, variable in VARIABLES.items() if not os.environ.get(variable)]
    startings = [_Starting(place, durable, say or _be_silent) for place in places]
    try:
        for starting in startings:
            starting.begin()
        for starting in startings:
            starting.wait_until_ready()
    except OSError as error:
        raise EngineError(f"{data_dir} cannot be used ({error}): set DATA_DIR to a folder of yours") from error
    return addresses(data_dir)


def leave(data_dir: Path) -> bool:
    """Give the servers up and, where nobody else uses them, wait for their end; False if they still run then."""
    places = [place for place in _uses if place.folder.parent == data_dir]
    for place in places:
        os.close(_uses.pop(place))
    until = time.monotonic() + STOP_SECONDS
    ended = [_has_ended(place, until) for place in places]
    return all(ended)


class _Starting:
    """One server on its way from whatever it is to ready."""

    def __init__(self, place: Place, durable: bool, say: Callable[[str], None]) -> None:
        self.place, self.durable, self.say = place, durable, say
        self.attempts = 0
        self.log_from = 0

    def begin(self) -> None:
        """Keep the server from being stopped, and see that it has a keeper."""
        self.place.folder.mkdir(parents=True, exist_ok=True)
        if self.place.log.exists():
            self.log_from = self.place.log.stat().st_size
        if self.place not in _uses:
            # A keeper that is just stopping the server holds this lock until it has ended.
            lock = locks.take(self.place.used, shared=True, seconds=START_SECONDS)
            if lock is None:
                raise EngineError(f"the {self.place.engine} in {self.place.folder} does not come to its end")
            _uses[self.place] = lock
        self._see_to_keeper()

    def wait_until_ready(self) -> None:
        """Return once the server answers a query."""
        began = time.monotonic()
        told = False
        while not READY[self.place.engine](self.place.sockets):
            waited = time.monotonic() - began
            if waited > START_SECONDS:
                raise EngineError(f"{self.place.engine} does not answer after {START_SECONDS} s\n{self._log_tail()}")
            if waited > 1 and not told:
                self.say(f"Waiting for the embedded {self.place.engine} …")
                told = True
            self._see_to_keeper()
            time.sleep(locks.POLL_SECONDS)

    def _see_to_keeper(self) -> None:
        if locks.is_held(self.place.supervised):
            return
        self.attempts += 1
        if self.attempts > MOST_ATTEMPTS:
            raise EngineError(f"the embedded {self.place.engine} does not start:\n{self._log_tail()}")
        if not self.place.data.exists():
            self.say(f"Making the files of the embedded {self.place.engine} in {self.place.data} …")
        durability = "durable" if self.durable else "fast"
        keeper = ["-m", "config.engines.keeper", self.place.engine, str(self.place.folder.parent), durability]
        subprocess.run([sys.executable, *keeper], cwd=ROOT, stdin=subprocess.DEVNULL, check=True)

    def _log_tail(self) -> str:
        if not self.place.log.exists():
            return ""
        with self.place.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self.log_from)
            return "".join(log.readlines()[-LOG_LINES:]).strip()


def _be_silent(message: str) -> None:
    pass


def _has_ended(place: Place, until: float) -> bool:
    while locks.is_held(place.supervised):
        if _is_used(place):
            return True
        if time.monotonic() > until:
            return False
        time.sleep(locks.POLL_SECONDS)
    return True


def _is_used(place: Place) -> bool:
    """Whether other processes use the server; False, too, while its keeper stops it."""
    for shared in (False, True):
        if (lock := locks.take(place.used, shared=shared)) is not None:
            os.close(lock)
            return shared
    return False


def _postgres_answers(sockets: Path) -> bool:
    try:
        with psycopg.connect(host=str(sockets), user=OWNER, dbname=DATABASE, connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(sockets: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(sockets / "redis.sock"))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


READY: dict[str, Callable[[Path], bool]] = {"postgres": _postgres_answers, "redis": _redis_answers}
