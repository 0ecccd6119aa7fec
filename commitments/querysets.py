"""Reads of claims, chainable and named by purpose."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.markings import visible_markings
from accounts.roles import Act, may

if TYPE_CHECKING:
    from accounts.models import User

PUBLIC = ("accepted", "retracted")
"""States in which a claim is shown to people who do not decide on claims."""


class ClaimQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is not defined yet
    """Claims."""

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Only claims whose document this visitor may see."""
        return self.filter(document__marking__in=visible_markings(user))

    def shown_to(self, user: "User | AnonymousUser") -> Self:
        """Those that this visitor may read: candidates and rejected ones are for people who decide on claims."""
        visible = self.visible_to(user)
        return visible if may(user, Act.DECIDE) else visible.filter(state__in=PUBLIC)

    def accepted(self) -> Self:
        """Claims that a person stands for."""
        return self.filter(state="accepted")

    def candidates(self) -> Self:
        """Claims that wait for a decision."""
        return self.filter(state="candidate")

    def standing_on(self, day: date) -> Self:
        """Accepted claims that counted on `day`."""
        return self.accepted().filter(effective_on__lte=day)

    def with_source(self) -> Self:
        """With the country and the document, without the document's text: for lists."""
        return self.select_related("country", "document").defer("document__text", "document__search")
