"""The form by which a person makes a claim of a passage."""

from typing import Any

from django import forms

from commitments.forms.coding import CodingForm
from commitments.models import Claim


class NewClaimForm(CodingForm):
    """The codes of a claim that does not exist yet, filled in with what the engine suggests."""

    def __init__(self, suggested: Claim, data: Any = None, *, topic: str = "") -> None:
        super().__init__(suggested, data, topic=topic)
        self.auto_id = "new-claim-%s"
        for name in ("reason", "version"):
            del self.fields[name]
        self.fields["topic"].widget = forms.HiddenInput()
        country: Any = self.fields["country"]
        country.choices = [("", "Choose a country"), *country.choices]


class PassageForm(forms.Form):
    """The words of a passage, for those who cannot select it in the text."""

    quote = forms.CharField(
        label="Words of the passage",
        widget=forms.Textarea({"rows": 4}),
        help_text="Exactly as they stand in the text; the first place where they stand is taken.",
    )
