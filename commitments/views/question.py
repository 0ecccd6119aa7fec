"""The questions: all of them, and one with every country's position on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.markings import visible_markings
from commitments.answers import answers
from commitments.matrix import NO_POSITION, STANCE_ORDER, Filters, chosen, rows_of, sorts
from commitments.models import Country
from commitments.views.asked import moment_asked, one_of, question_asked
from commitments.views.framing import questions_asked, time_frame
from questionnaire.codes import Topic


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The six questions, each with how many countries stand where."""
    moment = moment_asked(request)
    asked = questions_asked()
    markings = visible_markings(request.user)
    codes = list(Country.objects.values_list("pk", flat=True))
    answered = answers(countries=codes, as_of=moment.as_of, known_at=moment.known_at, markings=markings)
    counts = {question.number: dict.fromkeys(STANCE_ORDER, 0) | {"spoke": 0} for question in asked}
    for answer in answered:
        spoke = answer.source != "none"
        counts[answer.question][answer.stance or ("spoke" if spoke else NO_POSITION)] += 1
    parts = [{"question": question, "counts": counts[question.number]} for question in asked]
    context = {"parts": parts, "stances": STANCE_ORDER, "countries": len(codes)}
    return render(request, "commitments/questions.html", {**time_frame(request, moment, markings, asked), **context})


@require_safe
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question: what is asked, and where each country stands on its topics."""
    moment = moment_asked(request)
    shown = question_asked(number)
    own_sort = f"q{number}"
    sort = one_of(request, "sort", [*sorts([number])], own_sort)
    markings = visible_markings(request.user)
    countries = list(Country.objects.all())
    answered = answers(
        countries=[country.iso2 for country in countries],
        questions=[number],
        as_of=moment.as_of,
        known_at=moment.known_at,
        markings=markings,
    )
    rows = chosen(rows_of(countries, answered), Filters(sort=sort), moment.as_of)
    return render(
        request,
        "commitments/question.html",
        {
            **time_frame(request, moment, markings, [shown]),
            "question": shown,
            "topics": [Topic(topic) for topic in shown.topics],
            "rows": [row for row in rows if row.answers[0].source != "none"],
            "silent": [row.country for row in rows if row.answers[0].source == "none"],
            "sort": sort,
            "sorts": sorts([number]).items(),
        },
    )
