"""The keeper of one server: `python -m config.engines.keeper ENGINE DATA_DIR durable|fast`.

One process for each server and data directory, whoever needed it first started it. It lives as long as
anybody uses the server (they hold a shared lock), restarts the server when it crashes, stops it when the last
user has gone, and takes it along when it is killed itself.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from types import FrameType
from typing import IO

from config.engines import children, locks
from config.engines.places import Place, make_socket_folder
from config.engines.servers import SERVERS, EngineError, Server

WATCH_SECONDS = 0.1
LEFTOVER_SECONDS = 10
MOST_CRASHES = 5
"""So many in a minute, and the keeper gives up."""


class Keeper:
    """Starts the server, watches it and its users, stops it."""

    def __init__(self, place: Place, server: Server, log: IO[str]) -> None:
        self.place, self.server, self.log = place, server, log
        self.told_to_stop = False
        self.crashes: deque[float] = deque(maxlen=MOST_CRASHES)
        signal.signal(signal.SIGTERM, self._tell_to_stop)
        signal.signal(signal.SIGINT, self._tell_to_stop)

    def run(self) -> None:
        """Keep the server running until nobody uses it any more. Raises EngineError where it cannot run."""
        while not self._is_unneeded():
            child = self._start()
            self._watch(child)
            if not children.has_ended(child):
                children.stop_all([(child, self.server.stop_steps)])
                return
            self._note_crash(child.returncode)

    def _start(self) -> subprocess.Popen[str]:
        """Start the server, once nothing is left of an earlier one."""
        if not locks.evict(self.place.alive, LEFTOVER_SECONDS):
            raise EngineError(f"an earlier {self.place.engine} still runs and cannot be stopped")
        alive = locks.take(self.place.alive)
        if alive is None:
            raise EngineError(f"somebody else just started {self.place.engine} here")
        make_socket_folder(self.place.folder.parent)
        self.server.prepare()
        at_death, _ = self.server.stop_steps[0]
        try:
            return children.start(
                self.server.command(), at_death=at_death, holding=alive, cwd=self.place.folder, output=self.log
            )
        finally:
            os.close(alive)

    def _watch(self, child: subprocess.Popen[str]) -> None:
        while not children.has_ended(child) and not self._is_unneeded():
            time.sleep(WATCH_SECONDS)

    def _is_unneeded(self) -> bool:
        """Whether the last user has gone; from then on newcomers wait until this process has ended."""
        return self.told_to_stop or locks.take(self.place.used) is not None

    def _note_crash(self, code: int) -> None:
        now = time.monotonic()
        print(f"keeper: {self.place.engine} ended by itself with {code}; starting it again", file=self.log, flush=True)
        self.crashes.append(now)
        if len(self.crashes) == MOST_CRASHES and now - self.crashes[0] < 60:  # noqa: PLR2004 - a minute
            raise EngineError(f"{self.place.engine} crashed {MOST_CRASHES} times within a minute")
        time.sleep(WATCH_SECONDS)

    def _tell_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True


def main(engine: str, data_dir: Path, durable: bool) -> None:
    """Keep one server in the background, unless somebody does already."""
    place = Place.of(data_dir, engine)
    if locks.take(place.supervised) is None or os.fork():
        return
    with children.open_log(place.log) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            Keeper(place, SERVERS[engine](place, durable), log).run()
        except EngineError as error:
            print(f"keeper: {error}", file=log, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3] == "durable")
