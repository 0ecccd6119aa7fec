"""Form fields made from the codebook: each with its label, unit and help.

They take what is typed as it is, complete or not: the codebook's rules are asked elsewhere
(`commitments.drafts.read_draft`, `questionnaire.codebook.claim_errors`), so that there is one set of rules.
"""

from typing import Any

from django import forms

from questionnaire.codebook import Kind, TopicRule, ValueField
from questionnaire.codes import Code, Condition, Stance, Status

LABELS = {
    "personnel_min": "People, at least",
    "personnel_max": "People, at most",
    "months_min": "Stay, at least",
    "months_max": "Stay, at most",
    "open_ended": "As long as needed",
    "indispensable": "Indispensable",
    "item": "What it is",
}
"""Labels of value fields whose name alone does not say enough."""

YES_NO = [("", "Not said"), ("true", "Yes"), ("false", "No")]


class TypedField(forms.CharField):
    """One line, several lines, or one choice, kept as typed. `unit` is shown beside it."""

    def __init__(self, *, unit: str = "", **like: Any) -> None:
        self.unit = unit
        super().__init__(required=False, strip=False, **like)


class ListField(forms.MultipleChoiceField):
    """Several choices of a list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **like: Any) -> None:
        super().__init__(required=False, **like)

    def validate(self, value: Any) -> None:
        """Nothing: the codebook's rules are asked elsewhere, and a draft may hold what they refuse."""


def choices_of(codes: type[Code], empty: str | None = None) -> list[tuple[str, str]]:
    """The codes with their labels; `empty` is what stands for none of them."""
    none = [] if empty is None else [("", empty)]
    return none + [(code.value, code.label) for code in codes]


def pick(codes: type[Code], *, empty: str | None = None, radio: bool = False, **like: Any) -> TypedField:
    """One of the codes: radio buttons where there are few and they matter, else a list to choose from."""
    widget = forms.RadioSelect if radio else forms.Select
    return TypedField(widget=widget(choices=choices_of(codes, empty)), **like)


def topic_form_fields(rule: TopicRule, countries: list[tuple[str, str]]) -> dict[str, forms.Field]:
    """The fields of a topic, in the order of `drafts.topic_fields`; `countries` are those that can be chosen."""
    fields: dict[str, forms.Field] = {}
    if rule.has_stance:
        fields["stance"] = pick(
            Stance, empty="Not said", radio=True, label="Stance", help_text="A condition makes it conditional."
        )
        fields["conditions"] = ListField(
            choices=choices_of(Condition), label="Conditions", help_text="What must be met first."
        )
    if rule.has_status:
        fields["status"] = pick(
            Status, empty="Not said", label="Status", help_text="How far it has come: proposed to delivered."
        )
    return fields | {value.name: value_field(value, countries) for value in rule.fields}


def value_field(value: ValueField, countries: list[tuple[str, str]]) -> forms.Field:
    """The form field of one field of a topic's value."""
    said: dict[str, Any] = {
        "label": LABELS.get(value.name) or value.name.replace("_", " ").capitalize(),
        "help_text": value.help,
    }
    match value.kind:
        case Kind.CODES if value.codes:
            return ListField(choices=choices_of(value.codes), **said)
        case Kind.COUNTRIES:
            return ListField(choices=countries, **said)
        case Kind.CODE if value.codes:
            return pick(value.codes, empty="Not said", **said)
        case Kind.BOOLEAN:
            return TypedField(widget=forms.Select(choices=YES_NO), **said)
        case Kind.TEXTS:
            said["help_text"] += " One on each line."
            return TypedField(widget=forms.Textarea(attrs={"rows": 2}), **said)
        case _:
            return TypedField(unit=value.unit, widget=_line(value.kind), **said)


def _line(kind: Kind) -> forms.TextInput:
    attributes = {
        Kind.INTEGER: {"inputmode": "numeric", "class": "short"},
        Kind.DECIMAL: {"inputmode": "decimal", "class": "short"},
        Kind.CURRENCY: {"maxlength": "3", "class": "short", "autocapitalize": "characters"},
    }
    return forms.TextInput(attrs={"autocomplete": "off", **attributes.get(kind, {})})
