"""Assembly: from the scorer's chances to proposals, and from proposals to one claim per country and statement."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from extraction import features, figures
from extraction.candidates import Candidate, Line
from extraction.dates import stated
from extraction.frames import Clause
from extraction.normal import Normal
from extraction.reading import Reading, Text
from extraction.scorer import STANCES, Floats, Scorer
from questionnaire.codebook import RULES, STATUSES_OF
from questionnaire.codes import Horizon, Stance, Topic

CODES = {
    "guarantee": ("forms",),
    "deployment": ("domain",),
    "attack_response": ("actions",),
    "us_support": ("resources",),
    "aid": ("category",),
    "sanctions": ("measures",),
}
"""Fields of a topic's value that the scorer fills, by topic."""
LEAST_CODE = 0.4
LEAST_HOLDER = 0.2
"""Where no country is likelier than this to hold a statement, none is helped by being the likeliest."""
FEW, TRUSTED = 4, 0.8
"""A text is trusted where its likeliest proposals, at most four, have at least this chance on average."""
NEAR = (-1, 0, 1)
"""Sentences, counted from its own, in which a statement may be repeated."""
SHORTEST = 40
"""A quote shorter than this takes in the whole sentence."""
NUMBERS = ("personnel_min", "personnel_max", "months_min", "months_max", "quantity", "amount")


@dataclass(frozen=True)
class Proposal:
    """What a sentence is taken to say of one country and topic, before neighbouring sentences are compared."""

    country: str
    topic: str
    stance: str | None
    status: str | None
    conditions: tuple[str, ...]
    value: Mapping[str, Any]
    attribution: str
    speaker: str | None
    stated_on: date | None
    start: int
    end: int
    """Offsets in the normalised text."""
    sentence: int
    chance: float
    chances: Mapping[str, float]
    """How likely the topic, the holder and the stance are, each by itself."""


def proposals(text: Text, scorer: Scorer) -> list[Proposal]:
    """All proposals of a text whose chance reaches the scorer's threshold, in order."""
    found = [proposal for reading in text.readings for proposal in _of_reading(text, reading, scorer)]
    return surest(found, scorer.threshold)


def surest(found: Sequence[Proposal], threshold: float) -> list[Proposal]:
    """The proposals of a text that reach the threshold, or a higher one where even the likeliest are unsure.

    A text in which little is sure is probably about something else.
    """
    best = sorted((proposal.chance for proposal in found), reverse=True)[:FEW]
    doubt = max(0.0, TRUSTED - sum(best) / max(1, len(best)))
    return [proposal for proposal in found if proposal.chance >= threshold + doubt / 2]


def _of_reading(text: Text, reading: Reading, scorer: Scorer) -> Iterator[Proposal]:
    if not reading.candidates or _only_asks(reading):
        return
    likely = [
        (topic, chance)
        for topic, chance in zip(scorer.topics.labels, _topics(reading, scorer).tolist(), strict=True)
        if chance >= scorer.threshold  # no holder makes it likelier
    ]
    if not likely:
        return
    judge = Judge(reading, scorer)
    for topic, of_topic in likely:
        holds = [judge.holds(number, topic) for number in range(len(reading.candidates))]
        chances = [of_topic * of_holder / math.sqrt(max(*holds, LEAST_HOLDER)) for of_holder in holds]
        chosen = [number for number, chance in enumerate(chances) if chance >= scorer.threshold]
        holders = {reading.candidates[number].country for number in chosen}
        for number in chosen:
            parts = {"topic": of_topic, "holder": holds[number], "chance": chances[number]}
            codes = Codes(scorer.fields, *judge.says(number, topic))
            yield from _made(text, reading.line, reading.candidates[number], topic, codes, parts, holders)


def _only_asks(reading: Reading) -> bool:
    """Whether a sentence only asks: a question codes nothing (coding rule 14).

    Who has the floor in an interview is less certain, so there the scorer decides.
    """
    return features.FLOOR_ASKS not in reading.around.signs and all(clause.asked for clause in reading.line.clauses)


def _topics(reading: Reading, scorer: Scorer) -> Floats:
    """How likely the sentence is to take a position on each topic."""
    return scorer.topics.chances(scorer.sums("topics", scorer.rows(reading.tell)))


