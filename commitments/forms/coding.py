"""The form by which a person codes a claim anew: the codebook's fields for its topic."""

from typing import Any

from django import forms

from commitments.drafts import read_value
from commitments.forms.typed import TypedField, choices_of, pick, topic_form_fields
from commitments.models import Claim, Country
from commitments.recording import Coding, coding_errors
from questionnaire.codebook import LISTS, RULES, ValueField
from questionnaire.codes import CREDIBILITY, Attribution, ChangeReason, Topic

WRITTEN = ("stance", "status", "conditions", "attribution", "speaker", "speaker_role", "stated_on", "credibility")


class CodingForm(forms.Form):
    """A claim's codes. Which fields there are depends on the topic; the codebook judges them together."""

    country = forms.ChoiceField()
    topic = forms.ChoiceField(choices=choices_of(Topic), help_text="Another topic has other fields.")
    attribution = pick(Attribution, label="Attribution", help_text="Whose words the passage reports.")
    speaker = TypedField(label="Speaker", max_length=200, help_text="In the fullest form that the text prints.")
    speaker_role = TypedField(label="Speaker's office", max_length=200)
    stated_on = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}),
        help_text="The day on which the government said it, where the sentence gives it.",
    )
    credibility = forms.TypedChoiceField(
        choices=[(grade, f"{grade} {words}") for grade, words in CREDIBILITY.items()],
        coerce=int,
        help_text="Grade of the information itself.",
    )
    reason = forms.ChoiceField(choices=choices_of(ChangeReason), help_text="Why this version is made.")
    note = TypedField(label="Note", widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, claim: Claim, data: Any = None, *, topic: str = "") -> None:
        """The form filled in with what the claim says; another `topic` shows the fields of that one."""
        chosen = (data or {}).get("topic") or topic or claim.topic
        self.rule = RULES[Topic(chosen) if chosen in set(Topic) else Topic(claim.topic)]
        initial = {name: getattr(claim, name) for name in (*WRITTEN, "note", "version")}
        initial |= {"country": claim.country_id, "topic": self.rule.topic.value}
        initial |= {"reason": ChangeReason.OUR_CORRECTION, **_as_typed(claim.value)}
        super().__init__(data, initial=initial, auto_id=f"claim-{claim.pk}-%s")
        countries = list(Country.objects.values_list("iso2", "name"))
        self.fields["country"].choices = countries  # type: ignore[attr-defined]  # a ChoiceField
        # Partners may be countries that are not tracked; what the claim names stays choosable.
        further = [(code, code) for code in claim.codes if claim.topic == Topic.PARTNERS]
        self.fields |= topic_form_fields(self.rule, list({**dict(further), **dict(countries)}.items()))
        coded = ("stance", "conditions", "status", *(field.name for field in self.rule.fields))
        self.order_fields(["country", "topic", *coded])

    def coding(self) -> Coding:
        """What the form says. Raises ValueError for a value that cannot be read."""
        said = self.cleaned_data
        return Coding(
            country=said["country"],
            topic=self.rule.topic.value,
            stance=said.get("stance") or None,
            status=said.get("status") or None,
            conditions=said.get("conditions") or [],
            value={field.name: self._value(field) for field in self.rule.fields},
            attribution=said["attribution"],
            speaker=said["speaker"].strip() or None,
            speaker_role=said["speaker_role"].strip() or None,
            stated_on=said["stated_on"],
            credibility=said["credibility"],
        )

    def clean(self) -> dict[str, Any]:
        """Ask the codebook, and put what it has against the codes beside the fields that it names."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            coding = self.coding()
            for error in [] if self.errors else coding_errors(coding):
                self.show_error(error)
        return cleaned

    def show_error(self, error: str) -> None:
        """Put an error that begins with the name of a field beside that field."""
        name, _, message = error.partition(": ")
        field = name.split(",")[0].removeprefix("value.")
        self.add_error(field if field in self.fields else None, message if field in self.fields else error)

    def _value(self, field: ValueField) -> Any:
        given = self.cleaned_data.get(field.name)
        if given in (None, "", []):
            return [] if field.kind in LISTS else None
        try:
            return read_value(given, field)
        except ValueError as error:
            self.add_error(field.name, str(error))
            return None


def _as_typed(value: dict[str, Any]) -> dict[str, Any]:
    """A topic's value as the form's controls hold it."""
    return {
        name: str(given).lower() if isinstance(given, bool) else "\n".join(given) if name == "places" else given
        for name, given in value.items()
    }
