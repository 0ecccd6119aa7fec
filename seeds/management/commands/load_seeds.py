"""`manage.py load_seeds`: bring the starter data in the database in step with the files of `seeds/`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from seeds.files import FOLDER, SeedError
from seeds.load import load_all


class Command(BaseCommand):
    """Load the starter data; a second run changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files lie")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_all(options["folder"])
        except SeedError as error:
            raise CommandError(str(error)) from error
        for what, count in sorted(report.items()):
            if count:
                self.stdout.write(f"{what}: {count}")
