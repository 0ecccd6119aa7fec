"""The evidence beside the form: claims to cite, candidates to decide on, search, and a document to read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person, requires
from accounts.roles import Act
from commitments import review
from commitments.editing import Cell, HiddenError, cell
from commitments.highlights import pages_of
from commitments.models import Claim
from commitments.querysets import ClaimQuerySet
from commitments.review import DecisionError
from commitments.views.cells import Statement, cell_at, in_words, say_coded
from documents.browsing import shelf_of
from documents.models import Document

PANELS = {"claims": "Claims", "candidates": "Candidates", "search": "Search", "document": "Document"}
SHOWN_STATES = (Claim.State.ACCEPTED, Claim.State.CANDIDATE)
SHORTEST = 3
"""Shorter words are everywhere: they say nothing about the place that was meant."""
SHOWN = 60
"""Claims shown at a time, newest first."""


@require_GET
@requires(Act.ANSWER)
def evidence(request: HttpRequest, iso2: str, number: int) -> HttpResponse:
    """The panel alone, to be put beside the form."""
    try:
        shown = cell(*cell_at(iso2, number), by=person(request))
    except HiddenError as error:
        return HttpResponse(str(error), status=403, content_type="text/plain")
    return render(request, "commitments/_evidence.html", panel(request, shown))


@require_GET
@requires(Act.ANSWER)
def cited(request: HttpRequest, iso2: str, number: int, claim: int) -> HttpResponse:
    """The line of one cited claim, as the form lists it."""
    cell_at(iso2, number)
    found = get_object_or_404(Claim.objects.visible_to(request.user).with_source(), pk=claim)
    return render(request, "commitments/_cited.html", {"item": Statement(found, say_coded(found))})


@require_POST
@requires(Act.DECIDE)
def decide(request: HttpRequest, iso2: str, number: int, claim: int, decision: str) -> HttpResponse:
    """Accept or reject a candidate, or undo that; gives its card anew (or the page, to a plain form)."""
    country, question = cell_at(iso2, number)
    found = get_object_or_404(Claim.objects.visible_to(request.user), pk=claim, country=country)
    error = ""
    try:
        getattr(review, decision)(found.pk, by=person(request))
    except DecisionError as refused:
        error = str(refused)
    if not request.headers.get("HX-Request"):
        page = reverse("response_edit", args=[country.pk, question.number])
        return redirect(f"{page}?panel=candidates")
    (item,) = in_words(Claim.objects.filter(pk=found.pk))
    card = {"item": item, "error": error, "country": country, "question": question, "decided": not error}
    return render(request, "commitments/_evidence_card.html", card)


def panel(request: HttpRequest, shown: Cell) -> dict[str, Any]:
    """What the panel shows: which part, and what is in it."""
    asked = request.GET.get("panel", "claims")
    name = asked if asked in PANELS else "claims"
    about = Claim.objects.visible_to(request.user).filter(country=shown.country, topic__in=shown.question.topics)
    parts = {"claims": _claims, "candidates": _candidates, "search": _search, "document": _document}
    return {
        "country": shown.country,
        "question": shown.question,
        "panel": name,
        "panels": PANELS.items(),
        "counts": {"claims": about.accepted().count(), "candidates": about.candidates().count()},
        "cited_ids": {int(claim) for claim in shown.draft.get("claims") or [] if str(claim).isdecimal()},
        **parts[name](request, about),
    }


def _claims(request: HttpRequest, about: ClaimQuerySet) -> dict[str, Any]:
    return {"items": in_words(about.accepted().order_by("-effective_on", "-id")[:SHOWN])}


def _candidates(request: HttpRequest, about: ClaimQuerySet) -> dict[str, Any]:
    return {"items": in_words(about.candidates().order_by("-effective_on", "-id")[:SHOWN])}


def _search(request: HttpRequest, about: ClaimQuerySet) -> dict[str, Any]:
    words = request.GET.get("q", "").replace("\0", "").strip()
    before = request.GET.get("before", "")
    if not words:
        return {"q": "", "hits": [], "older": None}
    given = {"q": words, "before": int(before) if before.isdecimal() else None}
    shelf = shelf_of(Document.objects.visible_to(request.user), given)
    return {"q": words, "hits": shelf.documents, "older": shelf.older}


def _document(request: HttpRequest, about: ClaimQuerySet) -> dict[str, Any]:
    given = request.GET.get("document", "")
    document = Document.objects.visible_to(request.user).filter(pk=given).first() if given.isdecimal() else None
    if document is None:
        return {"document": None}
    claims = list(Claim.objects.filter(document=document, state__in=SHOWN_STATES).select_related("country"))
    words = request.GET.get("q", "")
    return {
        "document": document,
        "q": words,
        "at": _place(document.text, words),
        "numbers": {claim.pk: number for number, claim in enumerate(claims, 1)},
        "pages": pages_of(document.text, document.page_starts, claims, document.passages.all()),
    }


def _place(text: str, words: str) -> int:
    """Where the first of the words stands in the text; 0 where none does."""
    lower = text.lower()
    places = [lower.find(word.strip('"-').lower()) for word in words.split() if len(word) >= SHORTEST]
    return min((place for place in places if place >= 0), default=0)
