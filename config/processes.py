"""The programs that serve: web, worker, scheduler. `serve` starts them; `docker-compose.yml` starts the same."""

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import environ

from config.engines.children import Steps

env = environ.Env()
UNCHECKED = {"CELERY_SKIP_CHECKS": "1"}
"""Celery would have Django check everything, all web pages included, and then say nothing of what is found."""


@dataclass(frozen=True)
class Process:
    """One program: its arguments after `python`, what it needs in the environment, how it is stopped."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_steps: Steps = ((signal.SIGTERM, 5),)


def web(host: str, port: int) -> Process:
    """Granian serving WSGI. Its threads have a database connection each: more threads than connections only queue."""
    threads = env.int("WEB_THREADS", default=8)
    arguments = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(env.int("WEB_WORKERS", default=min(4, os.cpu_count() or 1))),
        "--blocking-threads": str(threads),
        "--workers-kill-timeout": "4s",
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    given = [word for pair in arguments.items() for word in pair]
    command = ["-m", "config.web", *given, *flags, "config.wsgi:application"]
    return Process("web", command, {"DATABASE_POOL": str(threads)})


def worker() -> Process:
    """A Celery worker. It knows nothing of its siblings: the database holds all that they must agree on."""
    concurrency = env.int("WORKER_CONCURRENCY", default=min(4, os.cpu_count() or 1))
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command = ["-m", "celery", "-A", "config.celery", "worker", "--loglevel", "INFO", "--concurrency", str(concurrency)]
    # At SIGTERM it finishes its tasks; at SIGQUIT it drops them: acknowledged late, they are done again.
    return Process("worker", [*command, *alone], UNCHECKED, stop_steps=((signal.SIGTERM, 4), (signal.SIGQUIT, 2)))


def scheduler(schedule: str) -> Process:
    """Celery beat: exactly one. `schedule` is the file in which it keeps when it last ran what."""
    command = ["-m", "celery", "-A", "config.celery", "beat", "--loglevel", "INFO", "--schedule", schedule]
    return Process("scheduler", [*command, "--pidfile="], UNCHECKED)
