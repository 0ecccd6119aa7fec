"""Running web, worker and scheduler as children: start, wait until ready, watch, stop."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.people import first_admin_link
from config import processes
from config.engines import children, locks
from config.processes import Process

READY_SECONDS = 90
LEFTOVER_SECONDS = 8
WATCH_SECONDS = 0.2
MOST_RESTARTS = 5
"""So many of one program, and the supervisor gives up."""


class SupervisorError(RuntimeError):
    """The program cannot be served; the message says why and what to do."""


class Supervisor:
    """The parent of the programs that serve from one data directory.

    The children hold a lock of their own, so that whoever serves next knows of any that are left, and ends them.
    """

    def __init__(self, data_dir: Path, host: str, port: int, say: Callable[[str], None]) -> None:
        self.data_dir, self.host, self.port, self.say = data_dir, host, port, say
        self.children: dict[str, tuple[Process, subprocess.Popen[str]]] = {}
        self.restarts: Counter[str] = Counter()
        self.holding: int | None = None

    def claim(self) -> None:
        """Have data directory and port to ourselves. Raises SupervisorError where somebody else has."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if locks.take(self.data_dir / "serving") is None:
            raise SupervisorError(f"{self.data_dir} is being served already; stop that, or give another DATA_DIR")
        left = self.data_dir / "served"
        if not locks.evict(left, LEFTOVER_SECONDS):
            raise SupervisorError("programs of an earlier run cannot be stopped")
        self.holding = locks.take(left)
        self._check_port()

    def start(self) -> None:
        """Start web and worker."""
        self.say(f"Starting web and worker; their logs are in {self.data_dir / 'logs'} …")
        self._start(processes.worker())
        self._start(processes.web(self.host, self.port))

    def run(self) -> None:
        """Say when web and worker are ready, start the scheduler, and watch all for ever."""
        link = first_admin_link(f"http://{self._visited_host()}:{self.port}")
        connection.close()
        self._wait_until_ready()
        self.say(f"Ready: {link}")
        # What it sets going can wait until people are served.
        self._start(processes.scheduler(str(self.data_dir / "celerybeat-schedule")))
        while True:
            self._restart_dead()
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        """Stop all of them at once, each by its own steps, and what they may have left behind."""
        children.stop_all([(child, process.stop_steps) for process, child in self.children.values()])
        self.children.clear()
        if self.holding is not None:
            os.close(self.holding)
            self.holding = None
            locks.evict(self.data_dir / "served", seconds=0.5)

    def _start(self, process: Process) -> None:
        assert self.holding is not None, "claim first"  # noqa: S101 - a slip in this file, not in what it is given
        with children.open_log(self._log(process.name)) as log:
            child = children.start(
                [sys.executable, *process.arguments],
                at_death=process.stop_steps[-1][0],
                holding=self.holding,
                cwd=settings.BASE_DIR,
                environment={**os.environ, "DATA_DIR": str(self.data_dir), **process.environment},
                output=log,
            )
        self.children[process.name] = process, child

    def _restart_dead(self) -> None:
        for name, (process, child) in list(self.children.items()):
            if not children.has_ended(child):
                continue
            self.restarts[name] += 1
            if self.restarts[name] > MOST_RESTARTS:
                log = children.end_of_log(self._log(name))
                raise SupervisorError(f"{name} has ended {MOST_RESTARTS + 1} times; giving up. Its log ends:\n{log}")
            self.say(f"{name} ended by itself ({child.returncode}); starting it again")
            self._start(process)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_SECONDS
        answer: object = None
        while time.monotonic() < until:
            self._restart_dead()
            status, answer = self._ask_ready()
            if status == http.HTTPStatus.OK:
                return
            time.sleep(WATCH_SECONDS)
        raise SupervisorError(f"not ready after {READY_SECONDS} s: {answer}; see {self.data_dir / 'logs'}")

    def _ask_ready(self) -> tuple[int, object]:
        host = next((name for name in settings.ALLOWED_HOSTS if name.strip(".*")), "localhost").lstrip(".")
        web = http.client.HTTPConnection(self._visited_host(), self.port, timeout=10)
        try:
            web.request("GET", "/readyz", headers={"Host": host})
            response = web.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            return 0, str(error)
        finally:
            web.close()

    def _check_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise SupervisorError(
                    f"port {self.port} on {self.host} cannot be used ({error.strerror}): "
                    f"stop what listens there, or give another one: make run PORT={self.port + 1}"
                ) from error

    def _visited_host(self) -> str:
        return "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound

    def _log(self, name: str) -> Path:
        return self.data_dir / "logs" / f"{name}.log"
