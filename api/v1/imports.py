"""Importing documents: upload a file or a text, then follow its job."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypedDict

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request

from accounts.markings import Marking, visible_markings
from accounts.models import User
from accounts.roles import Act, may
from api.bodies import Body, read_body
from api.filters import ids, one_of, texts, updated_since
from api.pagination import NEWEST_FIRST
from api.problems import BadRequestError, ConflictError, TooLargeError
from api.replies import body_reply, reply
from api.resources import ListResource, Resource, one_row, person
from api.rows import Json, Moment, or_null
from api.v1.claims import visible_document
from commitments.models import Claim
from commitments.querysets import PUBLIC, ClaimQuerySet
from documents.intake import Particulars, RefusedError, check_size, take_in
from documents.models import Document
from questionnaire.codes import Reliability

ENVELOPE = 1024 * 1024
"""Bytes that an upload may have beyond the document itself."""


class Import(TypedDict):
    """Where the import of a document stands; its id is the document's."""

    document: Annotated[int, "Id of the document."]
    status: Annotated[Document.State, "Where the job stands; over when `coded`, `not_coded` or `failed`."]
    sha256: Annotated[str, "SHA-256 of the bytes."]
    duplicate_of: Annotated[int | None, "In the answer to an upload: the document that has these bytes already."]
    claims: Annotated[int, "Claims found in it so far; candidates are counted for those who decide on them."]
    error: Annotated[str | None, "Why it failed, or why it was not coded."]
    file_name: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def _count(claims: ClaimQuerySet) -> Coalesce:
    own = claims.filter(document=OuterRef("pk")).order_by().values("document")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())


def _fields(claims: ClaimQuerySet, *, duplicate: bool = False) -> Json:
    """Where the database has what an import shows; it counts these claims."""
    return Json(
        {
            "document": "id",
            "status": "state",
            "sha256": "sha256",
            "duplicate_of": F("id") if duplicate else Value(None, output_field=IntegerField()),
            "claims": _count(claims),
            "error": or_null("error"),
            "file_name": "file_name",
            **{name: Moment(name) for name in ("queued_at", "started_at", "finished_at")},
        }
    )


FIELDS = _fields(Claim.objects.filter(state__in=PUBLIC))
FIELDS_FOR_DECIDING = _fields(Claim.objects.all())
FIELDS_OF_DUPLICATE = _fields(Claim.objects.all(), duplicate=True)
"""Shown to who imports, and who may import may decide."""


def fields_for(user: User | AnonymousUser) -> Json:
    """What this visitor is shown: candidates are counted for those who decide on them."""
    return FIELDS_FOR_DECIDING if may(user, Act.DECIDE) else FIELDS


