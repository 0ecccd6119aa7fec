"""Writing answers: open a draft, write in it, hand it in, send it back, publish it, throw it away.

Every write but the first says by `If-Match` which version it was made for (the `ETag` of what was read): 428 without,
412 where somebody else was first.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from accounts.roles import Act, may
from api.bodies import Body, read_body
from api.problems import BadRequestError, ConflictError, PreconditionFailedError, PreconditionRequiredError
from api.replies import body_reply
from api.resources import Resource, one_row, person
from api.shapes import Schema
from api.v1.responses import FIELDS, Response, ResponseList, published
from commitments import editing, models
from commitments import responses as acts
from commitments.models.response import OPEN
from questionnaire import codes
from questionnaire.models import Question

FIELDS_OF_A_DRAFT: Schema = {
    "type": "object",
    "description": "Fields to set, by name: those of the answer (`stance`, `summary`, `claims`, …) and `topic.field` "
    "for each topic of the question (`troops.personnel_min`, …). Fields that are not named stay as they are.",
    "additionalProperties": {"type": ["string", "number", "boolean", "array", "null"]},
}


class NewDraft(Body):
    """Which answer is to be written."""

    country = serializers.SlugRelatedField(slug_field="iso2", queryset=models.Country.objects.all())
    question = serializers.SlugRelatedField(slug_field="number", queryset=Question.objects.all())


class Publishing(Body):
    """Why it is published."""

    reason = serializers.ChoiceField(choices=[(reason.value, reason.label) for reason in codes.ChangeReason])
    note = serializers.CharField(required=False, default="", allow_blank=True)


class SendingBack(Body):
    """Why it goes back to its author."""

    note = serializers.CharField()


class ResponseListView(ResponseList):
    """Published answers."""

    write_act = Act.ANSWER
    takes = {"POST": NewDraft}
    gives = {"GET": {200: Response}, "POST": {201: Response, 200: Response}}

    def get(self, request: Request, **of: Any) -> HttpResponse:
        """Published answers, those published last first; superseded versions only where `status` asks for them."""
        return super().get(request, **of)

    def post(self, request: Request) -> HttpResponse:
        """Open a draft: 201, or 200 with the version that is open already."""
        given = read_body(request, NewDraft)
        is_open = models.Response.objects.filter(status__in=OPEN, **given).exists()
        with Refusals():
            editing.cell(given["country"], given["question"], by=person(request))
            response = acts.open_draft(given["country"], given["question"], by=person(request))
        return version_reply(request, response.pk, status=200 if is_open else 201)

    def demand_visible(self, request: Request, answer: Mapping[str, Any]) -> None:
        """The version."""
        _demand_visible(request, answer["id"])


class ResponseDetail(Resource):
    """One version of an answer. Open ones are shown to those who may write answers."""

    tag = "Responses"
    write_act = Act.ANSWER
    takes = {"PATCH": FIELDS_OF_A_DRAFT}
    gives = {"GET": {200: Response}, "PATCH": {200: Response}, "DELETE": {204: None}}
    problems = dict.fromkeys(("PATCH", "DELETE"), (409, 412, 428))

    def get(self, request: Request, pk: int) -> HttpResponse:
        """One version. Open ones are shown to those who may write answers."""
        return version_reply(request, pk)

    def patch(self, request: Request, pk: int) -> HttpResponse:
        """Write in a draft: set some of its fields."""
        fields = _fields(request.data)
        version = version_seen(request, pk)
        with Refusals():
            acts.save_draft(pk, fields, by=person(request), version=version)
        return version_reply(request, pk)

    def delete(self, request: Request, pk: int) -> HttpResponse:
        """Throw an open version away; its history stays."""
        version = version_seen(request, pk)
        with Refusals():
            acts.discard(pk, by=person(request), version=version)
        return HttpResponse(status=204)


class DraftAct(Resource):
    """What is done with an open version."""

    tag = "Responses"
    write_act = Act.ANSWER
    gives = {"POST": {200: Response}}
    problems = {"POST": (409, 412, 428)}

    def post(self, request: Request, pk: int) -> HttpResponse:
        """Do it, and answer with the version as it is now."""
        given = read_body(request, self.takes["POST"])
        version = version_seen(request, pk)
        with Refusals():
            self.act(request, pk, version, given)
        return version_reply(request, pk)

    def act(self, request: Request, pk: int, version: int, given: dict[str, Any]) -> None:
        """The act."""
        raise NotImplementedError

    def demand_visible(self, request: Request, answer: Mapping[str, Any]) -> None:
        """The version."""
        _demand_visible(request, answer["id"])


class Nothing(Body):
    """Nothing needs to be said."""


class HandIn(DraftAct):
    """Hand a draft in for review."""

    takes = {"POST": Nothing}

    def act(self, request: Request, pk: int, version: int, given: dict[str, Any]) -> None:
        """Hand it in."""
        acts.hand_in(pk, by=person(request), version=version)


class SendBack(DraftAct):
    """Make a draft again of what was handed in, saying why."""

    takes = {"POST": SendingBack}

    def act(self, request: Request, pk: int, version: int, given: dict[str, Any]) -> None:
        """Send it back."""
        acts.send_back(pk, by=person(request), version=version, note=given["note"])


class Publish(DraftAct):
    """Publish an open version, for a reason; who publishes is not who wrote it."""

    write_act = Act.PUBLISH
    takes = {"POST": Publishing}

    def act(self, request: Request, pk: int, version: int, given: dict[str, Any]) -> None:
        """Publish it."""
        acts.publish(pk, by=person(request), version=version, reason=given["reason"], note=given["note"])


class Refusals:
    """Turns what the room refuses into problems."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the problem that this refusal is."""
        match error:
            case acts.ConflictError():
                raise PreconditionFailedError(f"{error}. Read it again, then write.") from error
            case acts.NotAllowedError() | editing.HiddenError():
                raise PermissionDenied(str(error)) from error
            case acts.ResponseError() if str(error).startswith("status:"):
                raise ConflictError(str(error)) from error
            case acts.ResponseError():
                raise BadRequestError(str(error), by_field(error.errors)) from error


