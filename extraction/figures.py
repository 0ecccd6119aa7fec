"""Figures: the numbers, things and places of a statement, by topic, in figures and in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from extraction import aid, lexicon, values
from extraction.gate import Cue
from questionnaire.codebook import empty_value
from questionnaire.codes import Topic

PEOPLE = re.compile(
    r"[ -](?:[\w-]+ ){0,3}?(?:soldiers?|troops?|peace ?-?keepers?|service ?(?:men|members|personnel|women)|personnel|"
    r"men|women|people|persons|heads|instructors|trainers|sappers|engineers|infantry\w*|paratroopers|marines|"
    r"volunteers|uniforms|boots|strong|of them|all ranks|officers|medics|specialists|"
    r"danes|norwegians|swedes|finns|poles|germans|britons|canadians|australians|lithuanians|latvians|estonians|"
    r"croatians|austrians|spaniards|italians|belgians|romanians|bulgarians|greeks|turks|czechs|slovaks|hungarians|"
    r"portuguese|albanians|icelanders|dutch|french\w*|irish\w*)\b"
)
NOT_PEOPLE = re.compile(
    r" ?(?:%|per ?cent|years?|days?|hours?|weeks?|months?|euros?|ships?|jets?|aircraft|countries|capitals|nations|"
    r"states|kilomet\w+|km|miles|minehunters?|frigates?|vehicles|votes|shells|rounds|drones|tanks|missiles|points?|times)"
)
OF = re.compile(
    r"(?:contingent|force|unit|battalion|brigade|regiment|battle ?group|company|platoon|group|deployment|contribution|"
    r"element|share|number|figure|ceiling|strength|total|send|sends|sending|sent|deploy|offer|offers|offered|commit)s?"
    r"(?: [\w,']+){0,8}? (?:of|is|be|to|between|at|up|as|was|or|about)?"
    r"(?: up to| between| about| as many as| at least| around| some| a| no more than)* ?$"
)
T = TypeVar("T")
LEAST_PEOPLE = 3
LEAST_FORCE = 2000
"""A force of fewer soldiers is somebody's own part."""
BELOW = re.compile(r"\b(?:anything|nothing) (?:below|less than|under)|(?:fewer|less) than|\bbelow\b")


@dataclass(frozen=True)
class Stretch:
    """The words a statement is read from: the country's clauses, in small letters and as printed, and the sentence."""

    text: str
    original: str
    sentence: str
    country: str
    holders: Mapping[str, int]
    """Where in `text` each country is named that holds the topic's statements of the sentence."""
    others: Sequence[str]
    """Further countries that the sentence names."""


def given(topic: str, stretch: Stretch) -> list[dict[str, Any]]:
    """The values of a statement, as far as they are numbers, things, places or countries; mostly one.

    A package of aid with several numbered things gives one value for each. Where a sentence has several holders with a
    number each ("180 from Germany, 150 from Norway"), each gets its own.
    """
    value, text = empty_value(Topic(topic)), stretch.text
    match topic:
        case "troops":
            mine = _share(soldiers(text), stretch)
            low, high = mine[0] if mine else (None, None)
            return [value | {"personnel_min": low, "personnel_max": high}]
        case "force_size":
            low, high = size(text) if size(text) != (None, None) else size(stretch.sentence)
            return [value | {"personnel_min": low, "personnel_max": high}]
        case "duration":
            return [value | stay(text if values.months(text) else stretch.sentence)]
        case "deployment":
            return [value | {"places": places(text, stretch.original)}]
        case "partners":
            return [value | {"countries": list(stretch.others)}]
        case "aid":
            units = _share(aid.units(text, stretch.original, stretch.country), stretch)
            return [value | unit for unit in units] or [value]
    return [value]


def _share(found: Sequence[tuple[int, T]], stretch: Stretch) -> list[T]:
    """What of a row of numbers is this country's.

    Numbers and names in the same order where there is one for each, else the numbers that follow its name.
    """
    holders = sorted(stretch.holders.items(), key=lambda holder: holder[1])
    names = [country for country, _ in holders]
    if len(found) < 2 or len(holders) < 2 or stretch.country not in names:
        return [value for _, value in found]
    if len(found) == len(holders):
        return [found[names.index(stretch.country)][1]]
    mine = []
    for at, value in found:
        before = [country for country, place in holders if place <= at]
        if (before[-1] if before else names[0]) == stretch.country:
            mine.append(value)
    return mine


@cache
def _force(key: str) -> Cue:
    return lexicon.pattern(lexicon.table("force")[key])


def soldiers(text: str) -> list[tuple[int, tuple[int | None, int | None]]]:
    """The numbers of soldiers that a text offers, each with its place: least and most.

    Numbers that stand with people come before bare ones ("Montenegro's forty will go").
    """
    found = [n for n in values.numbers(text) if not (n.currency or n.vague or n.value < LEAST_PEOPLE)]
    found = [n for n in found if not (values.TIME.match(text, n.end) or NOT_PEOPLE.match(text, n.end))]
    plain = [n for n in found if PEOPLE.match(text, n.end) or OF.search(text[max(0, n.start - 70) : n.start])]
    return [(number.start, _bounds(number)) for number in plain or found[:1]]


def size(text: str) -> tuple[int | None, int | None]:
    """The soldiers of the whole force: least and most."""
    for number in values.numbers(text):
        if number.currency or number.vague or number.value < LEAST_FORCE or values.TIME.match(text, number.end):
            continue
        low, high = _bounds(number)
        return (high, None) if low is None and BELOW.search(text) else (low, high)
    return (None, None)


def _bounds(number: values.Number) -> tuple[int | None, int | None]:
    low, high = (None if bound is None else int(bound) for bound in (number.low, number.high))
    return low, high


def stay(text: str) -> dict[str, Any]:
    """The months of a stay, or that it has no end."""
    found = values.months(text)
    if _force("open_ended").search(text):
        return {"months_min": found[0] if found else None, "months_max": None, "open_ended": True}
    return {"months_min": found[0], "months_max": found[1], "open_ended": False} if found else {"open_ended": False}


def places(text: str, original: str) -> list[str]:
    """The places named, as printed."""
    return list(dict.fromkeys(original[m.start() : m.end()] for m in _force("places").finditer(text)))
