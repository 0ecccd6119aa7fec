"""The door of a page: who may not do what it is for is sent to sign in, or told so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from accounts.models import User
from accounts.roles import Act, may

View = Callable[..., HttpResponseBase]


def requires(act: Act) -> Callable[[View], View]:
    """Let only those in who may do `act`: strangers go to the sign-in page, others get a 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not may(request.user, act):
                raise PermissionDenied(f"Your role does not let you {act}.")
            return view(request, *args, **kwargs)

        return guarded

    return guard


def person(request: HttpRequest) -> User:
    """Who makes this request, behind a door that only lets people in."""
    return cast("User", request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        # A fragment cannot be swapped for a whole page: htmx is told to go there.
        page = request.headers.get("HX-Current-URL", "/")
        return HttpResponse(status=401, headers={"HX-Redirect": f"{reverse('sign_in')}?next={page}"})
    return redirect_to_login(request.get_full_path())
