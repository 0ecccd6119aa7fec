"""The review queue: candidates to be accepted, edited or rejected, one by one or several at once."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import person, requires
from accounts.roles import Act
from commitments import review
from commitments.forms.coding import CodingForm
from commitments.forms.queue import QueueForm
from commitments.models import Claim
from commitments.recording import ClaimError
from commitments.review_queue import Card, read_cards, read_queue
from questionnaire.codes import ChangeReason

REASONS = [(reason.value, reason.label) for reason in ChangeReason]
MOST_AT_ONCE = 500
SAID = {"accept": "accepted", "reject": "rejected", "undo": "back in the queue"}


@require_GET
@requires(Act.DECIDE)
def review_queue(request: HttpRequest) -> HttpResponse:
    """The queue, filtered and grouped as its address says; `decided` shows what was decided just now."""
    form = QueueForm(request.GET)
    valid = form.is_valid()
    filters, user = form.filters(), person(request)
    queue = read_queue(filters, user=user)
    context = {
        "form": form,
        "filters": filters,
        "queue": queue,
        "following": queue.following and _address(request.GET, without=("decided", "after"), after=[queue.following]),
        "decided": read_cards(_ids(request.GET, "decided"), user=user),
        "reasons": REASONS,
        "here": _address(request.GET, without=("decided",)),
        "first": _address(request.GET, without=("decided", "after")),
    }
    return render(request, "commitments/review.html", context, status=200 if valid else 400)


@require_POST
@requires(Act.DECIDE)
def review_decide(request: HttpRequest) -> HttpResponse:
    """Accept or reject the claims that are named; what somebody else decided meanwhile comes back as it is."""
    user, decision = person(request), request.POST.get("decision", "")
    ids = _visible(request)
    try:
        outcome = review.decide_many(
            ids,
            decision,
            by=user,
            note=request.POST.get("note", "").strip(),
            reason=request.POST.get("reason") or ChangeReason.NEW_SOURCE,
        )
    except review.DecisionError as error:
        return _refuse(request, str(error))
    return _answer(request, ids, _sum_up(SAID[decision], len(outcome.done), outcome.refused.values()))


@require_POST
@requires(Act.DECIDE)
def review_undo(request: HttpRequest) -> HttpResponse:
    """Undo the decisions on the claims that are named, or, where none is, the person's last decision."""
    user, ids = person(request), _visible(request)
    try:
        undone = [review.undo(pk, by=user) for pk in ids] if ids else review.undo_last(by=user)
    except review.DecisionError as error:
        return _refuse(request, str(error))
    back = [claim.pk for claim in undone]
    said = _sum_up(SAID["undo"], len(back), []) if back else "There is no decision of yours to undo."
    return _answer(request, back, said)


@require_http_methods(["GET", "POST"])
@requires(Act.DECIDE)
def review_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that codes a candidate anew, in its card; saving can accept it at once."""
    user = person(request)
    claim = get_object_or_404(Claim.objects.visible_to(user).with_source(), pk=pk)
    if request.method == "GET":
        return _form(request, claim, CodingForm(claim, topic=request.GET.get("topic", "")))
    form = CodingForm(claim, request.POST)
    if not form.is_valid():
        return _form(request, claim, form)
    said, accepting = form.cleaned_data, request.POST.get("then") == "accept"
    why = {"note": said["note"].strip(), "reason": said["reason"]}
    try:
        with transaction.atomic():
            review.edit(pk, form.coding(), by=user, version=said["version"], **why)
            if accepting:
                review.accept(pk, by=user, **why)
    except ClaimError as error:
        for message in error.errors:
            form.show_error(message)
    except review.DecisionError as error:
        form.add_error(None, str(error))
    if form.errors:
        return _form(request, claim, form)
    return _answer(request, [pk], "Saved and accepted." if accepting else "Saved.")


@require_GET
@requires(Act.DECIDE)
def review_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate as the queue shows it: in place for htmx, else the queue of its document."""
    claim = get_object_or_404(Claim.objects.visible_to(person(request)), pk=pk)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('review')}?document={claim.document_id}#claim-{pk}")
    card = read_cards([pk], user=person(request))[0]
    return render(request, "commitments/_candidate.html", {"card": card, "reasons": REASONS})


@require_GET
@requires(Act.DECIDE)
def review_news(request: HttpRequest) -> HttpResponse:
    """The cards of those claims, of the ones that the page shows as candidates, that have been decided since."""
    user, shown = person(request), _ids(request.GET, "claim")
    decided = Claim.objects.visible_to(user).filter(pk__in=shown).exclude(state="candidate")
    cards = read_cards(decided.values_list("pk", flat=True), user=user) if shown else []
    return HttpResponse(_fragments(request, cards))


def _form(request: HttpRequest, claim: Claim, form: CodingForm) -> HttpResponse:
    cards = read_cards([claim.pk], user=person(request))
    context = {"form": form, "card": cards[0], "claim": claim, "here": _back(request)}
    if request.headers.get("HX-Request"):
        # htmx puts only what succeeded into the page, so the errors travel with a 200.
        return render(request, "commitments/_review_form.html", context)
    return render(request, "commitments/review_edit.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, ids: list[int], said: str) -> HttpResponse:
    """The cards as they are now, for htmx; without it, the queue again with these cards on top."""
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        here = QueryDict(_back(request).partition("?")[2])
        return redirect(_address(here, without=("decided",), decided=ids))
    shown = set(_ids(request.POST, "shown"))
    if shown and not shown.issuperset(ids):
        # Some of what comes back is not on this page: it is read anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    cards = _fragments(request, read_cards(ids, user=person(request)), said)
    return HttpResponse(cards, headers={"HX-Reswap": "none"})


def _fragments(request: HttpRequest, cards: list[Card], said: str = "") -> str:
    """Cards that htmx puts in the place of those on the page, and what screen readers are told."""
    return render_to_string(
        "commitments/_review_answer.html", {"cards": cards, "said": said, "reasons": REASONS}, request
    )


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        cards = read_cards(_visible(request), user=person(request))
        return HttpResponse(_fragments(request, cards, f"Not done: {why}"))
    messages.error(request, why)
    return redirect(_back(request))


def _visible(request: HttpRequest) -> list[int]:
    """The claims named in the form, of those that the person may see."""
    claims = Claim.objects.visible_to(person(request)).filter(pk__in=_ids(request.POST, "claim"))
    return list(claims.order_by("pk").values_list("pk", flat=True))


def _ids(given: QueryDict, name: str) -> list[int]:
    """Numbers given under a name, once or several times, with commas or without."""
    parts = ",".join(given.getlist(name)).split(",")
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19][:MOST_AT_ONCE]  # noqa: PLR2004


def _sum_up(done: str, number: int, refused: Iterable[str]) -> str:
    words = [f"{number} {done}." if number != 1 else f"{done.capitalize()}."] if number else []
    return " ".join([*words, *(f"Not done: {why}." for why in refused)]) or "Nothing was selected."


def _address(given: QueryDict, *, without: tuple[str, ...] = (), **more: Any) -> str:
    """The queue's address with these parameters."""
    kept = [(name, value) for name, value in given.items() if name not in without and value]
    more_given = [(name, ",".join(map(str, value))) for name, value in more.items() if value]
    parameters = urlencode([*kept, *more_given])
    return reverse("review") + (f"?{parameters}" if parameters else "")


def _back(request: HttpRequest) -> str:
    """Where the person came from: the queue with its filters."""
    given = request.POST.get("back") or request.GET.get("back") or ""
    safe = given.startswith(reverse("review")) and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if safe else reverse("review")
