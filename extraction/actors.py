"""Actors: who is named where. One Aho-Corasick pass over all aliases, then the nouns of office around them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from extraction import lexicon
from extraction.normal import FOLDS, Normal

ALIASES = Path(__file__).resolve().parent.parent / "seeds" / "aliases.yaml"
GRACE = timedelta(days=14)
"""The starter data's dates of office are compiled from memory."""

COMMON = frozenset(
    [
        "Martin",
        "Harris",
        "Cooper",
        "Costa",
        "Michel",
        "Montenegro",
        "Austin",
        "Simon",
        "Powell",
        "Peters",
        "Collins",
        "Wong",
        "Philippe",
        "Henri",
        "Guillaume",
        "Pavel",
        "King",
        "Hayashi",
        "Melo",
        "Rama",
        "Borg",
        "Tanner",
        "Cameron",
        "Philip",
        "Felipe",
        "Blair",
        "Anand",
        "Conroy",
        "Hyun",
        "Bettel",
        "Michal",
        "Novak",
        "Vella",
        "Martins",
        "Christian",
        "Kos",
        "Karis",
        "Radman",
        "Bruins",
    ]
)
UNTRACKED_PLACES = ("Lebanon", "Kosovo", "Israel", "Iraq", "Syria", "Azerbaijan", "India", "Kazakhstan", "Belarus")
CAUCASUS = frozenset({"Tbilisi", "Georgian", "Georgians", "Irakli Kobakhidze", "Kobakhidze", "Georgian Dream"})
CAPITAL = re.compile(r"[A-Z]")
CODE = re.compile(r"[A-Z][A-Z](?<![A-Za-z0-9]..)(?![A-Za-z0-9])")
LEAST_CODES = 3
"""Different country codes that a text must have before they are read as such."""
TITLE = re.compile(
    r"(?:President|Chancellor|Minister|Premier|Secretary|Mr\.?|Mrs\.?|Ms\.?|Madam|Sir|Lord|King|Taoiseach|"
    r"General|Gen\.|Mister|Commissioner|Sec\.|PM) $"
)


class Actor(NamedTuple):
    """A mention. `countries` is empty for actors without a government's voice.

    `kind`: state, adjective, people, person, office, body, group, excluded, generic, pronoun.
    """

    start: int
    end: int
    kind: str
    countries: tuple[str, ...] = ()
    name: str | None = None
    possessive: bool = False
    anonymous: bool = False

    def but(self, **changed: Any) -> "Actor":
        """The same with some fields changed."""
        return self._replace(**changed)


@dataclass(frozen=True)
class Entry:
    """What an alias stands for."""

    kind: str
    country: str
    since: date | None = None
    until: date | None = None
    surname: bool = False
    full: str = ""


def fold(text: str) -> str:
    """An alias in the form of the normalised text."""
    return text.translate(FOLDS)


@cache
def tracked() -> frozenset[str]:
    """The countries whose positions are coded."""
    return frozenset(lexicon.read(ALIASES)["tracked"])


SMALL = frozenset(
    [
        "pole",
        "poles",
        "finn",
        "finns",
        "turk",
        "turks",
        "dane",
        "swede",
        "rome",
        "china",
        "scot",
        "rama",
        "iran",
        "slovak",
        "number",
        "polish",
    ]
)
"""Words that are names only with a capital."""


@cache
def _small() -> Any:
    """The aliases in small letters, for texts that have no capitals."""
    automaton = ahocorasick.Automaton()
    for alias, (length, of) in _automaton().items():
        small = alias.lower()
        if length > 3 and small not in SMALL and alias not in COMMON:
            automaton.add_word(small, (length, of))
    automaton.make_automaton()
    return automaton


def _has_capitals(text: str) -> bool:
    head = text[:4000]
    # Plain letters nearly always suffice and are counted much faster.
    return len(CAPITAL.findall(head)) * 150 > len(head) or sum(map(str.isupper, head)) * 150 > len(head)


@cache
def _automaton() -> Any:
    entries: dict[str, list[Entry]] = {}
    for country, known in lexicon.read(ALIASES)["countries"].items():
        for kind, key in (
            ("state", "names"),
            ("state", "metonyms"),
            ("state", "abbreviations"),
            ("body", "institutions"),
        ):
            for alias in known.get(key) or ():
                entries.setdefault(fold(str(alias)), []).append(Entry(kind, country))
        for alias in known.get("demonyms") or ():
            entries.setdefault(fold(alias), []).append(Entry("adjective", country))
        for holder in known.get("office_holders") or ():
            _add_person(entries, holder, country)
        for other in known.get("not_government") or ():
            _add_person(entries, other, "")
    for name in UNTRACKED_PLACES:
        entries.setdefault(name, [Entry("state", "")])
    for short in ("CAN", "ROI", "FRG", "RF", "Philippe", "Henri", "Guillaume", "Kiwi", "Beehive", "Congress"):
        entries.pop(short, None)
    for alias in [a for a, of in entries.items() if len(a) > 3]:
        entries.setdefault(alias.upper(), entries[alias])
    automaton = ahocorasick.Automaton()
    for alias, of in entries.items():
        automaton.add_word(alias, (len(alias), of))
    automaton.make_automaton()
    return automaton


