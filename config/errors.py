"""The answers to refused requests: each says what is wrong, pages in words, the API as problem details."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404

from api.problems import MEDIA_TYPE, problem

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; what a view says in BadRequest is for the visitor, what Django suspects is not."""
    return _answer(request, 400, str(exception) if isinstance(exception, BadRequest) else "")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _answer(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; a view names in Http404 what there is not, an unknown address is named here."""
    if isinstance(exception, Resolver404):
        return _answer(request, 404, f"There is no page at {request.path}")
    return _answer(request, 404, str(exception) if isinstance(exception, Http404) else "")


def untrusted_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: the page was open too long, or the cookies are shut off."""
    return _answer(request, 403, "The form was too old, or the browser sent no cookie. Go back, reload, send it again.")


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if request.path.startswith(API):
        return JsonResponse(problem(status, message), status=status, content_type=MEDIA_TYPE)
    return render(request, f"{status}.html", {"message": message}, status=status)
