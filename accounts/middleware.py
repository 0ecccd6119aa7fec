"""Shutting out anonymous visitors where the installation is not public."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse

OPEN = ("/healthz", "/readyz", "/sign-in/", "/account/", "/static/")
API = "/api/"


class PublicReadMiddleware:
    """With PUBLIC_READ=0 nobody reads anything without signing in or giving a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Send anonymous page visitors to the sign-in page; the API answers 401 by its own permission."""
        if settings.PUBLIC_READ or request.user.is_authenticated or request.path.startswith((*OPEN, API)):
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return JsonResponse({"detail": "Sign in to go on."}, status=401)
        return redirect_to_login(request.get_full_path())
