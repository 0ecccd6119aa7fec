"""Sources: who is said to have said what a sentence reports."""

import re
from functools import cache

from extraction import lexicon
from extraction.actors import Actor, tracked
from extraction.memory import Memory, Source, resolve
from extraction.mentions import is_oblique
from extraction.normal import Normal
from extraction.openings import Opened, Openings
from extraction.segment import Sentence

COLON = re.compile(
    r"(?:,? (?:on|in|at|of|to|from|for|also|speaking|after|before|via|says?|said) [^:;.\"]{0,60}| "
    r"\([^)]{0,40}\))?: (?=\S)"
)
CITING = tuple(
    f"{words} {article}"
    for words in ("according to", "in the words of", "in the view of", "in the opinion of", "quoted")
    for article in ("", "the ", "a ", "an ", "one ", "its ", "his ")
)
FOR = re.compile(r"\W*for (?:the )?")
VOICES = ("person", "office", "body", "people", "state", "pronoun", "excluded", "group", "generic")
DOCUMENT = re.compile(
    r"(?:statement|declaration|communique|note|draft|paper|summary|decree|memo|memorandum|press release|"
    r"readout|ministry|department|letter|non-paper|text|"
    r"document|mandate|resolution|reply)\b"
)


@cache
def _openings() -> Openings:
    return Openings({"speech": lexicon.plain([lexicon.table("actors")["speech"]])})


def speech(normal: Normal) -> Opened:
    """The verbs of a text that report somebody's words."""
    return _openings().over(normal.words)["speech"]


def find_sources(
    normal: Normal, sentence: Sentence, here: list[Actor], said: Opened, memory: Memory, lead: Actor | None = None
) -> list[tuple[int, Source]]:
    """Who is said to have said something in a sentence, with the place of the verb. `said` is the text's `speech`."""
    lower, found = normal.lower, []
    for match in said.finditer(sentence.start, sentence.end):
        if lower.count('"', sentence.start, match.start()) % 2 == (0 if memory.open_quote else 1):
            continue
        actor = _teller(lower, sentence, here, match)
        if actor is not None:
            if lead and not actor.countries and lead.start < actor.start and actor.kind in ("office", "body"):
                actor = actor.but(countries=lead.countries)
            found.append((match.start(), source_of(normal, actor, memory)))
    with_colon = lower.find(": ", sentence.start, sentence.end) >= 0
    for actor in here:
        if (
            with_colon
            and actor.kind in ("person", "office", "body", "excluded")
            and (actor.countries or actor.name or actor.anonymous)
            and COLON.match(lower, actor.end, sentence.end)
        ):
            found.append((actor.start, source_of(normal, actor, memory)))
        if lower.endswith(CITING, sentence.start, actor.start) or (
            actor.kind in ("person", "excluded") and FOR.fullmatch(lower, sentence.start, actor.start)
        ):
            found.append((actor.start, source_of(normal, actor, memory)))
    return found


def _teller(lower: str, sentence: Sentence, here: list[Actor], verb: re.Match[str]) -> Actor | None:
    before = lower[max(sentence.start, verb.start() - 2) : verb.start()]
    inverted = before.rstrip().endswith((",", '"', "'")) or verb.start() - sentence.start < 2
    if inverted and not verb.group().startswith(("told", "tell", "assur", "inform", "briefed", "warned")):
        for reach, kinds in ((5, VOICES), (24, ("office", "body", "excluded", "person"))):
            for actor in here:
                if 0 <= actor.start - verb.end() <= reach and actor.kind in kinds and not is_oblique(lower, actor):
                    return actor
    told = None
    for actor in here:
        if actor.end > verb.start():
            break
        if actor.kind in VOICES and not is_oblique(lower, actor):
            told = actor
    return told


def source_of(normal: Normal, actor: Actor, memory: Memory) -> Source:
    """The source that an actor is."""
    lower = normal.lower
    countries = resolve(actor, memory, lower)
    if actor.kind in ("excluded", "generic"):
        return Source((), None, "excluded", excluded=True)
    if not countries or not any(c in tracked() for c in countries):
        return Source((), None, "excluded", excluded=bool(countries) or actor.kind in ("person", "office"))
    if actor.kind == "person":
        name = actor.name
        return Source(countries, name, "official_named")
    if actor.kind == "pronoun" and memory.source and memory.source.countries == countries:
        return memory.source
    if actor.anonymous:
        return Source(countries, None, "official_anonymous")
    if actor.kind in ("office", "people"):
        return Source(countries, None, "official_named")
    if actor.kind == "body":
        word = lower[actor.start : actor.end]
        return Source(countries, None, "document" if DOCUMENT.search(word) else "media_report")
    return Source(countries, None, "media_report")


def nearest(sources: list[tuple[int, Source]], start: int, end: int) -> Source | None:
    """The source of a clause: the first that is named in it, else the last before it, else the first of all."""
    inside = [s for at, s in sources if start <= at < end]
    if inside:
        return inside[0]
    before = [s for at, s in sources if at < start]
    if before:
        return before[-1]
    return sources[0][1] if sources else None
