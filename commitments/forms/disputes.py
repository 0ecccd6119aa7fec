"""The forms of the right of reply."""

from collections.abc import Sequence

from django import forms

from commitments.models import Dispute


class DisputeForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a signed-in reader disputes."""

    link = forms.URLField(
        required=False,
        assume_scheme="https",
        label="Link to the evidence",
        help_text="Where that can be seen.",
    )

    class Meta:
        model = Dispute
        fields: Sequence[str] = ("text", "link")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        labels = {"text": "What is wrong"}


class PublicDisputeForm(DisputeForm):
    """What somebody without an account disputes: with their name, and an address to confirm it."""

    name = forms.CharField(max_length=100, label="Your name", help_text="Shown beside the text.")
    email = forms.EmailField(label="Your e-mail address", help_text="To confirm; seen by reviewers only.")

    class Meta(DisputeForm.Meta):
        fields: Sequence[str] = ("text", "link", "name", "email")
