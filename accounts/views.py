"""Signing in by a one-time link, and the page on which an administrator keeps the people."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from sesame.utils import get_user

from accounts import people
from accounts.access import person, requires
from accounts.forms import InvitationForm
from accounts.models import User
from accounts.roles import Act, Role


@never_cache
@require_GET
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """Sign in whoever holds this one-time link, after their second factor if they have one; say so where it is void."""
    user = get_user(request)
    if user is None or user.is_program:
        return render(request, "accounts/link_void.html", status=403)
    return perform_login(request, user)


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What a person can set for themselves: password, second factor, sessions."""
    return render(request, "accounts/account.html")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Act.ADMINISTER)
def people_page(request: HttpRequest) -> HttpResponse:
    """All people, and the form by which another one is invited; their link is shown once."""
    form, link = InvitationForm(request.POST or None), None
    if form.is_valid():
        name, role = form.cleaned_data["name"], Role(form.cleaned_data["role"])
        try:
            link = people.invite(name=name, role=role, by=person(request), base_url=_base_url(request))
        except ValidationError as error:
            form.add_error("name", error.messages)
        except ValueError as error:
            form.add_error("name", str(error))
        else:
            form = InvitationForm()
    return _people(request, form, link, status=200 if not form.errors else 422)


@never_cache
@require_POST
@requires(Act.ADMINISTER)
def person_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Give another role or another link, shut out or let in."""
    by = person(request)
    try:
        match act:
            case "role":
                people.change_role(pk, role=_role(request.POST.get("role", "")), by=by)
            case "link":
                return _people(request, InvitationForm(), people.new_link(pk, by=by, base_url=_base_url(request)))
            case "shut-out":
                people.shut_out(pk, by=by)
            case _:
                people.let_in(pk, by=by)
    except people.PeopleError as error:
        messages.error(request, str(error))
    return redirect("people")


def _role(given: str) -> Role:
    try:
        return Role(given)
    except ValueError:
        raise people.PeopleError(f"role: {given!r} is not one of {', '.join(Role)}") from None


def _people(request: HttpRequest, form: InvitationForm, link: str | None, status: int = 200) -> HttpResponse:
    everybody = (
        User.objects.filter(is_program=False)
        .prefetch_related("groups", "authenticator_set")
        .order_by("-is_active", "username")
    )
    context = {"people": everybody, "form": form, "link": link, "roles": list(Role)}
    return render(request, "accounts/people.html", context, status=status)


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")
