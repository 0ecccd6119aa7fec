"""One country: every question and topic, with the words that it rests on and the history behind it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.markings import visible_markings
from commitments.answers import QuestionPosition, answers
from commitments.matrix import Membership
from commitments.models import Claim, Standing
from commitments.positions import Position
from commitments.timeline import timeline
from commitments.views.asked import country_asked, moment_asked
from commitments.views.framing import questions_asked, time_frame
from questionnaire.codes import Topic
from questionnaire.models import Question


@dataclass(frozen=True)
class TopicPart:
    """One topic of a question: where the country stands, and all that it said."""

    topic: Topic
    position: Position | None
    said: list[Standing]


@dataclass(frozen=True)
class QuestionPart:
    """One question: the answer, the claims that a published one cites, and its topics."""

    question: Question
    answer: QuestionPosition
    cited: list[Claim]
    topics: list[TopicPart]


@require_safe
def country(request: HttpRequest, iso2: str) -> HttpResponse:
    """Where the country stands on each topic, since when, before that, on which evidence."""
    moment = moment_asked(request)
    shown = country_asked(iso2)
    questions = questions_asked()
    markings = visible_markings(request.user)
    answered = answers(countries=[shown.iso2], as_of=moment.as_of, known_at=moment.known_at, markings=markings)
    said: dict[str, list[Standing]] = defaultdict(list)
    for statement in timeline(shown.iso2, moment, markings=markings):
        said[statement.topic].append(statement)
    pairs = zip(questions, answered, strict=True)
    published = [claim for answer in answered if answer.response for claim in answer.evidence + answer.contradicted_by]
    cited = Claim.objects.with_source().in_bulk(published)
    return render(
        request,
        "commitments/country.html",
        {
            **time_frame(request, moment, markings, questions),
            "country": shown,
            "memberships": [each for each in Membership if each.holds(shown, moment.as_of)],
            "parts": [_part(question, answer, cited, said) for question, answer in pairs],
        },
    )


def _part(
    question: Question, answer: QuestionPosition, cited: dict[int, Claim], said: dict[str, list[Standing]]
) -> QuestionPart:
    standing = {position.topic: position for position in answer.topics}
    return QuestionPart(
        question=question,
        answer=answer,
        cited=[cited[pk] for pk in answer.evidence if pk in cited] if answer.response else [],
        topics=[TopicPart(Topic(topic), standing.get(topic), said[topic]) for topic in question.topics],
    )
