"""`manage.py verify_log`: check the change log's chain, accepted claims' quotes, texts and stored files."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commitments.verification import faults


class Command(BaseCommand):
    """Name what is wrong, one line each, and end with exit code 1; else say what was checked."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        checked: Counter[str] = Counter()
        wrong = 0
        for fault in faults(checked):
            wrong += 1
            self.stdout.write(fault)
        counts = ", ".join(f"{checked[what]} {what}" for what in ("entries", "quotes", "texts", "files"))
        if wrong:
            raise CommandError(f"{wrong} wrong in {counts}")
        self.stdout.write(f"Nothing wrong in {counts}.")
