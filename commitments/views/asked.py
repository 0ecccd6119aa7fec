"""Reading what an address asks for; what is wrong with it becomes a page (400 or 404) that names it."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from commitments.models import Country
from commitments.moments import Moment, MomentError, moment_of
from questionnaire.models import Question


def moment_asked(request: HttpRequest) -> Moment:
    """The moment in the address; BadRequest where it is none."""
    try:
        return moment_of(request.GET)
    except MomentError as error:
        raise BadRequest(str(error)) from None


def one_of(request: HttpRequest, name: str, allowed: Iterable[str], default: str) -> str:
    """The parameter `name`, which must be one of `allowed`."""
    given = request.GET.get(name, "").strip() or default
    return _known(name, given, list(allowed))


def some_of(request: HttpRequest, name: str, allowed: Iterable[str]) -> list[str]:
    """All values of the parameter `name`, each one of `allowed`; empty ones are left out."""
    legal = list(allowed)
    return [_known(name, given.strip(), legal) for given in request.GET.getlist(name) if given.strip()]


def number_asked(request: HttpRequest, name: str, default: float, *, least: float, most: float) -> float:
    """The parameter `name` as a number from `least` to `most`."""
    given = request.GET.get(name, "").strip()
    if not given:
        return default
    try:
        number = float(given)
    except ValueError:
        raise BadRequest(f"{name}: {given!r} is not a number") from None
    if not least <= number <= most:
        raise BadRequest(f"{name}: {given} is not from {least:g} to {most:g}")
    return number


def country_asked(code: str) -> Country:
    """The country with this code; a 404 that names it, where there is none."""
    country = Country.objects.filter(pk=code).first()
    if country is None:
        raise Http404(f"{code} is not a tracked country")
    return country


def question_asked(number: int) -> Question:
    """The question with this number; a 404 that names it, where there is none."""
    question = Question.objects.select_related("questionnaire").filter(number=number).first()
    if question is None:
        raise Http404(f"The questionnaire has no question {number}")
    return question


def _known(name: str, given: str, allowed: list[str]) -> str:
    if given not in allowed:
        raise BadRequest(f"{name}: {given!r} is none of {', '.join(allowed)}")
    return given
