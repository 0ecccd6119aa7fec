"""The form of the page of people."""

from django import forms

from accounts.roles import Role


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(max_length=150, help_text="The name to sign in with: letters, digits and @ . + - _")
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role], initial=Role.ANALYST.value)
