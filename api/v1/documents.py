"""Documents: what claims are quoted from, with their texts and the passages on topics."""

from datetime import date, datetime
from typing import Annotated, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from accounts.markings import Marking
from api import reading
from api.filters import Parameter, days, ids, one_of, texts, updated_since
from api.pagination import NEWEST_FIRST, Key, Order
from api.replies import body_reply
from api.resources import ListResource, Resource, one_row
from api.rows import Json, Moment, or_null
from api.v1.claims import visible_document
from commitments.models import TopicPassage
from documents import models
from questionnaire.codes import Reliability, Topic


class Document(TypedDict):
    """A source document, told apart by the SHA-256 of its bytes."""

    id: int
    kind: models.Document.Kind
    title: str
    publisher: str
    url: Annotated[str, "Where it is, outside; empty where there is no address."]
    published_on: date | None
    language: Annotated[str | None, "ISO 639-1, as detected."]
    reliability: Annotated[Reliability, "Admiralty grade of the source."]
    marking: Annotated[Marking, "Traffic Light Protocol: who may see it and all that is derived from it."]
    state: Annotated[models.Document.State, "Where its job stands."]
    error: Annotated[str | None, "Why it failed, or why it was not coded."]
    sha256: Annotated[str, "SHA-256 of the original bytes."]
    size: Annotated[int, "Bytes of the original."]
    file_name: str
    media_type: str
    text_sha256: Annotated[str | None, "SHA-256 of the text in UTF-8; null before it is read."]
    topics: Annotated[list[Topic], "Topics of the questionnaire that its passages touch."]
    withdrawn_at: Annotated[datetime | None, "Withdrawn, not deleted: it is kept and marked."]
    withdrawn_why: str | None
    created_at: datetime
    updated_at: datetime


class DocumentText(TypedDict):
    """The text of a document, as read; claims quote it by code point offsets."""

    document: int
    text: str
    text_sha256: Annotated[str | None, "Null before it is read."]


class Passage(TypedDict):
    """Characters of a document's text that are about a topic, whoever speaks."""

    id: int
    document: int
    start: Annotated[int, "Offset of its first code point."]
    end: Annotated[int, "Offset after its last."]
    topic: Topic


TOPICS = ArraySubquery(
    TopicPassage.objects.filter(document=OuterRef("pk")).order_by("topic").values("topic").distinct()
)
FIELDS = Json(
    {name: name for name in Document.__annotations__}
    | {name: or_null(name) for name in ("language", "error", "text_sha256", "withdrawn_why")}
    | {name: Moment(name) for name in ("withdrawn_at", "created_at", "updated_at")}
    | {"topics": TOPICS}
)


class DocumentList(ListResource):
    """Documents, last imported first, without their texts."""

    tag = "Documents"
    order = NEWEST_FIRST
    shape = Document
    fields = FIELDS
    parameters = (
        *ids("id", "Id of the document."),
        *one_of("kind", models.Document.Kind, "Kind."),
        *one_of("state", models.Document.State, "Where its job stands."),
        *one_of("marking", Marking, "Traffic Light Protocol marking."),
        *one_of("reliability", Reliability, "Grade of the source."),
        *texts("publisher", "Publisher, as written."),
        *texts("language", "Language."),
        *texts("url", "Address, as given."),
        *texts("sha256", "SHA-256 of the original bytes: whether a file is here already."),
        *days("published_on", "Day of publication."),
        updated_since(),
        Parameter("q", reading.text, {"type": "string"}, "Words in title or text, in the syntax of a web search."),
    )

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Document]:
        """Those that the visitor may see."""
        found = models.Document.objects.visible_to(request.user).filter(self.query.where)
        return found.matching(self.query["q"]) if self.query["q"] else found


class DocumentDetail(Resource):
    """One document, without its text."""

    tag = "Documents"
    gives = {"GET": {200: Document}}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """The document."""
        return body_reply(request, one_row(_document(request, pk), FIELDS, f"document {pk}"))


class DocumentTextView(Resource):
    """The text of a document."""

    tag = "Documents"
    gives = {"GET": {200: DocumentText}}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """The text."""
        fields = Json({"document": "id", "text": "text", "text_sha256": or_null("text_sha256")})
        return body_reply(request, one_row(_document(request, pk), fields, f"document {pk}"))


class PassageList(ListResource):
    """The passages of a document that touch topics of the questionnaire, in the order of the text."""

    tag = "Documents"
    order = Order((Key("start"), Key("id")), descending=False)
    shape = Passage
    fields = Json({name: name for name in Passage.__annotations__} | {"document": "document_id"})
    parameters = tuple(one_of("topic", Topic, "Topic."))

    def rows(self, request: Request, **of: Any) -> QuerySet[TopicPassage]:
        """Those of this document. Raises NotFound where the visitor may not see it."""
        visible_document(request, of["pk"])
        return TopicPassage.objects.filter(self.query.where, document=of["pk"])


def _document(request: Request, pk: int) -> QuerySet[models.Document]:
    found: QuerySet[models.Document] = models.Document.objects.visible_to(request.user).filter(pk=pk)
    return found
