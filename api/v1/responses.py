"""The analysts' answers: versions that were published, and the history of each."""

from datetime import date, datetime
from typing import Annotated, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, TextField, When
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from accounts.markings import visible_markings
from api import shapes
from api.filters import countries, days, flag, ids, one_of, updated_since
from api.pagination import NEWEST_FIRST, Key, Order
from api.resources import ListResource
from api.rows import Json, Moment, list_of, or_null, value_json
from commitments import models
from commitments.models.response import OPEN
from questionnaire import codes
from questionnaire.codebook import RULES

PUBLISHED = ("published", "superseded")


class TopicAnswer(TypedDict):
    """What an answer says on one topic of its question."""

    topic: codes.Topic
    stance: codes.Stance | None
    status: codes.Status | None
    conditions: list[codes.Condition]
    value: shapes.Value


class Response(TypedDict):
    """One version of the analysts' answer for a country to a question."""

    id: Annotated[int, "Id of the version."]
    country: Annotated[str, "The country's code."]
    question: Annotated[int, "Number of the question."]
    number: Annotated[int, "Number of the version, from 1."]
    version: Annotated[int, "Grows with each save; with the id it makes the ETag."]
    status: models.Response.Status
    state: codes.AnswerState
    stance: codes.Stance | None
    basis: codes.Basis
    bindingness: codes.Bindingness | None
    conditions: list[codes.Condition]
    summary: Annotated[str, "The answer in a few sentences."]
    uncertainty: Annotated[str, "What is uncertain about it."]
    answers: Annotated[list[TopicAnswer], "By topic."]
    claims: Annotated[list[int], "Ids of the claims that it cites."]
    official_reply: Annotated[int | None, "Id of the document with the government's own reply."]
    effective_on: Annotated[date, "The day from which it counts."]
    looked_at: Annotated[date, "The day on which the sources were last looked through."]
    self_published: Annotated[bool, "Published by its author, as a team of one may."]
    reason: Annotated[codes.ChangeReason | None, "Why it was published."]
    superseded_for: Annotated[codes.ChangeReason | None, "Why another version took its place."]
    void: Annotated[bool, "Corrected by its successor: it counts for no day any more."]
    known_from: Annotated[datetime | None, "When it was published."]
    known_until: Annotated[datetime | None, "When it was found wrong."]
    recorded_at: datetime
    updated_at: datetime
    draft: Annotated[dict[str, Any] | None, "What has been typed so far, while the version is open."]
    page_url: Annotated[str, "The answer on the pages of this installation."]


DRAFT = Case(When(status__in=OPEN, then=F("draft")), output_field=JSONField())
ANSWER = Json(
    {name: name for name in TopicAnswer.__annotations__}
    | {"stance": or_null("stance"), "status": or_null("status"), "value": value_json()}
)
CITED = ArraySubquery(models.Citation.objects.filter(response=OuterRef("pk")).order_by("claim").values("claim"))
PAGE_URL = Func(
    "country_id",
    "question__number",
    template="'/responses/' || %(expressions)s || '/'",
    arg_joiner=" || '/' || ",
    output_field=TextField(),
)
FIELDS = Json(
    {name: name for name in Response.__annotations__}
    | {name: or_null(name) for name in ("stance", "bindingness", "reason", "superseded_for")}
    | {name: Moment(name) for name in ("known_from", "known_until", "recorded_at", "updated_at")}
    | {"country": "country_id", "question": "question__number", "official_reply": F("official_reply_id")}
    | {"answers": list_of(models.Answer.objects.all(), "response", ANSWER, "id"), "claims": CITED}
    | {"page_url": PAGE_URL, "draft": DRAFT}
)


class ResponseList(ListResource):
    """Published answers, those published last first; superseded versions only where `status` asks for them."""

    tag = "Responses"
    order = NEWEST_FIRST
    shape = Response
    fields = FIELDS
    parameters = (
        *countries(),
        *one_of(
            "question",
            sorted({rule.question for rule in RULES.values()}),
            "Number of the question.",
            column="question__number",
        ),
        *one_of("status", PUBLISHED, "Status; `published` where not given."),
        *one_of("state", codes.AnswerState, "State of the answer."),
        *one_of("stance", codes.Stance, "Stance."),
        *one_of("basis", codes.Basis, "What it rests on."),
        *one_of("bindingness", codes.Bindingness, "How binding it is."),
        *ids("id", "Id of the version."),
        *days("effective_on", "The day from which it counts."),
        *days("looked_at", "The day on which sources were last looked through."),
        flag("self_published", "Published by its author.", lookup="self_published"),
        updated_since(),
    )

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Response]:
        """Those that the visitor may see."""
        asked = self.query["status"] or self.query["status__in"]
        found = published(request).filter(self.query.where)
        return found if asked else found.filter(status="published")


class ResponseHistory(ListResource):
    """All published versions of the same country's answer to the same question, newest first."""

    tag = "Responses"
    order = Order((Key("number"),))
    shape = Response
    fields = FIELDS

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Response]:
        """Those that the visitor may see. Raises NotFound where they may not see the version that is named."""
        cell = published(request).filter(pk=of["pk"]).values("country", "question").first()
        if cell is None:
            raise NotFound(f"There is no response {of['pk']}, or you may not see it.")
        return published(request).filter(**cell)


def published(request: Request) -> QuerySet[models.Response]:
    """Versions that were published and rest on nothing that the visitor may not see."""
    markings = visible_markings(request.user)
    hidden = models.Citation.objects.filter(response=OuterRef("pk")).exclude(claim__document__marking__in=markings)
    return models.Response.objects.filter(
        ~Exists(hidden),
        Q(official_reply__isnull=True) | Q(official_reply__marking__in=markings),
        status__in=PUBLISHED,
    )
