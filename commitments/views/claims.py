"""Making a claim of a passage: a page of its own, or the form alone for htmx. The reader and the desk share it."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import person, requires
from accounts.roles import Act
from commitments.forms.claims import NewClaimForm, PassageForm
from commitments.models import Claim
from commitments.recording import ClaimError, Evidence
from commitments.review import DecisionError
from commitments.selections import FALLBACK, evidence_of, make_claim, suggestion
from documents.models import Document
from questionnaire.codes import Topic

AROUND = 200
"""Characters shown before and after the passage."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.DECIDE)
def claim_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for the passage `?start=&end=` of a document; `topic` shows the fields of that one."""
    document = Document.objects.visible_to(request.user).filter(pk=pk).first()
    if document is None:
        raise Http404(f"There is no document {pk}, or you may not see it.")
    given = request.POST if request.method == "POST" else request.GET
    if not given:
        return _show(request, "passage", {"document": document, "form": PassageForm()})
    try:
        evidence = evidence_of(document, given.dict())
    except ClaimError as error:
        again = PassageForm({"quote": given.get("quote", "")})
        shown = {"document": document, "form": again, "errors": error.errors}
        return _show(request, "passage", shown, status=400)
    if request.method != "POST":
        form = NewClaimForm(suggestion(evidence), topic=request.GET.get("topic", ""))
        return _show_codes(request, evidence, form)
    return _make(request, evidence)


def _make(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    form = NewClaimForm(Claim(topic=FALLBACK), request.POST)
    if form.is_valid():
        accept = request.POST.get("then") == "accept"
        try:
            note = form.cleaned_data["note"]
            claim = make_claim(form.coding(), evidence, by=person(request), accept=accept, note=note)
        except ClaimError as error:
            for message in error.errors:
                form.show_error(message)
        except DecisionError as error:
            form.add_error(None, str(error))
        else:
            return _made(request, claim)
    return _show_codes(request, evidence, form, status=422)


def _made(request: HttpRequest, claim: Claim) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"claim-made": {"claim": claim.pk}})})
    messages.success(request, f"The claim is {'accepted' if claim.state == 'accepted' else 'recorded as a candidate'}.")
    return redirect(reverse("document", args=[claim.document_id]) + f"#claim-{claim.pk}")


def _show_codes(request: HttpRequest, evidence: Evidence, form: NewClaimForm, status: int = 200) -> HttpResponse:
    text = evidence.document.text
    shown = {
        "document": evidence.document,
        "evidence": evidence,
        "before": text[max(0, evidence.start - AROUND) : evidence.start],
        "after": text[evidence.end : evidence.end + AROUND],
        "form": form,
        "topics": list(Topic),
    }
    return _show(request, "codes", shown, status=status)


def _show(request: HttpRequest, part: str, shown: dict[str, object], status: int = 200) -> HttpResponse:
    page = "_claim_form" if request.headers.get("HX-Request") else "claim_new"
    return render(request, f"commitments/{page}.html", {**shown, "part": part}, status=status)
