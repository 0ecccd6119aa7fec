"""The editor of one answer: the form, the draft kept as it is typed, and what to do when two people write at once."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import person, requires
from accounts.roles import Act
from commitments import responses
from commitments.double_coding import open_pair
from commitments.drafts import DraftValue, read_draft
from commitments.editing import Cell, HiddenError, Seen, cell, merge_seen, save_seen
from commitments.forms.answer import AnswerForm, typed_of
from commitments.merging import Clash, as_typed
from commitments.models import Claim, Country, Response
from commitments.responses import ConflictError, NotAllowedError, ResponseError
from commitments.views.cells import cell_at, in_words
from commitments.views.evidence import panel
from questionnaire.models import Question


@require_http_methods(["GET", "POST", "PATCH"])
def edit(request: HttpRequest, iso2: str, number: int) -> HttpResponseBase:
    """The editor (GET), its plain form (POST), and the saves of single fields as they are typed (PATCH)."""
    if request.method == "PATCH":
        return save(request, iso2, number)
    return edit_page(request, iso2, number)


@requires(Act.ANSWER)
def edit_page(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """The editor as a page and a plain form."""
    country, question = cell_at(iso2, number)
    try:
        shown = cell(country, question, by=person(request))
    except HiddenError as error:
        page = {"country": country, "question": question, "why": str(error)}
        return render(request, "commitments/response_hidden.html", page, status=403)
    if shown.open and shown.open.status != Response.Status.DRAFT:
        messages.info(request, "It was handed in for review: nobody writes in it until it is sent back.")
        return redirect("response", iso2, number)
    if shown.open is None and open_pair(country, question):
        messages.info(request, "Two people code this answer; its draft comes from what they hand in.")
        return redirect("double_cell", country.pk, question.number)
    if request.method == "POST":
        return _posted(request, country, question)
    return show(request, shown)


def _posted(request: HttpRequest, country: Country, question: Question) -> HttpResponse:
    """Save the whole form, and hand it in where that was asked for."""
    by = person(request)
    try:
        seen = Seen.read(request.POST.get("version", ""))
        fields = _picked(request) if "picked" in request.POST else _typed(request, question)
        version, clashes = merge_seen(country, question, fields, by=by, seen=seen)
        if clashes:
            return conflict_page(request, version, clashes)
        if request.POST.get("act") == "hand_in":
            responses.hand_in(version.pk, by=by, version=version.version)
            messages.success(request, "Handed in for review.")
            return redirect("response", country.pk, question.number)
    except NotAllowedError:
        raise
    except (ResponseError, ValueError) as error:
        errors = error.errors if isinstance(error, ResponseError) else [str(error)]
        return show(request, cell(country, question, by=by), errors=errors, status=422)
    messages.success(request, "Saved.")
    return redirect(request.get_full_path())


def _typed(request: HttpRequest, question: Question) -> dict[str, DraftValue]:
    fields = typed_of(question, request.POST)
    claims = [*request.POST.getlist("claims"), *request.POST.getlist("cite")]
    return {**fields, "claims": list(dict.fromkeys(claims))}


def _picked(request: HttpRequest) -> dict[str, DraftValue]:
    """What was chosen on the conflict page: `pick:field` holds the value as JSON."""
    return {name.removeprefix("pick:"): json.loads(str(given)) for name, given in request.POST.items() if ":" in name}


def show(request: HttpRequest, shown: Cell, *, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    """The editor with this cell in it."""
    form = AnswerForm(shown.question, {name: as_typed(given) for name, given in shown.draft.items()})
    form.show_errors(errors or [])
    page: dict[str, Any] = {
        "country": shown.country,
        "question": shown.question,
        "open": shown.open,
        "seen": shown.seen,
        "form": form,
        "cited": cited(shown.draft, request),
        **panel(request, shown),
    }
    reply = render(request, "commitments/response_edit.html", page, status=status)
    reply["ETag"] = shown.seen.etag
    # Going back must show what is saved, not what the browser remembers.
    reply["Cache-Control"] = "no-store"
    return reply


def cited(draft: Any, request: HttpRequest) -> list[Any]:
    """The claims that the draft cites, in words."""
    wanted = [int(claim) for claim in draft.get("claims") or [] if str(claim).isdecimal()]
    return in_words(Claim.objects.filter(pk__in=wanted).visible_to(request.user)) if wanted else []


def conflict_page(request: HttpRequest, current: Response, clashes: list[Clash]) -> HttpResponse:
    """Yours, theirs and before, side by side, to choose from; everything else is saved already."""
    form = AnswerForm(current.question, {})
    page = {
        "country": current.country,
        "question": current.question,
        "current": current,
        "seen": Seen.of(current),
        "clashes": [
            {
                "label": form[clash.name].label,
                "name": clash.name,
                "sides": [
                    {"side": side, "value": json.dumps(given), "words": in_lines(given)}
                    for side, given in (("yours", clash.yours), ("theirs", clash.theirs), ("before", clash.before))
                ],
            }
            for clash in clashes
        ],
    }
    return render(request, "commitments/response_conflict.html", page, status=409)


def in_lines(given: Any) -> str:
    """A field's value as text."""
    return ", ".join(given) if isinstance(given, list) else str(given)


