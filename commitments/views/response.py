"""The page of one answer: what is published, what it rests on, and where the open version stands."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person, requires
from accounts.markings import visible_markings
from accounts.roles import Act, may
from commitments import responses
from commitments.answers import answers
from commitments.disputes import shown_disputes
from commitments.editing import HiddenError, Seen, demand_visible, open_version
from commitments.forms.deciding import PublishForm, SendBackForm
from commitments.models import Assignment, Claim, Country, Response
from commitments.responses import ConflictError, NotAllowedError, ResponseError
from commitments.views.asked import moment_asked
from commitments.views.cells import cell_at, cited_by, in_words, say_coded
from questionnaire.models import Question


@require_GET
def response(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """What is published for this country and question, with its evidence."""
    return show(request, *cell_at(iso2, number))


@require_POST
@requires(Act.ANSWER)
def decide(request: HttpRequest, iso2: str, number: int, act: str) -> HttpResponse:
    """Publish, send back or discard the open version; the page again, saying why, where that cannot be done."""
    country, question = cell_at(iso2, number)
    try:
        said = _done(act, Seen.read(request.POST.get("version", "")), request)
    except ConflictError as conflict:
        return show(request, country, question, errors=[f"{conflict}. Look at it once more."], status=409)
    except (NotAllowedError, HiddenError) as error:
        return show(request, country, question, errors=_words(error), status=403)
    except (ResponseError, ValueError) as error:
        return show(request, country, question, errors=_words(error), status=422)
    messages.success(request, said)
    return redirect("response", iso2, number)


def _done(act: str, seen: Seen, request: HttpRequest) -> str:
    by, version = person(request), seen.version
    open_one = Response.objects.filter(pk=seen.response).first()
    if open_one:
        demand_visible(open_one.draft, by)
    if act == "publish":
        said = _said(PublishForm(request.POST))
        responses.publish(seen.response, by=by, version=version, reason=said["reason"], note=said["note"])
        return "Published."
    if act == "send-back":
        responses.send_back(seen.response, by=by, version=version, note=_said(SendBackForm(request.POST))["note"])
        return "Sent back to its author."
    responses.discard(seen.response, by=by, version=version)
    return "Discarded; what was typed stays in the history."


def _said(form: forms.Form) -> dict[str, Any]:
    """What was said in a form. Raises ResponseError for what is no text."""
    if not form.is_valid():
        raise ResponseError(*(f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()))
    return form.cleaned_data


def show(
    request: HttpRequest,
    country: Country,
    question: Question,
    *,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `errors` says what could not be done, and the forms keep what was said in them."""
    moment = moment_asked(request)
    (shown,) = answers(
        as_of=moment.as_of,
        known_at=moment.known_at,
        markings=visible_markings(request.user),
        countries=[country.pk],
        questions=[question.number],
    )
    page: dict[str, Any] = {
        "country": country,
        "question": question,
        "moment": moment,
        "shown": shown,
        "published": _version(shown.response, request) if shown.response else None,
        "contradicting": in_words(Claim.objects.filter(pk__in=shown.contradicted_by)) if shown.contradicted_by else [],
        "open": _open(country, question, request),
        "assignment": _assignment(country, question, request),
        "disputes": shown_disputes(country.pk, question.number, visible_markings(request.user)),
        "publish_form": PublishForm(request.POST or None),
        "back_form": SendBackForm(request.POST or None),
        "errors": errors or [],
        "self_publish": settings.ALLOW_SELF_PUBLISH,
    }
    return render(request, "commitments/response.html", page, status=status)


def _version(version: Response, request: HttpRequest) -> dict[str, Any]:
    return {
        "response": version,
        "answers": [{"topic": one.get_topic_display(), "parts": say_coded(one)} for one in version.answers.all()],
        "evidence": cited_by(version, request),
    }


def _open(country: Country, question: Question, request: HttpRequest) -> dict[str, Any] | None:
    """The open version for those who write: where it stands, and what this person may do with it."""
    if not may(request.user, Act.ANSWER):
        return None
    version = open_version(country, question)
    if version is None:
        return {"status": "none"}
    by = person(request)
    try:
        demand_visible(version.draft, by)
    except HiddenError as error:
        return {"status": "hidden", "why": str(error)}
    own = responses.wrote(version, by)
    return {
        **(_version(version, request) if version.status == Response.Status.IN_REVIEW else {}),
        "status": version.status,
        "response": version,
        "seen": Seen.of(version),
        "own": own,
        "may_publish": may(by, Act.PUBLISH) and (settings.ALLOW_SELF_PUBLISH or not own),
        "is_publisher": may(by, Act.PUBLISH),
    }


def _assignment(country: Country, question: Question, request: HttpRequest) -> Assignment | None:
    """Whose it is, for those who write."""
    if not may(request.user, Act.ANSWER):
        return None
    return Assignment.objects.filter(country=country, question=question).select_related("person").first()


def _words(error: ResponseError | ValueError) -> list[str]:
    """The messages without the field names, which say nothing to a reader of the page."""
    given = error.errors if isinstance(error, ResponseError) else [str(error)]
    return [said[:1].upper() + said[1:] for one in given for said in [one.partition(": ")[2] or one]]
