"""Claims: coded statements with the exact sentences that they rest on, and the decisions on them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypedDict

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from accounts.markings import Marking
from accounts.roles import Act
from api import reading, shapes
from api.bodies import Body, read_body
from api.filters import AS_OF, QUESTION, Parameter, any_of, countries, days, ids, numbers, one_of, texts, updated_since
from api.pagination import BY_DAY
from api.problems import ConflictError
from api.replies import body_reply
from api.resources import ListResource, Resource, one_row, person
from api.rows import Json, Moment, or_null, value_json
from commitments import models, review
from documents.models import Document
from questionnaire import codes
from questionnaire.codebook import RULES, topics_of


class Claim(TypedDict):
    """What one passage of one document reports about one country's position on one topic."""

    id: int
    country: Annotated[str, "The country's code."]
    topic: codes.Topic
    question: Annotated[int, "Number of the question that the topic answers."]
    stance: Annotated[codes.Stance | None, "Null where the topic has none."]
    status: Annotated[codes.Status | None, "How far the commitment has come."]
    conditions: list[codes.Condition]
    value: shapes.Value
    attribution: Annotated[codes.Attribution, "Whose words the passage reports."]
    speaker: str | None
    speaker_role: str | None
    stated_on: Annotated[date | None, "When the government said it, where that is known."]
    effective_on: Annotated[
        date, "The day from which it counts: `stated_on`, else the day of publication or of import."
    ]
    credibility: Annotated[int, "Admiralty grade of the information, 1 (confirmed) to 6 (cannot be judged)."]
    reliability: Annotated[codes.Reliability, "Admiralty grade of the source."]
    document: Annotated[int, "Id of the document."]
    document_title: str
    publisher: str
    url: Annotated[str, "Where the source is, outside; empty where there is no address."]
    marking: Annotated[Marking, "Traffic Light Protocol marking of the document."]
    start: Annotated[int, "Offset of the quote's first code point in the document's text."]
    end: Annotated[int, "Offset after its last."]
    quote: Annotated[str, "Exactly the document's text from `start` to `end`."]
    prefix: Annotated[str, "The characters before the quote."]
    suffix: Annotated[str, "The characters after it."]
    page_url: Annotated[str, "The sentence, highlighted, on the pages of this installation."]
    state: Annotated[models.Claim.State, "Only `accepted` claims make positions."]
    origin: models.Claim.Origin
    origin_name: Annotated[str | None, "Engine or model with its version, or the entry of the starter data."]
    confidence: Annotated[float | None, "The engine's, 0 to 1."]
    replaces: Annotated[int | None, "The claim that this one was made to correct."]
    restates: Annotated[int | None, "An earlier claim about the same package, which is counted once."]
    reason: Annotated[codes.ChangeReason | None, "Why this version was made."]
    version: Annotated[int, "Grows with each change."]
    decided_at: datetime | None
    recorded_at: Annotated[datetime, "When this system learned it."]
    updated_at: datetime


QUESTION_OF_TOPIC = Case(
    *(When(topic=rule.topic.value, then=Value(rule.question)) for rule in RULES.values()), output_field=IntegerField()
)
PAGE_URL = Func(
    "document_id",
    "id",
    template="'/documents/' || %(expressions)s",
    arg_joiner=" || '/#claim-' || ",
    output_field=TextField(),
)
# A person's name is for those inside; the pages show it to them.
ORIGIN_NAME = Case(When(~Q(origin=models.Claim.Origin.PERSON), then=F("origin_name")), output_field=TextField())

FIELDS = Json(
    {name: name for name in Claim.__annotations__}
    | {name: or_null(name) for name in ("stance", "status", "speaker", "speaker_role", "reason")}
    | {name: Moment(name) for name in ("decided_at", "recorded_at", "updated_at")}
    | {name: f"document__{name}" for name in ("reliability", "publisher", "url", "marking")}
    | {"country": "country_id", "document": "document_id", "document_title": "document__title"}
    | {"replaces": "replaces_id", "restates": "restates_id"}
    | {"question": QUESTION_OF_TOPIC, "value": value_json(), "page_url": PAGE_URL, "origin_name": ORIGIN_NAME}
)

FILTERS = (
    *countries(),
    *one_of("topic", codes.Topic, "Topic."),
    QUESTION,
    *one_of("stance", codes.Stance, "Stance."),
    *one_of("status", codes.Status, "Status of the commitment."),
    *any_of("conditions", codes.Condition, "Condition."),
    *one_of("state", models.Claim.State, "State of the claim."),
    *one_of("attribution", codes.Attribution, "Attribution."),
    *one_of("origin", models.Claim.Origin, "Who made it."),
    *one_of("category", codes.AidCategory, "Kind of aid."),
    *texts("speaker", "Speaker, as written."),
    *numbers("credibility", "Credibility grade."),
    *one_of("reliability", codes.Reliability, "Reliability of the source.", column="document__reliability"),
    *ids("document", "Id of the document.", column="document_id"),
    *ids("id", "Id of the claim."),
    *days("effective_on", "The day from which it counts."),
    *days("stated_on", "The day on which it was said."),
    AS_OF,
    updated_since(),
    Parameter("q", reading.text, {"type": "string"}, "Words in the quote, in the syntax of a web search."),
)


