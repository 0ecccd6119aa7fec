"""Pages of the right of reply: file a dispute, confirm it, and the reviewers' list."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.throttling import SimpleRateThrottle

from accounts.access import person, requires
from accounts.models import User
from accounts.roles import Act
from commitments import disputes
from commitments.disputes import Filing
from commitments.forms.disputes import DisputeForm, PublicDisputeForm
from commitments.models import Country, Dispute
from questionnaire.models import Question

MOST_SHOWN = 200


class DisputeThrottle(SimpleRateThrottle):
    """So many disputes of one person, or from one address (DISPUTE_RATE)."""

    scope = "dispute"

    def get_rate(self) -> str:
        """The rate of the settings."""
        return str(settings.DISPUTE_RATE)

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        """Who files: the person, else the address."""
        who = request.user.pk if request.user.is_authenticated else self.get_ident(request)  # type: ignore[arg-type]
        return f"dispute-{who}"


@require_http_methods(["GET", "POST"])
def file_dispute(request: HttpRequest, iso2: str, number: int) -> HttpResponseBase:
    """Dispute what is shown for a country on a question."""
    country, question = get_object_or_404(Country, pk=iso2), get_object_or_404(Question, number=number)
    by = request.user if isinstance(request.user, User) else None
    if by is None and not disputes.public_may_file():
        return redirect_to_login(request.get_full_path())
    form = (DisputeForm if by else PublicDisputeForm)(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if DisputeThrottle().allow_request(request, None):  # type: ignore[arg-type]  # a plain request will do
            return _file(request, Filing(country=country, question=question, **form.cleaned_data), by)
        form.add_error(None, f"You have filed many disputes: at most {settings.DISPUTE_RATE}. Try again later.")
        status = 429
    elif form.errors:
        status = 422
    context = {"country": country, "question": question, "form": form}
    return render(request, "commitments/dispute.html", context, status=status)


def _file(request: HttpRequest, filing: Filing, by: User | None) -> HttpResponse:
    confirm_url = request.build_absolute_uri(reverse("dispute_confirm", args=["_"])).removesuffix("_/")
    disputes.file(filing, by=by, confirm_url=confirm_url)
    messages.success(
        request,
        "Thank you. A reviewer reads it before it is shown."
        if by
        else "Thank you. We have sent you a mail: open the address in it to confirm.",
    )
    return redirect("response", filing.country.pk, filing.question.number)


@require_http_methods(["GET", "POST"])
def confirm_dispute(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm what was filed without an account: by a button, because mail programs look at addresses by themselves."""
    if request.method == "GET":
        return render(request, "commitments/dispute_confirm.html", {"token": token})
    try:
        dispute = disputes.confirm(token)
    except disputes.DisputeError as error:
        return render(request, "commitments/dispute_confirm.html", {"error": str(error)}, status=410)
    messages.success(request, "Confirmed. A reviewer reads it before it is shown.")
    return redirect("response", dispute.country_id, dispute.question.number)


@require_GET
@requires(Act.PUBLISH)
def dispute_list(request: HttpRequest) -> HttpResponse:
    """All that was disputed: what waits first."""
    rows = Dispute.objects.exclude(state=Dispute.State.UNCONFIRMED).select_related(
        "country", "question", "filed_by", "decided_by", "answered_by"
    )
    waiting = rows.filter(state=Dispute.State.WAITING).order_by("filed_at")
    decided = rows.exclude(state=Dispute.State.WAITING)[:MOST_SHOWN]
    return render(request, "commitments/disputes.html", {"waiting": waiting, "decided": decided})


@require_POST
@requires(Act.PUBLISH)
def dispute_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Show it, refuse it, or answer it."""
    by = person(request)
    try:
        match act:
            case "show":
                disputes.show(pk, by=by)
            case "refuse":
                disputes.refuse(pk, by=by, note=request.POST.get("note", ""))
            case _:
                disputes.answer(pk, by=by, text=request.POST.get("answer", ""))
    except disputes.DisputeError as error:
        messages.error(request, str(error))
    return redirect("disputes")
