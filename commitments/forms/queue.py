"""The filters of the review queue, as they stand in its address."""

from typing import Any

from django import forms

from commitments.forms.typed import choices_of
from commitments.models import Claim, Country
from commitments.review_queue import Filters
from questionnaire.codes import Topic

CONFIDENCES = [("", "Any"), ("0.9", "At least 0.9"), ("0.7", "At least 0.7"), ("0.5", "At least 0.5")]


class QueueForm(forms.Form):
    """Which candidates are shown, and how they are grouped; what is left out means all."""

    by = forms.ChoiceField(
        required=False, choices=[("document", "By document"), ("country", "By country")], label="Grouped"
    )
    country = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(required=False, choices=choices_of(Topic, "All"))
    origin = forms.ChoiceField(required=False, choices=[("", "All"), *Claim.Origin.choices], label="Made by")
    confidence = forms.TypedChoiceField(required=False, choices=CONFIDENCES, coerce=float, empty_value=None)
    document = forms.IntegerField(
        required=False,
        min_value=1,
        label="Document number",
        widget=forms.TextInput({"inputmode": "numeric", "class": "short", "size": "6"}),
    )
    after = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        countries = Country.objects.values_list("iso2", "name")
        self.fields["country"].choices = [("", "All"), *countries]  # type: ignore[attr-defined]  # a ChoiceField

    def filters(self) -> Filters:
        """The filters; those of a wrong value are left out."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Filters(**given)