class ClaimList(ListResource):
    """Claims, newest first by the day from which they count.

    `state=accepted` are those that count. Candidates and rejected claims are shown to those who decide on them; for
    anybody else `state=candidate` is an empty list.
    """

    tag = "Claims"
    order = BY_DAY
    shape = Claim
    fields = FIELDS
    parameters = FILTERS

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Claim]:
        """Those that the visitor may see."""
        found = models.Claim.objects.shown_to(request.user).filter(self.query.where, **of)
        if numbers := self.query["question"]:
            found = found.filter(topic__in=[topic for number in numbers for topic in topics_of(number)])
        if as_of := self.query["as_of"]:
            found = found.filter(effective_on__lte=as_of)
        if words := self.query["q"]:
            query = SearchQuery(words, search_type="websearch", config="english")
            found = found.annotate(words=SearchVector("quote", config="english")).filter(words=query)
        return found


class DocumentClaimList(ClaimList):
    """The claims of one document, newest first.

    Candidates and rejected ones are shown to those who decide on them.
    """

    tag = "Documents"
    parameters = tuple(parameter for parameter in FILTERS if not parameter.name.startswith("document"))

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Claim]:
        """Those of this document. Raises NotFound where the visitor may not see it."""
        visible_document(request, of["pk"])
        return super().rows(request, document=of["pk"])


class ClaimDetail(Resource):
    """One claim."""

    tag = "Claims"
    gives = {"GET": {200: Claim}}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """The claim."""
        return claim_reply(request, pk)


class Decision(Body):
    """A decision on a claim."""

    note = serializers.CharField(required=False, default="", allow_blank=True, help_text="Why it is decided so.")
    reason = serializers.ChoiceField(
        required=False,
        choices=[(reason.value, reason.label) for reason in codes.ChangeReason],
        help_text="What readers are told about why this changes.",
    )


class Rejection(Body):
    """A rejection."""

    note = serializers.CharField(required=False, default="", allow_blank=True, help_text="Why it is rejected.")


class Retraction(Decision):
    """A retraction, which says why."""

    note = serializers.CharField(help_text="Why it is taken back.")


class Undoing(Body):
    """Nothing needs to be said."""


class ClaimAct(Resource):
    """A decision on a claim. 409 where its state does not allow it."""

    tag = "Claims"
    write_act = Act.DECIDE
    gives = {"POST": {200: Claim}}
    problems = {"POST": (409,)}
    act: ClassVar[Callable[..., models.Claim]]

    def post(self, request: Request, pk: int) -> HttpResponse:
        """Decide, and answer with the claim as it is now."""
        given = read_body(request, self.takes["POST"])
        visible_claim(request, pk)
        try:
            type(self).act(pk, by=person(request), **given)
        except review.NotAllowedError as error:
            raise PermissionDenied(str(error)) from error
        except review.DecisionError as error:
            raise ConflictError(str(error)) from error
        return claim_reply(request, pk)

    def demand_visible(self, request: Request, answer: Mapping[str, Any]) -> None:
        """The claim."""
        visible_claim(request, answer["id"])


class ClaimAccept(ClaimAct):
    """Accept a candidate: from now on it counts."""

    takes = {"POST": Decision}
    act = review.accept


class ClaimReject(ClaimAct):
    """Reject a candidate: it stays on record and counts for nothing."""

    takes = {"POST": Rejection}
    act = review.reject


class ClaimRetract(ClaimAct):
    """Take back an accepted claim, saying why."""

    takes = {"POST": Retraction}
    act = review.retract


class ClaimUndo(ClaimAct):
    """Make a candidate again of a claim that was accepted or rejected."""

    takes = {"POST": Undoing}
    act = review.undo


def claim_reply(request: Request, pk: int) -> HttpResponse:
    """The claim as an answer. Raises NotFound where the visitor may not see it."""
    return body_reply(
        request, one_row(models.Claim.objects.shown_to(request.user).filter(pk=pk), FIELDS, f"claim {pk}")
    )


def visible_claim(request: Request, pk: int) -> None:
    """Raise NotFound unless there is such a claim and the visitor may see it."""
    if not models.Claim.objects.shown_to(request.user).filter(pk=pk).exists():
        raise NotFound(f"There is no claim {pk}, or you may not see it.")


def visible_document(request: Request, pk: int) -> None:
    """Raise NotFound unless there is such a document and the visitor may see it."""
    if not Document.objects.visible_to(request.user).filter(pk=pk).exists():
        raise NotFound(f"There is no document {pk}, or you may not see it.")