class Upload(Body):
    """A document to import: one of `file` (multipart), `content` (Base64) or `text`."""

    file = serializers.FileField(required=False, allow_empty_file=True, max_length=255, help_text="The file.")
    content = serializers.CharField(
        required=False, allow_blank=True, help_text="The bytes in Base64, where the body is JSON."
    )
    text = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="The text itself; it is kept as UTF-8."
    )
    file_name = serializers.CharField(
        required=False, default="", max_length=255, help_text="Its ending says how `content` is read."
    )
    title = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
    publisher = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    url = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=2000, help_text="Where it was published."
    )
    published_on = serializers.DateField(required=False, default=None, allow_null=True)
    tlp = serializers.ChoiceField(required=False, choices=Marking.choices, default=Marking.CLEAR.value)
    reliability = serializers.ChoiceField(
        required=False, choices=[(grade.value, grade.label) for grade in Reliability], default=Reliability.F.value
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one document."""
        given = [name for name in ("file", "content", "text") if name in attrs]
        if len(given) != 1:
            raise ValidationError(
                {"file": [f"give one of file, content and text; this has {' and '.join(given) or 'none'}"]}
            )
        return attrs


class ImportList(ListResource):
    """Imports."""

    parser_classes = (MultiPartParser, JSONParser)
    tag = "Imports"
    order = NEWEST_FIRST
    shape = Import
    fields = FIELDS
    write_act = Act.IMPORT
    takes = {"POST": Upload}
    gives = {"GET": {200: Import}, "POST": {202: Import, 200: Import}}
    problems = {"POST": (409,)}
    max_body = settings.MAX_DOCUMENT_BYTES * 4 // 3 + ENVELOPE
    parameters = (
        *ids("document", "Id of the document.", column="id"),
        *one_of("status", Document.State, "Where the job stands.", column="state"),
        *texts("sha256", "SHA-256 of the bytes."),
        updated_since(),
    )

    def rows(self, request: Request, **of: Any) -> QuerySet[Document]:
        """Those of documents that the visitor may see."""
        found: QuerySet[Document] = Document.objects.visible_to(request.user).filter(self.query.where)
        return found

    def get(self, request: Request, **of: Any) -> HttpResponse:
        """Imports, last first."""
        return super().get(request, **of)

    def fields_for(self, request: Request) -> Json:
        """With the candidates counted for those who decide on them."""
        return fields_for(request.user)

    def post(self, request: Request) -> HttpResponse:
        """Import a document.

        The bytes are stored and the job is queued: 202, with the address of its status as `Location`. Bytes that are
        here already are not stored again: 200, and `duplicate_of` names their document.
        """
        given = read_body(request, Upload)
        content, name = _content(given)
        particulars = _particulars(given, request)
        try:
            intake = take_in(content, file_name=name, particulars=particulars, by=person(request))
        except RefusedError as error:
            raise BadRequestError(str(error), {_source(given): [str(error)]}) from error
        document = intake.document
        if document.marking not in visible_markings(request.user):
            raise ConflictError("These bytes are here already, under a marking that you may not see.")
        there = {"Location": request.build_absolute_uri(reverse("api_import", args=[document.pk]))}
        if not intake.duplicate:
            return reply(request, _as_taken_in(document), status=202, headers=there)
        known = one_row(Document.objects.filter(pk=document.pk), FIELDS_OF_DUPLICATE, "import")
        return body_reply(request, known, headers=there)

    def demand_visible(self, request: Request, answer: Mapping[str, Any]) -> None:
        """The document."""
        visible_document(request, answer["document"])


class ImportDetail(Resource):
    """Where an import stands."""

    tag = "Imports"
    gives = {"GET": {200: Import}}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """The status."""
        found = Document.objects.visible_to(request.user).filter(pk=pk)
        return body_reply(request, one_row(found, fields_for(request.user), f"import {pk}"))


def _as_taken_in(document: Document) -> dict[str, Any]:
    """The import as it was queued, however far the worker has come since."""
    document.refresh_from_db(fields=["queued_at"])
    return {
        "document": document.pk,
        "status": document.state,
        "sha256": document.sha256,
        "duplicate_of": None,
        "claims": 0,
        "error": None,
        "file_name": document.file_name,
        "queued_at": document.queued_at,
        "started_at": None,
        "finished_at": None,
    }


def _content(given: dict[str, Any]) -> tuple[bytes, str]:
    """The bytes and the file's name."""
    if "file" in given:
        file = given["file"]
        _check_size(file.size, file.name)
        return file.read(), given["file_name"] or file.name
    if "text" in given:
        return given["text"].encode(), given["file_name"] or "text.txt"
    try:
        return base64.b64decode(given["content"], validate=True), given["file_name"]
    except (binascii.Error, ValueError) as error:
        raise BadRequestError("content: this is no Base64", {"content": [f"this is no Base64: {error}"]}) from error


def _check_size(size: int, name: str) -> None:
    try:
        check_size(size, name)
    except RefusedError as error:
        if size:
            raise TooLargeError(str(error)) from error
        raise BadRequestError(str(error), {"file": [str(error)]}) from error


def _particulars(given: dict[str, Any], request: Request) -> Particulars:
    if given["tlp"] not in visible_markings(request.user):
        said = f"your clearance does not reach {given['tlp']}: you could not see the document yourself"
        raise BadRequestError(f"tlp: {said}", {"tlp": [said]})
    try:
        return Particulars(
            title=given["title"],
            publisher=given["publisher"],
            url=given["url"],
            published_on=given["published_on"],
            marking=given["tlp"],
            reliability=given["reliability"],
        )
    except RefusedError as error:
        raise BadRequestError(str(error), {"url": [str(error)]}) from error


def _source(given: dict[str, Any]) -> str:
    return next(name for name in ("file", "content", "text") if name in given)
