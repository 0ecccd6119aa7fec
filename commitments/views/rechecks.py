"""Citations whose sentence is gone from a newer capture: the list of those to look at, and settling one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, requires
from accounts.roles import Act
from commitments.rechecks import open_rechecks, settle
from commitments.review import DecisionError

MOST = 100


@require_safe
@requires(Act.DECIDE)
def recheck_list(request: HttpRequest) -> HttpResponse:
    """Orphaned citations that wait for somebody to look."""
    checks = open_rechecks(request.user).select_related("claim__country", "claim__document", "document")
    checks = checks.defer("claim__document__text", "claim__document__search", "document__text", "document__search")
    return render(request, "commitments/rechecks.html", {"checks": checks[:MOST]})


@require_POST
@requires(Act.DECIDE)
def recheck_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what somebody found on looking."""
    try:
        settle(pk, by=person(request), note=request.POST.get("note", ""))
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Noted. The claim stays as it is until somebody decides otherwise.")
    return redirect("rechecks")
