"""The desk: the grid of answers, giving them to people, and the way to what comes next."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person, requires
from accounts.roles import Act
from commitments.assignments import AssignmentError, assign
from commitments.desk import CellState, Square, counts, next_for, squares, to_do
from commitments.forms.assigning import AssignForm
from commitments.models import Country
from commitments.views.cells import cell_at
from questionnaire.models import Question

COMING = 5
"""So many of the things that wait are listed above the grid."""


@require_GET
@requires(Act.ANSWER)
def desk(request: HttpRequest) -> HttpResponse:
    """Countries by questions, by state; `?show=mine`, `?state=…`, `?person=…` leave the others out."""
    by = person(request)
    grid = squares(by)
    shown = [square for square in grid if _asked_for(square, request)]
    keys = {square.key for square in shown}
    rows = [(country, list(cells)) for country, cells in groupby(grid, key=lambda square: square.country)]
    waiting = to_do(by, grid)
    page = {
        "questions": list(dict.fromkeys(square.question for square in grid)),
        "rows": [
            (country, [(square, square.key in keys) for square in cells])
            for country, cells in rows
            if any(square.key in keys for square in cells)
        ],
        "counts": counts(grid),
        "waiting": waiting[:COMING],
        "waiting_count": len(waiting),
        "shown_count": len(shown),
        "show": request.GET.get("show", "all"),
        "state": request.GET.get("state", ""),
        "named": request.GET.get("person", ""),
        "assigning": "assign" in request.GET,
        "form": AssignForm(),
    }
    return render(request, "commitments/desk.html", page)


def _asked_for(square: Square, request: HttpRequest) -> bool:
    state, name = request.GET.get("state", ""), request.GET.get("person", "")
    if state in set(CellState) and square.state != state:
        return False
    if name and square.person != name:
        return False
    return request.GET.get("show") != "mine" or square.belongs_to(person(request))


@require_GET
@requires(Act.ANSWER)
def desk_next(request: HttpRequest) -> HttpResponse:
    """To what comes next for this person, after the cell `?after=GB-2`."""
    by = person(request)
    found = next_for(by, squares(by), after=request.GET.get("after", ""))
    if found is None:
        messages.success(request, "Nothing waits for you.")
        return redirect("desk")
    page = "response" if found.state is CellState.IN_REVIEW else "response_edit"
    return redirect(page, found.country.pk, found.question.number)


@require_POST
@requires(Act.ANSWER)
def desk_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked cells to a person, or to nobody."""
    form = AssignForm(request.POST)
    back = request.POST.get("back", "")
    back = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else reverse("desk")
    if not form.is_valid():
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {' '.join(map(str, errors))}")
        return redirect(back)
    to = form.people.get(form.cleaned_data["person"])
    try:
        given = assign(_cells(request), to=to, due_on=form.cleaned_data["due_on"], by=person(request))
    except AssignmentError as error:
        messages.error(request, f"{error}.")
        return redirect(back)
    if not given:
        messages.error(request, "Tick the cells first.")
    else:
        messages.success(request, f"{given} given to {to.get_username()}." if to else f"{given} taken back.")
    return redirect(back)


def _cells(request: HttpRequest) -> list[tuple[Country, Question]]:
    """The cells that were ticked. Raises AssignmentError for what is none."""
    pairs = [key.partition("-") for key in request.POST.getlist("cell")]
    if not all(number.isdecimal() for _, _, number in pairs):
        raise AssignmentError("what was ticked is no cell")
    countries = Country.objects.in_bulk([country for country, _, _ in pairs])
    questions = {number: cell_at(next(iter(countries)), int(number))[1] for _, _, number in pairs} if countries else {}
    return [(countries[country], questions[number]) for country, _, number in pairs if country in countries]