def save(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """Keep the fields of a JSON body `{"fields": {…}}`; `If-Match` names the version that the person saw."""
    if not request.user.is_authenticated:
        return problem(401, "Signed out", "Sign in to go on; what you type is kept in this browser until then.")
    country, question = cell_at(iso2, number)
    if "If-Match" not in request.headers:
        return problem(428, "If-Match is missing", "Send the ETag that you read last.")
    try:
        seen = Seen.read(request.headers["If-Match"])
        fields = _fields(request)
        saved = save_seen(country, question, fields, by=person(request), seen=seen)
    except ConflictError as conflict:
        return _overtaken(conflict.current)
    except (ResponseError, ValueError) as error:
        return _refusal(error)
    return _state(saved)


def _refusal(error: ResponseError | ValueError) -> HttpResponse:
    """Why it was not saved: not allowed, no draft any more (the words are kept in the browser), or no such field."""
    if isinstance(error, NotAllowedError | HiddenError):
        return problem(403, "Not allowed", str(error))
    errors = error.errors if isinstance(error, ResponseError) else [str(error)]
    closed = any(said.startswith("status:") for said in errors)
    return problem(409 if closed else 400, "Not saved", str(error), errors=errors)


def _fields(request: HttpRequest) -> dict[str, DraftValue]:
    body = json.loads(request.body)
    if not isinstance(body, dict) or not isinstance(body.get("fields"), dict):
        raise ResponseError('body: an object {"fields": {…}} is wanted')
    return body["fields"]


def _state(version: Response) -> JsonResponse:
    """Where the draft stands now, with what the codebook has against the fields that are filled in."""
    _, errors = read_draft(version.question, version.draft)
    named = [error.partition(": ") for error in errors]
    wrong = {name: said for name, _, said in named if version.draft.get(name) not in (None, "", [])}
    return JsonResponse({"version": str(Seen.of(version)), "errors": wrong}, headers={"ETag": Seen.of(version).etag})


def _overtaken(current: Response) -> HttpResponse:
    """412 with what stands now, so that the page can merge."""
    who = current.changed_by.get_username() if current.changed_by else "somebody"
    names = AnswerForm(current.question, {}).fields
    reply = problem(
        412,
        "Somebody saved meanwhile",
        f"{who} saved version {current.version}.",
        who=who,
        version=str(Seen.of(current)),
        open=current.status == Response.Status.DRAFT,
        draft={name: as_typed(current.draft.get(name)) for name in names},
    )
    reply["ETag"] = Seen.of(current).etag
    return reply


def problem(status: int, title: str, detail: str, **more: Any) -> JsonResponse:
    """What went wrong, as RFC 9457 has it."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **more},
        status=status,
        content_type="application/problem+json",
    )
