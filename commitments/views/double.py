"""Double coding: the list, a coder's own form, and the comparison that a third person settles."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import person, requires
from accounts.models import User
from accounts.roles import Act
from commitments import double_coding
from commitments.drafts import DATES, DraftValue
from commitments.editing import HiddenError, demand_visible
from commitments.forms.answer import AnswerForm, typed_of
from commitments.merging import as_typed
from commitments.models import Claim, Coding, CodingPair, Country, DoubleCoding
from commitments.responses import ResponseError
from commitments.views.cells import cell_at, in_words
from commitments.wording import say_day
from questionnaire.models import Question

SHOWN = 100
"""Pairs in the list, the newest first; accepted claims beside the form."""


@require_GET
@requires(Act.ANSWER)
def double_list(request: HttpRequest) -> HttpResponse:
    """The questions with their setting, and the pairs with where each stands."""
    reader = person(request)
    on = set(DoubleCoding.objects.filter(on=True).values_list("question_id", flat=True))
    questions = list(Question.objects.order_by("-questionnaire__issued_on", "number"))
    pairs = _pairs()[:SHOWN]
    context = {
        "questions": [(question, question.pk in on) for question in questions],
        "coded_twice": [question for question in questions if question.pk in on],
        "countries": Country.objects.all(),
        "pairs": [_row(pair, reader) for pair in pairs],
    }
    return render(request, "commitments/double_list.html", context)


@require_POST
@requires(Act.PUBLISH)
def double_set(request: HttpRequest, number: int) -> HttpResponse:
    """Have a question coded twice, or no longer."""
    question = Question.objects.filter(number=number).order_by("-questionnaire__issued_on").first()
    on = request.POST.get("on") == "1"
    if question is not None:
        double_coding.set_double(question, on=on, by=person(request))
        messages.success(request, f"Question {number} is {'coded twice from now on' if on else 'coded once again'}.")
    return redirect("double_list")


@require_POST
@requires(Act.ANSWER)
def double_begin(request: HttpRequest) -> HttpResponse:
    """Begin a coding, as the first or the second coder."""
    number = request.POST.get("question", "")
    country, question = cell_at(request.POST.get("country", ""), int(number) if number.isdigit() else 0)
    try:
        double_coding.join(country, question, by=person(request))
    except ResponseError as error:
        messages.error(request, _words(error))
        return redirect("double_list")
    return redirect("double_cell", country.pk, question.number)


@require_http_methods(["GET", "POST"])
@requires(Act.ANSWER)
def double_cell(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """The newest pair of a cell: the reader's own form, a wait, the comparison, or what was settled."""
    country, question = cell_at(iso2, number)
    pair = get_object_or_404(_pairs().filter(country=country, question=question)[:1])
    if request.method == "POST":
        return _posted(request, pair)
    return _show(request, pair)


def _posted(request: HttpRequest, pair: CodingPair) -> HttpResponse:
    act, by = request.POST.get("act", "save"), person(request)
    try:
        if act == "settle":
            chosen = {name.removeprefix("pick:"): str(side) for name, side in request.POST.items()}
            double_coding.settle(pair.pk, chosen, by=by, note=request.POST.get("note", ""))
            messages.success(request, "Settled. The answer is a draft now, to be handed in and published.")
        else:
            coding = get_object_or_404(Coding, pair=pair, coder=by)
            double_coding.save(coding.pk, _typed(request, pair.question), by=by)
            if act == "hand_in":
                double_coding.hand_in(coding.pk, by=by)
            messages.success(request, "Handed in." if act == "hand_in" else "Saved.")
    except ResponseError as error:
        return _show(request, get_object_or_404(_pairs(), pk=pair.pk), errors=error.errors, status=422)
    return redirect("double_cell", pair.country_id, pair.question.number)


def _typed(request: HttpRequest, question: Question) -> dict[str, DraftValue]:
    return {**typed_of(question, request.POST), "claims": request.POST.getlist("claims")}


def _show(
    request: HttpRequest, pair: CodingPair, *, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    reader, codings = person(request), list(pair.codings.all())
    own = next((coding for coding in codings if coding.coder_id == reader.pk), None)
    page: dict[str, Any] = {"pair": pair, "country": pair.country, "question": pair.question, "own": own}
    form = AnswerForm(pair.question, {})
    if own and not own.handed_in_at:
        form = AnswerForm(pair.question, {name: as_typed(given) for name, given in own.content.items()})
        form.show_errors(errors or [])
        page |= {"form": form, "claims": _claims(pair, reader), "cited": set(map(str, own.content.get("claims") or []))}
    elif double_coding.both_in(codings):
        try:
            for coding in codings:
                demand_visible(coding.content, reader)
        except HiddenError as error:
            why = {"country": pair.country, "question": pair.question, "why": str(error)}
            return render(request, "commitments/response_hidden.html", why, status=403)
        page |= {"rows": _rows(pair, codings, form), "codings": codings, "general": errors or []}
        page["may_settle"] = not own and not pair.settled_at
        page["overruled"] = {form[n].label for n in double_coding.overruled(pair, own)} if own and pair.settled else ()
    return render(request, "commitments/double_cell.html", page, status=status)


def _rows(pair: CodingPair, codings: list[Coding], form: AnswerForm) -> list[dict[str, Any]]:
    settled = pair.settled or {}
    return [
        {
            "name": row.name,
            "label": form[row.name].label,
            "topic": row.name.partition(".")[0] if "." in row.name else "",
            "first": _say(form, row.name, row.first),
            "second": _say(form, row.name, row.second),
            "settled": _say(form, row.name, settled.get(row.name)),
            "agree": row.agree,
        }
        for row in double_coding.compare(pair, codings)
    ]


def _say(form: AnswerForm, name: str, given: DraftValue) -> str:
    """A field's value in words: codes by their labels."""
    field: Any = form.fields[name]
    choices = dict(getattr(field, "choices", None) or getattr(field.widget, "choices", None) or ())
    typed = as_typed(given)
    parts = typed if isinstance(typed, list) else [typed] if typed else []
    if name in DATES and parts:
        return say_day(date.fromisoformat(parts[0]))
    return ", ".join(str(choices.get(part, part)) for part in parts)


def _row(pair: CodingPair, reader: User) -> dict[str, Any]:
    """Where a pair stands, and what there is for the reader to do."""
    codings = list(pair.codings.all())
    own = next((coding for coding in codings if coding.coder_id == reader.pk), None)
    handed_in = double_coding.both_in(codings)
    if pair.settled_at:
        state = "settled"
        todo = f"You were overruled in {len(double_coding.overruled(pair, own))}" if own else ""
    elif handed_in:
        state, todo = "to be settled", "" if own else "Settle"
    else:
        state = "second coder wanted" if len(codings) < 2 else "being coded"  # noqa: PLR2004 - a pair
        todo = (
            "Go on coding" if own and not own.handed_in_at else "" if own or len(codings) > 1 else "Be the second coder"
        )
    return {"pair": pair, "codings": codings, "state": state, "todo": todo, "own": own}


def _pairs() -> QuerySet[CodingPair]:
    pairs = CodingPair.objects.select_related("country", "question", "adjudicator")
    return pairs.prefetch_related("codings__coder").order_by("-id")


def _claims(pair: CodingPair, reader: User) -> list[Any]:
    about = Claim.objects.filter(country=pair.country, topic__in=pair.question.topics)
    return in_words(about.accepted().visible_to(reader)[:SHOWN])


def _words(error: ResponseError) -> str:
    return "; ".join(said.partition(": ")[2] or said for said in error.errors)
