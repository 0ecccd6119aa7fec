"""The OpenAPI description and the page that shows it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from api.replies import reply
from api.resources import Resource


class Description(Resource):
    """This description, as OpenAPI 3.1."""

    tag = "About"
    gives = {"GET": {200: dict[str, Any]}}

    def get(self, request: Request) -> HttpResponse:
        """The description."""
        return reply(request, described())


@cache
def described() -> Any:
    """The description, made once: it is code."""
    return SchemaGenerator().get_schema(request=None, public=True)


def docs(request: HttpRequest) -> HttpResponse:
    """The page that shows the description, from files of this installation alone."""
    if not settings.PUBLIC_READ and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "api/docs.html")