def _add_person(entries: dict[str, list[Entry]], holder: dict[str, Any], country: str) -> None:
    full = fold(str(holder["name"]))
    for name in (full, *(fold(str(also)) for also in holder.get("also") or ())):
        common: dict[str, Any] = {
            "country": country,
            "since": holder.get("from"),
            "until": holder.get("until"),
            "full": full,
        }
        entries.setdefault(name, []).append(Entry("person" if country else "excluded", surname=False, **common))
        words = name.split()
        parts = [words[-1], " ".join(words[-2:])] if len(words) > 2 else [words[-1]]
        if "-" in words[-1] and country != "KR":
            parts.append(words[-1].split("-")[0])
        if country == "KR" or not words[-1][0].isupper() or len(words) == 1:
            parts = []
        for part in parts:
            if len(part) > 3 and part[0].isupper() and part.isascii():
                entries.setdefault(part, []).append(Entry("person" if country else "excluded", surname=True, **common))


def scan(normal: Normal, published_on: date | None) -> list[Actor]:
    """The aliases in a text, longest first where they overlap, in order."""
    text, hits = normal.text, []
    automaton = _automaton() if _has_capitals(text) else _small()
    for last, (length, entries) in automaton.iter(text):
        start, end = last - length + 1, last + 1
        if (start and (text[start - 1].isalnum() or text[start - 1] == "_")) or (
            end < len(text) and text[end].isalnum()
        ):
            continue
        hits.append((start, end, entries))
    hits += _codes(text)
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    named = {entry.full for _, _, entries in hits for entry in entries if entry.full and not entry.surname}
    found: list[Actor] = []
    for start, end, entries in hits:
        if found and start < found[-1].end:
            continue
        if actor := _actor(text, start, end, entries, named, published_on):
            found.append(actor)
    if not any(text[a.start : a.end] in CAUCASUS for a in found):
        return [a.but(countries=()) if text[a.start : a.end] == "Georgia" else a for a in found]
    return found


def _codes(text: str) -> list[tuple[int, int, list[Entry]]]:
    """Country codes, in texts that use several: notes and minutes say "DE: not before a mandate"."""
    known = tracked() | {"UK", "EL"}
    marks = [m for m in CODE.finditer(text) if m.group() in known]
    if len({m.group() for m in marks} - {"UK", "US", "EU", "UA"}) < LEAST_CODES or not _has_capitals(text):
        return []
    alias = {"UK": "GB", "EL": "GR"}
    return [(m.start(), m.end(), [Entry("state", alias.get(m.group(), m.group()))]) for m in marks]


def _actor(
    text: str, start: int, end: int, entries: list[Entry], named: set[str], published_on: date | None
) -> Actor | None:
    possessive = text.startswith(("'s ", "' "), end) and (text[end + 1] == "s" or text[end - 1] == "s")
    places = [e for e in entries if e.kind in ("state", "adjective", "body")]
    people = [e for e in entries if e.kind in ("person", "excluded")]
    full = [e for e in people if not e.surname]
    if people and not full:
        full = [e for e in people if _is_meant(text, start, end, e, named)]
    if places and people and all(e.surname for e in people) and not TITLE.search(text, max(0, start - 14), start):
        full = []
    if full and not (places and not any(e.full in named for e in full)):
        entry = _in_office(full, published_on)
        name = text[start:end]
        if entry is None or entry.kind == "excluded":
            return Actor(start, end, "excluded", name=name, possessive=possessive)
        return Actor(start, end, "person", (entry.country,), name, possessive=possessive)
    if not places:
        return None
    entry = places[0]
    countries = (entry.country,) if entry.country else ()
    return Actor(start, end, entry.kind, countries, possessive=possessive)


def _is_meant(text: str, start: int, end: int, entry: Entry, named: set[str]) -> bool:
    if entry.full in named:
        return True
    if start and text[max(0, start - 2) : start].endswith((". ", "\n")) and text[start:end] in COMMON:
        return False
    before = text[max(0, start - 14) : start]
    if text[start:end] in COMMON:
        return bool(TITLE.search(before))
    if re.search(r"[A-Z][a-z]+ $", before) and not TITLE.search(before):
        return False
    return not re.match(r" [A-Z][a-z]", text[end : end + 3])


def _in_office(entries: list[Entry], published_on: date | None) -> Entry | None:
    if published_on is None:
        return entries[-1]
    for entry in reversed(entries):
        begun = entry.since is None or entry.since - GRACE <= published_on
        if begun and (entry.until is None or published_on <= entry.until + GRACE):
            return entry
    return None


@cache
def _full_names() -> tuple[tuple[str, str, str], ...]:
    named = []
    for country, known in lexicon.read(ALIASES)["countries"].items():
        for holder in known.get("office_holders") or ():
            name = fold(str(holder["name"]))
            named.append((name.lower(), country, name))
    return tuple(named)


def small_letters(lower: str) -> tuple[str, str] | None:
    """The first office holder in a text that has no capitals: country, and the name as printed."""
    found = [(lower.find(name), country, name) for name, country, _ in _full_names() if name in lower]
    return min(found)[1:] if found else None


def merge(actors: list[Actor], more: list[Actor]) -> list[Actor]:
    """Both lists in order; what overlaps an actor already there is dropped."""
    found: list[Actor] = []
    for actor in sorted([*actors, *more], key=lambda a: (a.start, -a.end)):
        if found and actor.start < found[-1].end:
            if actor.end > found[-1].end and actor.kind in ("excluded", "group"):
                found[-1] = actor.but(start=min(actor.start, found[-1].start))
            continue
        found.append(actor)
    return found
