"""People and their API tokens."""

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from knox.models import AbstractAuthToken

from accounts.markings import Marking


class User(AbstractUser):  # type: ignore[django-manager-missing]  # tokens come from a library without types
    """A person who signs in. What they may do is their role, what they may see is their clearance."""

    clearance = models.CharField(
        max_length=12,
        choices=Marking.choices,
        default=Marking.GREEN,
        help_text="The most restricted marking that this person may see.",
    )
    is_program = models.BooleanField(
        default=False, help_text="Not a person but what loads the starter data: nobody signs in as it."
    )

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(clearance__in=Marking.values), name="user_clearance_is_a_marking"
            ),
            models.CheckConstraint(
                condition=models.Q(is_program=False) | models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="user_program_has_no_password",
            ),
        ]

    @cached_property
    def group_names(self) -> list[str]:
        """Names of the person's groups, asked for once a request."""
        return list(self.groups.values_list("name", flat=True))


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"


class ApiToken(AbstractAuthToken):
    """An API token: only its hash is kept. It acts as its owner, within its scopes."""

    name = models.CharField(max_length=100, blank=True, help_text="What the token is used for.")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices), help_text="What it may be used for.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values) & models.Q(scopes__len__gt=0),
                name="token_scopes_are_scopes",
            )
        ]
