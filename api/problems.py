"""Errors of the API as RFC 9457 problem details (`application/problem+json`)."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


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


class ConflictError(exceptions.APIException):
    """What is asked for does not go with how things stand now."""

    status_code = 409
    default_code = "conflict"


class UnprocessableError(exceptions.APIException):
    """The request can be read, but contradicts one before it."""

    status_code = 422
    default_code = "unprocessable"


class TooLargeError(exceptions.APIException):
    """The body is larger than what is taken."""

    status_code = 413
    default_code = "too_large"


class PreconditionRequiredError(exceptions.APIException):
    """A write that must say which version it was made for."""

    status_code = 428
    default_code = "precondition_required"


class PreconditionFailedError(exceptions.APIException):
    """Somebody else was first."""

    status_code = 412
    default_code = "precondition_failed"


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an error, in the shape of RFC 9457; what nobody foresaw is logged and answered with 500."""
    error = _api_error(error, context)
    response = exception_handler(error, context)
    if response is None:
        raise TypeError(f"{error!r} is no error of the API")
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


def _api_error(error: Exception, context: dict[str, Any]) -> exceptions.APIException:
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound(str(error) or None)
        case PermissionDenied():
            return exceptions.PermissionDenied(str(error) or None)
        case RequestDataTooBig():
            return TooLargeError("The body is larger than what is taken.")
        case SuspiciousOperation():
            return BadRequestError(f"The request cannot be read: {error}")
        case _:
            log.error("%s %s failed", context["request"].method, context["request"].path, exc_info=error)
            return exceptions.APIException("This failed on our side; it has been logged.")


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "The request does not hold what it should; see errors."
    return str(error.detail)


def _errors(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, BadRequestError):
        return error.errors
    if isinstance(error, exceptions.ValidationError):
        return error.detail if isinstance(error.detail, dict) else {"request": error.detail}
    return {}
