"""Who may use the API: anybody may read where the installation is public; writing needs a role, and a token's scope."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken, Scope
from accounts.roles import Act, may

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it imports this module by way of the settings


class ReadOrRole(BasePermission):
    """Reading is open (PUBLIC_READ) or needs sign-in; a view's `write_act` names what writing needs."""

    message = "Your role or your token's scope does not allow this."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether this request may go on."""
        scope = Scope.READ if request.method in SAFE_METHODS else Scope.WRITE
        if isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
            return False
        if scope == Scope.READ:
            return settings.PUBLIC_READ or bool(request.user and request.user.is_authenticated)
        act: Act | None = getattr(view, "write_act", None)
        return act is not None and may(request.user, act)
