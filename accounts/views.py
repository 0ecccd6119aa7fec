"""Signing in by a one-time link or with a password, and out."""

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET


class SignIn(LoginView):
    """The sign-in page: name and password, for those who have set one."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


@require_GET
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """Sign in whoever holds this one-time link; say so plainly when it is void."""
    user = authenticate(request)
    if user is None:
        return render(request, "accounts/link_void.html", status=403)
    login(request, user)
    messages.success(request, f"Signed in as {user.get_username()}.")
    return redirect("dashboard")