class Judge:
    """What the scorer says of a sentence's candidates; what is the same for all topics is added up once."""

    def __init__(self, reading: Reading, scorer: Scorer) -> None:
        self.scorer = scorer
        self.reading = reading
        self.shares = [features.share(reading.line, candidate) for candidate in reading.candidates]
        self.rows = [scorer.rows(features.of_candidate, mine, len(self.shares)) for mine in self.shares]
        self.sums = [self._own("holder", number) for number in range(len(self.rows))]
        self.claims: dict[int, Floats] = {}
        """For each candidate the sums of its stance and codes, without what is crossed with the topic."""

    def holds(self, number: int, topic: str) -> float:
        """How likely a candidate is to hold a position on a topic, if any of them does."""
        return self.scorer.holds(self.sums[number] + self.scorer.of_part("holder", self.shares[number].part, topic))

    def says(self, number: int, topic: str) -> tuple[Floats, Floats]:
        """For each stance the sum, for each code the probability."""
        scorer = self.scorer
        if number not in self.claims:
            self.claims[number] = self._own("claim", number) + self._around
        sums = self.claims[number] + scorer.sums("claim", scorer.rows(features.of_stance, self.shares[number], topic))
        split = len(STANCES) + 1
        return scorer.stances.score(sums[:split]), scorer.codes.chances(sums[split:])

    def _own(self, name: str, number: int) -> Floats:
        return self.scorer.sums(name, self.rows[number]) + self.scorer.of_part(name, self.shares[number].part)

    @cached_property
    def _around(self) -> Floats:
        rows = self.scorer.rows(features.of_context, self.reading.line, self.reading.around)
        return self.scorer.sums("claim", rows)


@dataclass(frozen=True)
class Codes:
    """What the scorer says of the stance and the codes of one statement."""

    fields: Mapping[str, Sequence[tuple[str, int]]]
    """For each field its codes with their places among `chances`."""
    sums: Floats
    """For each stance."""
    chances: Floats

    def likely(self, field: str) -> tuple[str, ...]:
        """The codes of a field that are likely, the likeliest first."""
        known = [(-float(self.chances[place]), code) for code, place in self.fields.get(field, ())]
        return tuple(code for chance, code in sorted(known) if -chance >= LEAST_CODE)

    def best(self, field: str, allowed: Collection[str | None] | None = None) -> tuple[str | None, float]:
        """The likeliest code of a field, among those `allowed`, and its probability."""
        known = [
            (float(self.chances[place]), code)
            for code, place in self.fields.get(field, ())
            if allowed is None or code in allowed
        ]
        chance, code = max(known, default=(0.0, None))
        return code, chance


def _made(
    text: Text,
    line: Line,
    candidate: Candidate,
    topic: str,
    codes: Codes,
    chances: dict[str, float],
    holders: Collection[str],
) -> Iterator[Proposal]:
    rule = RULES[Topic(topic)]
    stance = status = None
    if rule.has_stance:
        sums = codes.sums
        stance = STANCES[int(sums.argmax())]
        chances = chances | {"stance": float(1 / math.fsum(math.exp(one - float(sums.max())) for one in sums.tolist()))}
    conditions = codes.likely("if") if stance in (None, "conditional") else ()
    if stance == "conditional":
        conditions = conditions or (codes.best("if")[0] or "other",)
    if rule.has_status and stance is not None:
        status, chance = codes.best("status", STATUSES_OF[Stance(stance)])
        if stance in ("against", "undecided") and chance < 0.5:
            status = None
    start, end = _span(line, candidate)
    named = [(line.starts[begin], country) for begin, _, actor in line.actors for country in actor.countries]
    stretch = figures.Stretch(
        text.normal.lower[start:end],
        text.normal.text[start:end],
        line.text,
        candidate.country,
        {country: at - start for at, country in reversed(named) if country in holders and start <= at < end},
        tuple(dict.fromkeys(country for _, country in named if country != candidate.country)),
    )
    clause = _clause(line, candidate)
    attribution, speaker = attributed(clause, candidate.country, official=text.document.official)
    day = stated(line.text, text.published_on) or (text.published_on if text.document.official else None)
    quote = _quoted(text.normal, line, start, end)
    for value in figures.given(topic, stretch):
        yield Proposal(
            candidate.country, topic, stance, status, conditions, _filled(topic, value, codes), attribution, speaker,
            day, *quote, line.sentence.index, chances["chance"], chances,
        )  # fmt: skip


