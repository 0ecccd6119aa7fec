"""Memory: what was last talked about while a text is read, and whom a pronoun or an office means by it."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.actors import Actor


class Source(NamedTuple):
    """Whose words a clause reports. `countries` empty and `excluded` set: words that code nothing."""

    countries: tuple[str, ...] = ()
    name: str | None = None
    kind: str = "media"
    excluded: bool = False


@dataclass
class Memory:
    """What was last talked about, kept while reading on."""

    home: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    source: Source | None = None
    here: Source | None = None
    """The source of the sentence being read."""
    speaker: Source | None = None
    """Who holds the floor: the speaker of a turn, or of a quotation that goes on."""
    open_quote: bool = False
    label: tuple[str, ...] = ()
    """The country under whose name the entry being read stands."""
    listed: list[tuple[str, ...]] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    """Single countries that acted, the latest last."""
    people: bool = False
    """The focus was named in the plural ("the Danes")."""

    def act(self, countries: tuple[str, ...], kind: str) -> None:
        """Take note of who acted."""
        self.focus = countries
        self.people = kind in ("people", "owner", "group")
        if kind in ("person", "office"):
            self.person = countries
        if len(countries) > 1:
            self.listed.append(countries)
        elif countries[0] in self.recent:
            self.recent.remove(countries[0])
            self.recent.append(countries[0])
        else:
            self.recent.append(countries[0])


def resolve(actor: Actor, memory: Memory, lower: str) -> tuple[str, ...]:
    """The countries an actor stands for, with what the text said before."""
    if actor.countries or actor.kind in ("excluded", "generic"):
        return actor.countries
    word = lower[actor.start : actor.end]
    speaker = memory.speaker or memory.source
    if word in ("we", "our", "us", "ours", "i", "mine") or word.startswith(("my ", "our ")):
        if memory.here is not None and not memory.speaker and memory.here.countries:
            return memory.here.countries
        if memory.label and not memory.speaker:
            return memory.label
        return (speaker.countries if speaker and speaker.countries else ()) or memory.home or memory.focus
    if actor.kind == "pronoun":
        return _pronoun(word, memory)
    if (
        len(memory.home) > 1
        and word.endswith("s")
        and lower[max(0, actor.start - 10) : actor.start].endswith(("the ", "their "))
    ):
        return memory.home
    if lower[max(0, actor.start - 4) : actor.start] == "our " and (memory.home or speaker):
        return (speaker.countries if speaker else ()) or memory.home
    if (
        memory.home
        and lower[max(0, actor.start - 4) : actor.start] == "the "
        and memory.home != memory.focus
        and actor.kind == "body"
    ):
        return memory.home
    return memory.focus or memory.person or memory.home


def _pronoun(word: str, memory: Memory) -> tuple[str, ...]:
    if word in ("he", "she"):
        return memory.person or memory.focus
    plural = re.match(r"(?:the|all|both|neither|each)(?: of)?(?: the)? ?(two|three|four|five|six|seven|eight)?", word)
    if word in ("both", "neither", "they") or word.startswith(
        ("the two", "all ", "both ", "the three", "the four", "the five", "signator", "the signator")
    ):
        size = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
        wanted = size.get(plural[1] or "", 2 if word.startswith(("both", "neither")) else 0) if plural else 0
        if len(memory.home) > 1 and wanted in (0, len(memory.home)):
            return memory.home
        if word != "they" or len(memory.focus) > 1:
            for listed in reversed(memory.listed[-8:]):
                if not wanted or len(listed) == wanted:
                    return listed
            if wanted and len(memory.recent) >= wanted:
                return tuple(memory.recent[-wanted:])
            return ()
        return memory.focus if memory.people else ()
    return memory.focus or memory.home
