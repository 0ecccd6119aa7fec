"""The matrix country by question, and the tiles of one topic: what a reader filters and sorts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from commitments.answers import QuestionPosition
from commitments.models import Country
from commitments.positions import Position
from questionnaire.codebook import RULES
from questionnaire.codes import CountryRole, Stance, Topic

STANCE_TOPICS = tuple(topic for topic, rule in RULES.items() if rule.has_stance)
"""Topics that a map can be coloured by."""

NO_POSITION = "none"
"""Stands for the absence of a stance, as a filter and as a group."""

STANCE_ORDER = (*(stance.value for stance in Stance), NO_POSITION)


class Membership(StrEnum):
    """Groups of countries that a reader may ask for."""

    NATO = "nato"
    EU = "eu"
    COALITION = "coalition"
    ADDRESSEE = "addressee"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return MEMBERSHIPS[self]

    def holds(self, country: Country, on: date) -> bool:
        """Whether the country belonged to it on that day."""
        if self is Membership.COALITION:
            return country.coalition is True
        if self is Membership.ADDRESSEE:
            return country.role == CountryRole.ADDRESSEE
        since = country.nato_since if self is Membership.NATO else country.eu_since
        return since is not None and since <= on.year


MEMBERSHIPS = {
    Membership.NATO: "NATO",
    Membership.EU: "European Union",
    Membership.COALITION: "Coalition of the willing",
    Membership.ADDRESSEE: "Got the questionnaire",
}


@dataclass(frozen=True)
class Row:
    """A country with its answers, in the order of the questions, and its position on each topic."""

    country: Country
    answers: Sequence[QuestionPosition]

    @cached_property
    def topics(self) -> Mapping[str, Position]:
        """Its positions by topic."""
        return {position.topic: position for answer in self.answers for position in answer.topics}

    @property
    def newest(self) -> date:
        """The day of its newest evidence."""
        return max((answer.effective_on for answer in self.answers if answer.effective_on), default=date.min)


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see of the matrix."""

    topic: Topic = Topic.TROOPS
    regions: Sequence[str] = ()
    memberships: Sequence[Membership] = ()
    stances: Sequence[str] = ()
    """On `topic`; `NO_POSITION` asks for those without one."""
    sort: str = "name"

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.regions or self.memberships or self.stances)


@dataclass(frozen=True)
class Group:
    """The countries with one stance on a topic."""

    stance: str
    countries: list[Country] = field(default_factory=list)


def stance_word(country: Country, topic: str, stance: str | None) -> str:
    """What the stance means where it is no offer: Ukraine asks, the United States would provide; else empty."""
    if country.role == CountryRole.BENEFICIARY and topic in (Topic.AID, Topic.US_SUPPORT):
        return "Asks for it"
    if country.role == CountryRole.SENDER and topic == Topic.US_SUPPORT and stance in SENDERS:
        return SENDERS[stance]
    return ""


SENDERS = {Stance.FAVOR.value: "Would provide", Stance.AGAINST.value: "Would not provide"}
"""The United States' stance on its own support (codebook, rule 7)."""


def rows_of(countries: Iterable[Country], answered: Iterable[QuestionPosition]) -> list[Row]:
    """One row a country, in the order of `countries`."""
    by_country: dict[str, list[QuestionPosition]] = {}
    for answer in answered:
        by_country.setdefault(answer.country, []).append(answer)
    return [Row(country, by_country.get(country.iso2, [])) for country in countries]


def stance_on(row: Row, topic: str) -> str:
    """The country's stance on the topic, or `NO_POSITION`; what Ukraine asks for is none."""
    position = row.topics.get(topic)
    if not row.country.offers and topic in (Topic.AID, Topic.US_SUPPORT):
        return NO_POSITION
    return (position.stance if position else None) or NO_POSITION


def chosen(rows: Sequence[Row], filters: Filters, on: date) -> list[Row]:
    """The rows that the reader asked for, sorted as they asked."""
    kept = [
        row
        for row in rows
        if (not filters.regions or row.country.region in filters.regions)
        and all(membership.holds(row.country, on) for membership in filters.memberships)
        and (not filters.stances or stance_on(row, filters.topic) in filters.stances)
    ]
    return sorted(kept, key=lambda row: (_place(row, filters.sort), row.country.name))


def sorts(questions: Iterable[int]) -> dict[str, str]:
    """The orders that a reader may ask for, with their words."""
    by_stance = {f"q{number}": f"Stance on question {number}" for number in questions}
    return {"name": "Name", "region": "Region", "newest": "Newest evidence", **by_stance}


def groups_on(rows: Sequence[Row], topic: str) -> list[Group]:
    """The countries by their stance on the topic, in the order of the codebook; those without one last."""
    groups = {stance: Group(stance) for stance in STANCE_ORDER}
    for row in rows:
        groups[stance_on(row, topic)].countries.append(row.country)
    return list(groups.values())


def _place(row: Row, sort: str) -> str | int:
    if sort == "region":
        return row.country.region
    if sort == "newest":
        return -row.newest.toordinal()
    if sort.startswith("q"):
        answer = next((answer for answer in row.answers if f"q{answer.question}" == sort), None)
        return STANCE_ORDER.index((answer.stance if answer else None) or NO_POSITION)
    return ""
