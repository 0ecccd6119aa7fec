"""What the pages of one cell (a country's answer to a question) have in common."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from commitments.models import Claim, Country, Response
from commitments.models.coded import CodedModel
from commitments.querysets import ClaimQuerySet
from commitments.wording import Part, say
from questionnaire.models import Question


@dataclass(frozen=True)
class Statement:
    """A claim with its codes in words."""

    of: Claim
    parts: list[Part]


def cell_at(iso2: str, number: int) -> tuple[Country, Question]:
    """The country and the question of an address. Raises Http404 for what there is not."""
    question = Question.objects.filter(number=number).order_by("-questionnaire__issued_on").first()
    if question is None:
        raise Http404(f"There is no question {number}.")
    return get_object_or_404(Country, pk=iso2), question


def in_words(claims: ClaimQuerySet) -> list[Statement]:
    """The claims with their codes in words."""
    return [Statement(claim, say_coded(claim)) for claim in claims.with_source()]


def say_coded(coded: CodedModel) -> list[Part]:
    """The codes of a claim, or of what an answer says on a topic, in words."""
    return say(coded.topic, coded.stance or None, coded.status or None, coded.conditions, coded.value)


def cited_by(response: Response, request: HttpRequest) -> list[Statement]:
    """The claims that this version rests on, as far as the visitor may see them."""
    return in_words(Claim.objects.filter(citations__response=response).visible_to(request.user))
