"""Countries, claims, answers and the log in the back room. Decisions go through the acts of `commitments.review`."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.markings import visible_markings
from accounts.models import User
from commitments import review
from commitments.changes import NOT_WITHHELD, visible_changes
from commitments.models import Change, Citation, Claim, Country, Response
from config.read_only_admin import ReadOnlyAdmin

RETRACTED_HERE = "Retracted in the back room."


@admin.register(Country)
class CountryAdmin(ModelAdmin):
    """Countries can be corrected; the log says by whom. They come from the starter data and stay."""

    list_display = ("name", "iso2", "role", "coalition", "nato_since", "eu_since")
    list_filter = ("role", "coalition")
    search_fields = ("name", "iso2")
    readonly_fields = ("iso2", "iso3")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Country | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Claims are shown, and decided on by the same acts as in the queue."""

    list_display = ("id", "country", "topic", "stance", "status", "effective_on", "state", "origin", "document")
    list_filter = ("state", "topic", "stance", "origin", "country")
    search_fields = ("quote", "speaker")
    list_select_related = ("country", "document")
    actions = ("accept", "reject", "retract")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Those whose document this person may see."""
        return Claim.objects.visible_to(request.user)

    @admin.action(description="Accept")
    def accept(self, request: HttpRequest, claims: QuerySet[Claim]) -> None:
        """Accept the chosen candidates."""
        self._decide(request, claims, lambda pk, by: review.accept(pk, by=by))

    @admin.action(description="Reject")
    def reject(self, request: HttpRequest, claims: QuerySet[Claim]) -> None:
        """Reject the chosen candidates."""
        self._decide(request, claims, lambda pk, by: review.reject(pk, by=by))

    @admin.action(description="Retract, as our correction")
    def retract(self, request: HttpRequest, claims: QuerySet[Claim]) -> None:
        """Take the chosen claims back."""
        self._decide(request, claims, lambda pk, by: review.retract(pk, by=by, note=RETRACTED_HERE))

    def _decide(self, request: HttpRequest, claims: QuerySet[Claim], act: Callable[[int, User], Claim]) -> None:
        assert isinstance(request.user, User)  # noqa: S101 - the back room lets nobody else in
        for pk in claims.order_by("pk").values_list("pk", flat=True):
            try:
                act(pk, request.user)
            except review.DecisionError as error:
                self.message_user(request, str(error), messages.ERROR)


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers; they are written and published in the editor."""

    list_display = ("country", "question", "number", "status", "state", "stance", "effective_on", "author", "publisher")
    list_filter = ("status", "state", "stance", "question", "country")
    list_select_related = ("country", "question", "author", "publisher")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Response]:
        """Those that rest only on documents which this person may see."""
        markings = visible_markings(request.user)
        hidden = Citation.objects.filter(response=OuterRef("pk")).exclude(claim__document__marking__in=markings)
        readable = Q(official_reply__isnull=True) | Q(official_reply__marking__in=markings)
        return Response.objects.filter(readable).exclude(Exists(hidden))


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The change log."""

    list_display = ("at", "kind", "country", "topic", "question", "reason", "actor", "marking")
    list_filter = ("kind", "reason", "country")
    list_select_related = ("country", "actor")
    ordering = ("-sequence",)
    exclude = ("sequence", "number_clear", "number_green", "number_amber", "number_amber_strict")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        """Entries that this person may see."""
        markings = visible_markings(request.user)
        return visible_changes(markings).filter(NOT_WITHHELD)
