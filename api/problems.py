"""Errors of the API as RFC 9457 problem details (`application/problem+json`)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class ProblemRenderer(JSONRenderer):
    """problem+json, whatever the view renders otherwise."""

    media_type = MEDIA_TYPE


class BadRequestError(exceptions.APIException):
    """A request that names something that does not exist, or gives a bad value; `errors` says which."""

    status_code = 400
    default_code = "bad_request"

    def __init__(self, detail: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.errors = errors or {}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answer to an error, in the shape of RFC 9457; None (a 500) for what is no API error."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(error) or None)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = problem(response.status_code, _detail(error), _errors(error))
    renderer = ProblemRenderer()
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = renderer, MEDIA_TYPE
    response.content_type = MEDIA_TYPE
    return response


def problem(status: int, detail: str, errors: dict[str, Any] | None = None) -> dict[str, Any]:
    """A problem object: type, title, status, detail, and the errors by field where there are any."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return body | ({"errors": errors} if errors else {})


def _detail(error: Exception) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "The request does not hold what it should; see errors."
    return str(getattr(error, "detail", error))


def _errors(error: Exception) -> dict[str, Any]:
    if isinstance(error, BadRequestError):
        return error.errors
    if isinstance(error, exceptions.ValidationError):
        return error.detail if isinstance(error.detail, dict) else {"request": error.detail}
    return {}
