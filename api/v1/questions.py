"""The questionnaire and its questions."""

from datetime import date
from typing import Annotated, Any, Literal, TypedDict

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from api.filters import any_of, numbers, texts
from api.pagination import Key, Order
from api.replies import body_reply
from api.resources import ListResource, Resource, one_row
from api.rows import Json
from questionnaire import models
from questionnaire.codes import Topic


class Questionnaire(TypedDict):
    """A set of questions put to governments, with what is known about its sending."""

    id: int
    slug: str
    title: str
    issued_by: Annotated[str, "Code of the sending country."]
    issuing_body: str
    recipients: str
    issued_on: Annotated[date, "Day of sending, or the first day of the period in which it was sent."]
    issued_on_precision: Literal["day", "week"]
    issued_on_note: str
    reported_on: Annotated[date, "First public report that it exists."]
    disagreements: Annotated[list[Any], "Where reports differ, and what is held here."]


class Question(TypedDict):
    """One question, and the topics by which its answers are coded."""

    id: int
    questionnaire: Annotated[str, "The questionnaire's slug."]
    number: int
    title: str
    prompt: Annotated[str, "What is asked, in our own wording."]
    topics: list[Topic]
    sources: Annotated[list[str], "Where reports print or describe it."]


QUESTIONNAIRE = Json({name: name for name in Questionnaire.__annotations__})
QUESTION = Json({name: name for name in Question.__annotations__} | {"questionnaire": "questionnaire__slug"})


class QuestionnaireList(ListResource):
    """The questionnaires."""

    tag = "Reference"
    order = Order((Key("id"),), descending=False)
    shape = Questionnaire
    fields = QUESTIONNAIRE
    parameters = tuple(texts("slug", "Slug."))

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Questionnaire]:
        """All of them."""
        return models.Questionnaire.objects.filter(self.query.where)


class QuestionList(ListResource):
    """The questions, in the order of the questionnaire."""

    tag = "Reference"
    order = Order((Key("id"),), descending=False)
    shape = Question
    fields = QUESTION
    parameters = (
        *texts("questionnaire", "Slug of the questionnaire.", column="questionnaire__slug"),
        *numbers("number", "Number of the question."),
        *any_of("topics", Topic, "Topic that the question covers."),
    )

    def rows(self, request: Request, **of: Any) -> QuerySet[models.Question]:
        """All of them."""
        return models.Question.objects.filter(self.query.where)


class QuestionDetail(Resource):
    """One question."""

    tag = "Reference"
    gives = {"GET": {200: Question}}

    def get(self, request: Request, pk: int) -> HttpResponse:
        """The question."""
        return body_reply(request, one_row(models.Question.objects.filter(pk=pk), QUESTION, f"question {pk}"))
