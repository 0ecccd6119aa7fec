"""Bringing database, starter data and static files in step with the code, saying what takes a while."""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from seeds.load import load_all
from seeds.models import SeedEntry

Say = Callable[[str], None]


def prepare(say: Say, start: Callable[[], None] = lambda: None) -> None:
    """Do what is needed before serving; what is done already takes no time.

    `start` is called as soon as there is something to serve: what is left to do can be done beside it.
    """
    _migrate(say)
    _collect_static(say)
    if SeedEntry.objects.exists():
        start()
        _load_seeds(say, "Comparing the starter data with the database …")
    else:
        _load_seeds(say, "Loading the starter data, some ten seconds …")
        start()


def _migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Bringing the database up to date ({len(plan)} migrations) …")
        call_command("migrate", verbosity=0, interactive=False)


def _load_seeds(say: Say, doing: str) -> None:
    say(doing)
    began = time.monotonic()
    report = load_all()
    changes = {what: count for what, count in report.items() if count and "unchanged" not in what}
    for what, count in sorted(changes.items()):
        say(f"  {what}: {count}")
    if changes:
        say(f"  in {time.monotonic() - began:.0f} s")


def _collect_static(say: Say) -> None:
    """Collect and compress the static files, unless they are the ones collected last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Collecting and compressing static files …")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()
