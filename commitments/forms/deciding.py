"""The forms by which a version of an answer is published or sent back."""

from django import forms

from commitments.forms.typed import TypedField, choices_of
from questionnaire.codes import ChangeReason


class PublishForm(forms.Form):
    """Why readers will see something else, and a note."""

    reason = TypedField(
        widget=forms.RadioSelect(choices=choices_of(ChangeReason)),
        label="Reason",
        help_text="Why readers see something else than before.",
    )
    note = TypedField(
        widget=forms.Textarea(attrs={"rows": 2}), label="Note", help_text="For the change log, if more is to be said."
    )

    prefix = "publish"


class SendBackForm(forms.Form):
    """Why it goes back."""

    note = TypedField(
        widget=forms.Textarea(attrs={"rows": 2}), label="Why it goes back", help_text="The author reads this."
    )

    prefix = "back"