def _filled(topic: str, value: dict[str, Any], codes: Codes) -> dict[str, Any]:
    """The value with the codes that the scorer finds in the fields that are still empty."""
    filled = dict(value)
    for name in CODES.get(topic, ()):
        if isinstance(filled[name], list):
            filled[name] = list(codes.likely(name)) or [codes.best(name)[0] or "other"]
        elif filled[name] is None:
            filled[name] = codes.best(name)[0]
    if "horizon" in filled:
        filled["horizon"] = filled["horizon"] or Horizon.UNSPECIFIED.value
    return filled


def _clause(line: Line, candidate: Candidate) -> Clause:
    """The clause that tells best whose words a statement is: where the country acts, else where it is named."""
    mine = [line.clauses[number] for number in sorted(candidate.clauses)] or list(line.clauses)
    return next((clause for clause in mine if candidate.country in clause.subject), mine[0])


def _span(line: Line, candidate: Candidate) -> tuple[int, int]:
    """The stretch from the first to the last clause in which the country is named, acts or speaks."""
    mine = [line.clauses[number] for number in candidate.clauses] or list(line.clauses)
    return min(clause.start for clause in mine), max(clause.end for clause in mine)


def _quoted(normal: Normal, line: Line, start: int, end: int) -> tuple[int, int]:
    """The stretch where it stands on its own, else its sentence."""
    if normal.text.count('"', start, end) % 2 or end - start < SHORTEST:
        start, end = line.sentence.start, line.sentence.end
    while start < end and normal.text[start].isspace():
        start += 1
    while end > start and (normal.text[end - 1].isspace() or normal.text[end - 1] in ",;:-"):
        end -= 1
    return start, end


def attributed(clause: Clause, country: str, *, official: bool) -> tuple[str, str | None]:
    """Whose words the passage reports, and the speaker's name."""
    source = clause.source
    if source is None:
        people = [a for a in clause.actors if a.kind == "person" and country in a.countries]
        if clause.subject_kind == "person" and people:
            return "official_named", people[0].name
        return ("document" if official else "media_report"), None
    if source.countries and country not in source.countries:
        return "third_party", source.name
    if source.kind == "media_report" and official:
        return "document", None
    if source.kind in ("official_named", "official_anonymous", "document"):
        return source.kind, source.name
    if re.search(r"statement|declaration|communique|ministry|department|decree|resolution", clause.lower):
        return "document", None
    return "media_report", None


def merged(found: Sequence[Proposal]) -> list[Proposal]:
    """One proposal per country and statement, the likeliest first where sentences repeat each other, in order."""
    kept: list[Proposal] = []
    places: dict[tuple[str, str, int], list[int]] = {}
    """Where in `kept` the proposals of a country, a topic and a sentence are."""
    for one in sorted(found, key=lambda proposal: (-proposal.chance, proposal.start)):
        near = (n for step in NEAR for n in places.get((one.country, one.topic, one.sentence + step), ()))
        twin = min((n for n in near if _same(kept[n], one)), default=None)
        if twin is None:
            places.setdefault((one.country, one.topic, one.sentence), []).append(len(kept))
            kept.append(one)
        elif {kept[twin].stance, one.stance} == {"favor", "conditional"}:
            conditional = one if one.stance == "conditional" else kept[twin]
            kept[twin] = replace(kept[twin], stance="conditional", conditions=conditional.conditions)
    return sorted(kept, key=lambda proposal: (proposal.start, proposal.end, proposal.country, proposal.topic))


def _same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals of a country and topic, in one sentence or in two neighbouring ones, are one statement."""
    if one.stance != other.stance and {one.stance, other.stance} != {"favor", "conditional"}:
        return False
    if one.topic == "aid" and one.sentence == other.sentence:
        return one.value == other.value
    return all(
        one.value.get(name) is None or other.value.get(name) is None or one.value[name] == other.value[name]
        for name in NUMBERS
    )


def confidence_of(proposal: Proposal) -> dict[str, float]:
    """What the confidence of a claim is computed from: how likely its parts are, its topic and its numbers."""
    told = {f"odds_{name}": _odds(chance) for name, chance in proposal.chances.items()}
    told[f"topic_{proposal.topic}"] = 1.0
    told["numbers"] = float(any(proposal.value.get(name) is not None for name in NUMBERS))
    return told


def _odds(chance: float) -> float:
    chance = min(max(chance, 0.001), 0.999)
    return math.log(chance / (1 - chance))
