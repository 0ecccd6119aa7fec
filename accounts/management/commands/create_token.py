"""`manage.py create_token USER --scope read`: an API token, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Scope, User
from accounts.tokens import create_token


class Command(BaseCommand):
    """Make an API token for a person and print it, once."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--scope", action="append", required=True, choices=Scope.values)
        parser.add_argument("--days", type=int, help="days until it expires; never without")
        parser.add_argument("--name", default="", help="what it is used for")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"there is no user {options['user']!r}")
        if options["days"] is not None and options["days"] < 1:
            raise CommandError("--days must be 1 or more")
        token = create_token(user=user, scopes=options["scope"], days=options["days"], name=options["name"])
        self.stdout.write(token)
