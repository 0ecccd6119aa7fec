"""`manage.py create_user NAME --role analyst`: a person, and their one-time sign-in link."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.people import create_user, sign_in_link
from accounts.roles import Role


class Command(BaseCommand):
    """Make a person with a role and print a one-time sign-in link."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where the link leads")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = create_user(name=options["name"], role=Role(options["role"]))
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(sign_in_link(user, options["base_url"]))
