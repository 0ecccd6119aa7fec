"""Assembly: findings to claims. One claim per country and statement; duplicates merged; conditions beat favour."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extraction.actors import tracked
from extraction.dates import stated
from extraction.findings import Finding, is_third
from extraction.frames import Clause
from extraction.normal import Normal
from questionnaire.codebook import RULES, STATUSES_OF
from questionnaire.codes import Stance, Topic

RECENT = 12
"""Earlier drafts of a country and topic that a new one is compared with."""
NEAR = 420
"""Characters within which two like findings are one statement."""


@dataclass(frozen=True)
class Draft:
    """A claim in the making, for one country, with offsets in the normalised text."""

    country: str
    topic: str
    stance: str | None
    status: str | None
    conditions: tuple[str, ...]
    value: dict[str, Any]
    attribution: str
    speaker: str | None
    stated_on: date | None
    start: int
    end: int
    heading: bool
    sentence: int
    block: int
    features: dict[str, float]


def drafts(findings: list[Finding], normal: Normal, *, official: bool, published_on: date | None) -> Iterator[Draft]:
    """A draft for each country of each finding."""
    for finding in findings:
        for country in finding.countries:
            if country in tracked():
                yield _draft(finding, country, normal, official=official, published_on=published_on)


def _draft(finding: Finding, country: str, normal: Normal, *, official: bool, published_on: date | None) -> Draft:
    clause = finding.clause
    sentence = normal.lower[clause.sentence.start : clause.sentence.end]
    said = stated(sentence, published_on) or (published_on if official else None)
    attribution, speaker = attributed(clause, country, official=official)
    features = {name: float(given) for name, given in finding.features.items() if name != "at"}
    features |= {
        f"topic_{finding.topic}": 1.0,
        f"source_{attribution}": 1.0,
        f"kind_{clause.subject_kind or 'none'}": 1.0,
    }
    features |= {
        f"stance_{finding.stance}": 1.0,
        "many": float(len(finding.countries) > 1),
        f"block_{clause.sentence.block.kind}": 1.0,
    }
    features |= {
        "long": float(len(clause.lower) > 200),
        "third": float(attribution == "third_party"),
        "UA": float(country == "UA"),
    }
    status, met = _legal(finding)
    return Draft(
        country, finding.topic, finding.stance, status, met, finding.value, attribution, speaker, said,
        *_quoted(normal, clause), clause.sentence.block.kind == "heading", clause.sentence.index,
        clause.sentence.block.start, features,
    )  # fmt: skip


def _legal(finding: Finding) -> tuple[str | None, tuple[str, ...]]:
    rule = RULES[Topic(finding.topic)]
    if not rule.has_stance:
        return None, finding.conditions
    met = finding.conditions if finding.stance == "conditional" else ()
    if not rule.has_status:
        return None, met
    return (finding.status if finding.status in STATUSES_OF[Stance(str(finding.stance))] else None), met


def _quoted(normal: Normal, clause: Clause) -> tuple[int, int]:
    """The clause where it stands on its own, else its sentence."""
    start, end = clause.start, clause.end
    text = normal.text[start:end]
    if text.count('"') % 2 or len(text) < 40:
        start, end = clause.sentence.start, clause.sentence.end
    while start < end and normal.text[start].isspace():
        start += 1
    while end > start and (normal.text[end - 1].isspace() or normal.text[end - 1] in ",;:-"):
        end -= 1
    return start, end


def attributed(clause: Clause, country: str, *, official: bool) -> tuple[str, str | None]:
    """Whose words the passage reports, and the speaker's name."""
    source = clause.source
    if source is None:
        if clause.subject_kind == "person":
            people = [a for a in clause.actors if a.kind == "person" and country in a.countries]
            if people:
                return "official_named", people[0].name
        return ("document" if official else "media_report"), None
    if is_third(country, source):
        return "third_party", source.name
    if source.kind == "media_report" and official:
        return "document", None
    if source.kind in ("official_named", "official_anonymous", "document"):
        return source.kind, source.name
    if re.search(r"statement|declaration|communique|ministry|department|decree|resolution", clause.lower):
        return "document", None
    return "media_report", None


def merged(found: list[Draft]) -> list[Draft]:
    """One draft per country and statement, in the order of the text."""
    out: list[Draft] = []
    latest: dict[tuple[str, str], list[int]] = {}
    for draft in found:
        near = latest.setdefault((draft.country, draft.topic), [])
        twin = next((n for n in near[-RECENT:] if _same(out[n], draft)), None)
        if twin is None:
            near.append(len(out))
            out.append(draft)
        else:
            out[twin] = _joined(out[twin], draft)
    in_text = {(d.country, d.topic, d.stance) for d in out if not d.heading}
    return [d for d in out if not d.heading or (d.country, d.topic, d.stance) not in in_text]


def _same(one: Draft, other: Draft) -> bool:
    if (one.country, one.topic) != (other.country, other.topic) or one.heading != other.heading:
        return False
    if one.topic == "aid":
        alike = all(one.value[k] == other.value[k] for k in ("category", "quantity", "amount", "item"))
        return one.sentence == other.sentence and (
            alike
            or (
                one.start == other.start
                and _same_numbers(one, other)
                and one.value["category"] == other.value["category"]
            )
        )
    if one.topic in ("guarantee", "sanctions", "attack_response") and one.stance != other.stance:
        return False
    if other.start - one.end > NEAR or not _same_numbers(one, other):
        return False
    if one.stance == other.stance:
        return other.sentence == one.sentence or (one.block == other.block and other.sentence - one.sentence <= 2)
    return (
        {one.stance, other.stance} == {"favor", "conditional"}
        and one.block == other.block
        and other.sentence - one.sentence <= 2
    )


NUMBERS = ("personnel_min", "personnel_max", "months_min", "months_max", "quantity", "amount")


def _same_numbers(one: Draft, other: Draft) -> bool:
    return all(
        one.value.get(k) is None or other.value.get(k) is None or one.value[k] == other.value[k] for k in NUMBERS
    )


def _joined(one: Draft, other: Draft) -> Draft:
    values: dict[str, Any] = {}
    for key, given in one.value.items():
        more = other.value.get(key)
        if isinstance(given, list):
            values[key] = list(dict.fromkeys([*given, *(more or [])]))
        else:
            values[key] = more if given is None else given
    verdict = "conditional" if "conditional" in (one.stance, other.stance) else one.stance
    met = tuple(dict.fromkeys((*one.conditions, *other.conditions)))
    status = one.status if one.stance == verdict else other.status
    return replace(one, value=values, stance=verdict, conditions=met, status=status)
