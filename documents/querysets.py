"""Reads of documents, chainable and named by purpose."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.utils import timezone

from accounts.markings import visible_markings

if TYPE_CHECKING:
    from accounts.models import User


class DocumentQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is not defined yet
    """Documents."""

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Only what this visitor's clearance lets them see."""
        return self.filter(marking__in=visible_markings(user))

    def without_text(self) -> Self:
        """For lists: all but the long columns."""
        return self.defer("text", "search")

    def matching(self, words: str) -> Self:
        """Documents whose title or text has these words, in the syntax of a web search."""
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))

    def in_work(self) -> Self:
        """Documents whose job has not ended."""
        return self.exclude(state__in=["coded", "not_coded", "failed"])

    def stale(self, seconds: int) -> Self:
        """Documents whose job has not moved for `seconds`: their message, or their worker, is lost."""
        return self.in_work().filter(updated_at__lt=timezone.now() - timedelta(seconds=seconds))


class ItemQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is not defined yet
    """Items of import batches."""

    def to_fetch(self) -> Self:
        """Links that nobody has fetched yet."""
        return self.filter(is_link=True, document__isnull=True, error="")

    def stale(self, seconds: int) -> Self:
        """Links whose job has not moved for `seconds`."""
        return self.to_fetch().filter(updated_at__lt=timezone.now() - timedelta(seconds=seconds))
