"""The forms of signing in and of the page of people."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms

from accounts.roles import Role


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=150, help_text="The name to sign in with: letters, digits and @ . + - _")
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role], initial=Role.ANALYST.value)


class WithoutReset(forms.Form):
    """No link for a forgotten password beside its field: links come from an administrator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SignInForm(WithoutReset, LoginForm):
    """Name and password."""


class ConfirmForm(WithoutReset, ReauthenticateForm):
    """The password once more, before anything about signing in is changed."""
