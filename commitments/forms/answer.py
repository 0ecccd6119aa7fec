"""The form of an answer: its own fields, and those of each topic of the question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from commitments.drafts import DraftValue
from commitments.forms.typed import ListField, TypedField, choices_of, pick, topic_form_fields
from commitments.merging import as_typed
from commitments.models import Country
from questionnaire.codebook import RULES
from questionnaire.codes import AnswerState, Basis, Bindingness, Condition, Stance, Topic
from questionnaire.models import Question


@dataclass
class Group:
    """Fields that are shown together."""

    title: str
    help: str
    fields: list[forms.BoundField] = field(default_factory=list)


class AnswerForm(forms.Form):
    """What is typed of an answer; the codebook's errors are put beside their fields by `show_errors`."""

    def __init__(self, question: Question, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="field-%s")
        self.topics = [RULES[Topic(topic)] for topic in question.topics]
        self.fields |= _own_fields()
        countries = [(c.iso2, c.name) for c in Country.objects.only("iso2", "name")] if self._names_countries() else []
        for rule in self.topics:
            for name, made in topic_form_fields(rule, countries).items():
                self.fields[f"{rule.topic}.{name}"] = made
        self.general: list[str] = []

    def _names_countries(self) -> bool:
        return any(rule.topic == Topic.PARTNERS for rule in self.topics)

    def groups(self) -> list[Group]:
        """The fields in the groups of the page: the answer itself, then topic by topic, then what it rests on."""
        answer = Group("The answer", "In short, over all topics of the question.")
        answer.fields = [self[name] for name in ("state", "stance", "conditions", "summary", "uncertainty")]
        topics = [
            Group(
                rule.topic.label,
                rule.holds,
                [bound for bound in self if bound.name.startswith(f"{rule.topic}.")],
            )
            for rule in self.topics
        ]
        basis = Group("What it rests on", "How binding it is, and for which day it is said.")
        basis.fields = [self[name] for name in ("basis", "bindingness", "effective_on", "looked_at", "official_reply")]
        return [answer, *topics, basis]

    def show_errors(self, errors: Iterable[str]) -> None:
        """Put each message (`field: what is wrong`) beside its field; those of no field into `general`."""
        for error in errors:
            name, _, said = error.partition(": ")
            if name in self.fields and name != "claims":
                self.add_error(name, said[:1].upper() + said[1:])
            else:
                self.general.append(said[:1].upper() + said[1:] if said else error)


def typed_of(question: Question, posted: Any) -> dict[str, DraftValue]:
    """The fields of a plain form as it was sent (`posted` is a QueryDict), as a draft keeps them."""
    form = AnswerForm(question, {})
    return {
        name: as_typed(posted.getlist(name) if isinstance(made, ListField) else posted.get(name, ""))
        for name, made in form.fields.items()
    }


def _own_fields() -> dict[str, forms.Field]:
    day = forms.DateInput(attrs={"type": "date", "class": "short"})
    return {
        "state": pick(
            AnswerState,
            radio=True,
            label="State",
            help_text="None found: looked, on the day below, and found no statement. Declined: asked, would not say.",
        ),
        "stance": pick(Stance, empty="None", radio=True, label="Stance", help_text="Only an answer has one."),
        "conditions": ListField(
            choices=choices_of(Condition),
            label="Conditions",
            help_text="What must be met first; a condition makes the stance conditional.",
        ),
        "summary": TypedField(
            widget=forms.Textarea(attrs={"rows": 5}),
            label="Summary",
            help_text="What was said, by whom and when, in a few neutral sentences.",
        ),
        "uncertainty": TypedField(
            widget=forms.Textarea(attrs={"rows": 2}),
            label="Uncertainty",
            help_text="What is uncertain about it, or disputed.",
        ),
        "basis": pick(Basis, radio=True, label="Basis", help_text="Assessed: from public statements."),
        "bindingness": pick(
            Bindingness, empty="Not said", label="Bindingness", help_text="How binding what was said is, weakest first."
        ),
        "effective_on": TypedField(
            widget=day, label="Counts from", help_text="The day from which the answer holds: when it was said."
        ),
        "looked_at": TypedField(
            widget=day, label="Sources looked through on", help_text="The day of the last look; not in the future."
        ),
        "official_reply": TypedField(
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
            label="Official reply",
            unit="document number",
            help_text="The document that holds the government's own reply, where there is one.",
        ),
        "claims": ListField(label="Claims cited", choices=[]),
    }
