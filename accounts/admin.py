"""People and tokens in the back room."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.models import ApiToken, User


@admin.register(User)
class PersonAdmin(UserAdmin, ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """People, with their clearance beside what Django keeps."""

    fieldsets = (*(UserAdmin.fieldsets or ()), ("Handling", {"fields": ("clearance",)}))
    list_display = ("username", "first_name", "last_name", "clearance", "is_active", "last_login")


@admin.register(ApiToken)
class ApiTokenAdmin(ModelAdmin):
    """Tokens can be seen and revoked here, never made: their text is shown once, by the command."""

    list_display = ("name", "user", "scopes", "created", "expiry")
    readonly_fields = ("digest", "token_key", "user", "created", "expiry", "scopes")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: `manage.py create_token` makes them."""
        return False
