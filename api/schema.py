"""The OpenAPI description, made from what the resources declare: parameters, bodies, shapes of the answers."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from api.filters import Parameter
from api.idempotency import HEADER
from api.problems import MEDIA_TYPE
from api.resources import ListResource
from api.shapes import Schema, page_schema, problem_schema, schema_of

JSON = "application/json"
PREFIX = "/api/v1/"
VARIABLE = re.compile(r"{(\w+)}")
PROBLEMS = {
    400: "A parameter or a field is unknown or wrong; `errors` names it.",
    401: "No valid token, and no session.",
    403: "Signed in, but role or scope do not allow it.",
    404: "There is no such thing, or you may not see it.",
    413: "The body is too large.",
    409: "It does not go with how things stand, or the first request with this `Idempotency-Key` is still running.",
    415: "The body is in a format that is not read here.",
    422: "The `Idempotency-Key` came with another body before.",
}
KEY: Schema = {
    "in": "header",
    "name": HEADER,
    "description": "Any text of your own. The same request with the same key, within 24 hours, is not done again: it "
    "gets the first answer, with the header `Idempotency-Replayed: true`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


class ResourceSchema(AutoSchema):
    """Describes a `Resource`."""

    view: Any

    def get_operation_id(self) -> str:
        """`GET /claims/` is `list_claims`, `GET /claims/{id}/text/` is `get_claims_id_text`."""
        verb = "list" if self.method == "GET" and isinstance(self.view, ListResource) else self.method.lower()
        parts = [part.strip("{}") for part in self.path.removeprefix(PREFIX).split("/") if part]
        return "_".join([verb, *(parts or ["root"])])

    def get_auth(self) -> list[Schema]:
        """Reading needs no sign-in where the installation is public."""
        needed: list[Schema] = super().get_auth()
        return [{}, *needed] if self.method == "GET" else needed

    def get_tags(self) -> list[str]:
        """The heading under which the view is shown."""
        return [self.view.tag]

    def get_summary(self) -> str | None:
        """The first line of the view's docstring, or of its method's."""
        return self._doc().splitlines()[0].rstrip(".") if self._doc() else None

    def get_description(self) -> str:  # type: ignore[override]  # as the library has it
        """The rest of it."""
        return "\n".join(line.strip() for line in self._doc().splitlines()[1:]).strip()

    def _doc(self) -> str:
        handler = getattr(self.view, self.method.lower())
        inherited = handler.__qualname__.split(".")[0] != type(self.view).__name__
        return ((type(self.view).__doc__ if inherited or len(self.view.gives) < 2 else handler.__doc__) or "").strip()  # noqa: PLR2004

    def _get_parameters(self) -> list[Schema]:
        in_path = self._resolve_path_parameters(VARIABLE.findall(self.path))
        query = [_describe(parameter) for parameter in self.view.known_parameters(self.method)]
        in_head = [KEY] if self.method == "POST" else []
        return [*sorted(in_path, key=lambda one: one["name"]), *query, *in_head]

    def _get_request_body(self, direction: str = "request") -> Schema | None:
        serializer = self.view.takes.get(self.method)
        if serializer is None:
            return None
        schema, required = self._get_request_for_media_type(serializer, direction)
        if schema is None:
            return None  # a body without fields
        return {"content": {media_type: {"schema": schema} for media_type in self.map_parsers()}, "required": required}

    def _get_response_bodies(self, direction: str = "response") -> Schema:
        answers = {str(status): self._answer(shape, status) for status, shape in self._shapes().items()}
        problem = {"content": {MEDIA_TYPE: {"schema": problem_schema(self._component)}}}
        wrong = (
            {400, 401, 403}
            | ({404} if "{" in self.path else set())
            | ({413, 415} if self.method in self.view.takes else set())
        )
        wrong |= {409, 422} if self.method == "POST" else set()
        wrong |= set(self.view.problems.get(self.method, ()))
        for status in sorted(wrong):
            answers[str(status)] = {**problem, "description": PROBLEMS.get(status) or HTTPStatus(status).phrase}
        return answers

    def _shapes(self) -> dict[int, Any]:
        if self.method == "GET" and isinstance(self.view, ListResource):
            return {200: page_schema(self.view.shape, self._component)}
        given = self.view.gives[self.method]
        return {status: shape and schema_of(shape, self._component) for status, shape in given.items()}

    def _answer(self, schema: Schema | None, status: int) -> Schema:
        if schema is None:
            return {"description": HTTPStatus(status).phrase}
        headers = {
            "ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`: 304 if nothing changed."}
        }
        answer = {"content": {JSON: {"schema": schema}}, "description": HTTPStatus(status).phrase}
        return {**answer, "headers": headers} if self.method == "GET" else answer

    def _component(self, name: str, make: Callable[[], Schema]) -> Schema:
        component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, schema={"type": "object"}, object=name)
        if component not in self.registry:
            self.registry.register(component)  # first, for shapes that hold themselves
            component.schema = make()
        reference: Schema = self.registry[component].ref
        return reference


def _describe(parameter: Parameter) -> Schema:
    several = parameter.many or parameter.separated
    schema = {"type": "array", "items": parameter.schema} if several else parameter.schema
    described: Schema = {"in": "query", "name": parameter.name, "description": parameter.help, "schema": schema}
    return {**described, "explode": parameter.many, "style": "form"} if several else described
