"""The codebook: topics with what their values hold, and every list of codes."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, TypedDict

from django.http import HttpResponse
from rest_framework.request import Request

from api.replies import reply
from api.resources import Resource
from questionnaire import codebook as book
from questionnaire import codes


class CodeLabel(TypedDict):
    """A code, in words."""

    code: str
    label: str


class Grade(TypedDict):
    """A grade of credibility, in words."""

    grade: int
    label: str


class FieldRule(TypedDict):
    """One field of a topic's value."""

    name: str
    kind: Annotated[book.Kind, "How it is written."]
    help: str
    unit: str | None
    required: bool
    codes: Annotated[list[CodeLabel] | None, "The legal codes, where it holds codes."]


class TopicEntry(TypedDict):
    """What the codebook says about a topic."""

    topic: codes.Topic
    label: str
    question: Annotated[int, "Number of the question that it answers."]
    holds: str
    has_stance: bool
    has_status: bool
    fields: Annotated[list[FieldRule], "The fields of its value."]


class Codebook(TypedDict):
    """How statements are coded."""

    version: Annotated[str, "Changes whenever a code is added, removed or redefined."]
    topics: list[TopicEntry]
    stances: list[CodeLabel]
    statuses: list[CodeLabel]
    conditions: list[CodeLabel]
    attributions: list[CodeLabel]
    reliability: Annotated[list[CodeLabel], "Admiralty grades of a source."]
    credibility: Annotated[list[Grade], "Admiralty grades of the information itself."]
    country_roles: list[CodeLabel]
    answer_states: list[CodeLabel]
    bases: list[CodeLabel]
    bindingness: Annotated[list[CodeLabel], "Weakest first."]
    change_reasons: list[CodeLabel]


class CodebookView(Resource):
    """The codebook as data: topics, fields of their values, and all codes with their labels."""

    tag = "Reference"
    gives = {"GET": {200: Codebook}}

    def get(self, request: Request) -> HttpResponse:
        """The codebook."""
        return reply(request, as_data())


@cache
def as_data() -> dict[str, Any]:
    """The codebook, made once: it is code."""
    return {
        "version": book.VERSION,
        "topics": [_topic(rule) for rule in book.RULES.values()],
        "stances": _labels(codes.Stance),
        "statuses": _labels(codes.Status),
        "conditions": _labels(codes.Condition),
        "attributions": _labels(codes.Attribution),
        "reliability": _labels(codes.Reliability),
        "credibility": [{"grade": grade, "label": label} for grade, label in codes.CREDIBILITY.items()],
        "country_roles": _labels(codes.CountryRole),
        "answer_states": _labels(codes.AnswerState),
        "bases": _labels(codes.Basis),
        "bindingness": _labels(codes.Bindingness),
        "change_reasons": _labels(codes.ChangeReason),
    }


def _topic(rule: book.TopicRule) -> dict[str, Any]:
    return {
        "topic": rule.topic.value,
        "label": rule.topic.label,
        "question": rule.question,
        "holds": rule.holds,
        "has_stance": rule.has_stance,
        "has_status": rule.has_status,
        "fields": [
            {
                "name": field.name,
                "kind": field.kind.value,
                "help": field.help,
                "unit": field.unit or None,
                "required": field.required,
                "codes": _labels(field.codes) if field.codes else None,
            }
            for field in rule.fields
        ],
    }


def _labels(legal: Iterable[codes.Code]) -> list[dict[str, str]]:
    return [{"code": code.value, "label": code.label} for code in legal]
