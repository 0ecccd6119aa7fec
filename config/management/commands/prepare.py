"""`manage.py prepare`: migrate, load the starter data, collect static files. `serve` does it by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.preparing import prepare
from seeds.files import SeedError


class Command(BaseCommand):
    """Everything that must be done once before web and worker start."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            prepare(self.stdout.write)
        except SeedError as error:
            raise CommandError(str(error)) from error