def by_field(messages: list[str]) -> dict[str, list[str]]:
    """Messages like `field: what is wrong`, by field."""
    errors: dict[str, list[str]] = {}
    for message in messages:
        name, _, said = message.partition(": ")
        errors.setdefault(name, []).append(said)
    return errors


def version_seen(request: Request, pk: int) -> int:
    """The version that this write was made for. Raises the problems of a missing or outdated `If-Match`."""
    _demand_visible(request, pk)
    given = request.headers.get("If-Match", "")
    if not given:
        raise PreconditionRequiredError(
            "Say by If-Match which version this was written for: the ETag of what you read."
        )
    try:
        seen = editing.Seen.read(given)
    except ValueError:
        seen = editing.Seen()
    if seen.response != pk:
        raise PreconditionFailedError(f"If-Match: {given} is no ETag of response {pk}. Read it again, then write.")
    return seen.version


def version_reply(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    """The version as an answer, with the ETag that the next write needs."""
    response = _demand_visible(request, pk)
    there = {"Location": request.build_absolute_uri(reverse("api_response", args=[pk]))} if status == 201 else {}  # noqa: PLR2004 - created
    body = one_row(models.Response.objects.filter(pk=pk), FIELDS, f"response {pk}")
    return body_reply(request, body, status=status, etag=editing.Seen.of(response).etag, headers=there)


def _demand_visible(request: Request, pk: int) -> models.Response:
    """The version. Raises NotFound where the visitor may not see it."""
    response = published(request).filter(pk=pk).first()
    if response is None and may(request.user, Act.ANSWER):
        response = models.Response.objects.filter(pk=pk, status__in=OPEN).first()
        if response and editing.hidden_from(person(request), [response.draft]):
            response = None
    if response is None:
        raise NotFound(f"There is no response {pk}, or you may not see it.")
    return response


def _fields(data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise BadRequestError("an object of fields is wanted", {"request": ["an object of fields is wanted"]})
    nested = {
        name: ["a text, a number, true or false, null, or a list of texts or numbers is wanted"]
        for name, value in data.items()
        if isinstance(value, dict)
        or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value))
        or "\0" in str(value)
    }
    if nested:
        raise BadRequestError(f"{', '.join(nested)}: a plain value is wanted", nested)
    return dict(data)
