"""Findings: what a topic's module gives back, and whose statement it is."""

from dataclasses import dataclass, field
from typing import Any

from extraction.actors import tracked
from extraction.frames import Clause, Source
from questionnaire.codebook import empty_value
from questionnaire.codes import Topic


@dataclass(frozen=True)
class Finding:
    """A statement found in a clause, before it becomes claims."""

    topic: str
    stance: str | None
    status: str | None
    conditions: tuple[str, ...]
    value: dict[str, Any]
    countries: tuple[str, ...]
    start: int
    end: int
    clause: Clause
    features: dict[str, float] = field(default_factory=dict)
    """What the confidence is computed from."""


def value(topic: str, **given: Any) -> dict[str, Any]:
    """The topic's value with what is given filled in."""
    return empty_value(Topic(topic)) | {key: item for key, item in given.items() if item is not None}


def is_barred(clause: Clause) -> bool:
    """Whether nobody's government speaks here: a question, an expert, the opposition, an untracked state."""
    if clause.asked or (clause.sentence.block.kind == "heading" and not clause.subject):
        return True
    if clause.source is not None and clause.source.excluded:
        return True
    return clause.source is None and clause.subject_kind == "excluded"


def voice(clause: Clause) -> tuple[str, ...]:
    """Whose opinion a clause gives: its source's, else its subject's, else whoever was talked about."""
    if clause.source is not None and clause.source.countries:
        return _tracked(clause.source.countries)
    if clause.subject_kind == "excluded":
        return ()
    if clause.label:
        return _tracked(clause.label)
    foreign = clause.subject in (("UA",), ("US",)) or clause.subject_kind in ("body", "owner")
    if clause.home and foreign and not set(clause.subject) & set(clause.home):
        return _tracked(clause.home)
    if clause.subject_kind == "generic":
        return _tracked(clause.home)
    return _tracked(clause.subject or clause.focus)


def actor(clause: Clause) -> tuple[str, ...]:
    """Who acts in a clause: its subject, else its source."""
    if clause.subject_kind in ("excluded", "generic"):
        return ()
    if clause.subject:
        return _tracked(clause.subject)
    if clause.source is not None and clause.source.countries:
        return _tracked(clause.source.countries)
    return _tracked(clause.focus)


def _tracked(countries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(c for c in countries if c in tracked())


def is_third(finding_country: str, source: Source | None) -> bool:
    """Whether somebody else says what this country would do."""
    return source is not None and bool(source.countries) and finding_country not in source.countries
