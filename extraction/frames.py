"""Frames: each clause with who speaks, who acts and what was just talked about."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from extraction import clauses
from extraction.actors import Actor
from extraction.gate import cue
from extraction.memory import Memory, Source, resolve
from extraction.mentions import Actors, chains, is_oblique
from extraction.normal import Normal
from extraction.openings import Opened
from extraction.segment import Block, Sentence
from extraction.sources import find_sources, nearest, speech

ASKED = cue(
    r"\b(?:was|were|been|when|once|had|have|has|he|she|they|deputy|"
    r"members?)? ?asked\b[^,]{0,40}\b(?:whether|if|about|how|what|why)\b|\bquestions? (?:whether|if|of "
    r"whether|about)\b|\bwondered\b|\b(?:asks?|asking|inquir\w+|enquir\w+|questions|wonders?|wants? to know|"
    r"clarity|interested in|curious|explor\w+|seeks details)\b[^.]{0,50}\b(?:whether|what|which|how|who|where|when)\b|"
    r"\b(?:seeks?|seeking|sought) (?:more |further )?(?:details|information|clarity|clarification|answers)\b"
)
UNANSWERED = cue(r"\b(?:asks?|asking|inquir\w+|enquir\w+|wants? to know|clarity on)\b")
TOLD = cue(
    r", (?!whether|what|how|which|who)(?:\w+ ){0,6}(?:said|replied|answered|told|shook|insisted|called|"
    r"repeated|was|would|did)\b|said "
    r"only|said that|answered that"
)
OWN_WORDS = re.compile(r"\W*(?:we|i|our|my)\b")
LEADS = ("state", "people", "owner", "group")
ACTING = ("state", "people", "person", "body", "office", "owner", "group", "pronoun")
NOT_BY_POSSESSION = (("UA",), ("RU",), ("US",), ())
SUBORDINATE = re.compile(
    r"\W{0,6}(?:if|once|when|should|as soon as|after|unless|provided|until|before|although|though|even if|"
    r"whoever|as long as|while)\b"
)
ACTS = re.compile(
    r"(?:'s|')?(?: (?:soldiers|troops|government|contingent|forces|itself|alone|too|also|still|now|both|"
    r"all|each))*,? (?:\w+ly )?(?:will|would|shall|can|could|may|might|should|must|is|are|was|were|has|"
    r"have|had|do|does|did|"
    r"want\w*|need\w*|stand\w*|offer\w*|support\w*|back\w*|oppos\w+|reject\w*|expect\w*|remain\w*|"
    r"prefer\w*|believ\w+|work\w*|plan\w*|intend\w*|see\w*|saw|ask\w*|send\w*|provid\w+|contribut\w+|"
    r"join\w*|agree\w*|not)\b"
)


class Clause(NamedTuple):
    """A clause, its actors and its surroundings; `lower` is its text in small letters."""

    start: int
    end: int
    lower: str
    sentence: Sentence
    actors: tuple[Actor, ...]
    source: Source | None
    subject: tuple[str, ...]
    subject_kind: str
    focus: tuple[str, ...]
    asked: bool = False
    home: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    """The country under whose name the entry stands."""


class Floor(Protocol):
    """What says who has the floor: headings, labels, turns of speakers."""

    asked: bool
    turn: bool
    labelled: bool
    floor: Source | None

    def enter(self, block: Block, index: "Actors", memory: "Memory", normal: Normal) -> None:
        """Take up a new block."""


def read(
    normal: Normal, sentences: list[Sentence], actors: list[Actor], memory: Memory, labels: "Floor"
) -> Iterator[list[Clause]]:
    """The clauses of each sentence, with their sources and subjects."""
    index, said = Actors(actors), speech(normal)
    block: Block | None = None
    for sentence in sentences:
        if sentence.block is not block:
            block = sentence.block
            labels.enter(block, index, memory, normal)
        yield _sentence(normal, sentence, index, said, memory, labels)


def _sentence(
    normal: Normal, sentence: Sentence, index: Actors, said: Opened, memory: Memory, labels: "Floor"
) -> list[Clause]:
    lower, here = normal.lower, chains(normal.lower, index.within(sentence.start, sentence.end))
    lead = next((a for a in here if a.countries and a.kind in LEADS and not is_oblique(lower, a)), None)
    sources = find_sources(normal, sentence, here, said, memory, lead)
    memory.here = sources[0][1] if sources else None
    asked = labels.asked or lower[sentence.start : sentence.end].rstrip("\"') ").endswith("?")
    quoted = memory.open_quote
    out: list[Clause] = []
    for start, end in clauses.spans(lower, sentence.start, sentence.end, short=labels.labelled):
        mine = [a for a in here if a.start < end and a.end > start]
        source = nearest(sources, start, end) or (memory.speaker or None)
        subject, kind = _subject(lower, start, mine, said, memory, out)
        text = lower[start:end]
        if labels.turn and memory.speaker and OWN_WORDS.match(text):
            source, subject = memory.speaker, memory.speaker.countries
        only_asked = asked or bool(ASKED.search(text) and not quoted and '"' not in text and not TOLD.search(text))
        only_asked = only_asked or bool(out and out[-1].asked and UNANSWERED.search(out[-1].lower))
        out.append(
            Clause(
                start,
                end,
                text,
                sentence,
                tuple(mine),
                source,
                subject,
                kind,
                memory.focus,
                only_asked,
                memory.home,
                memory.label,
            )
        )
        if text.count('"') % 2:
            quoted = not quoted
    _remember(normal, sentence, here, sources, memory, labels)
    return out


def _subject(
    lower: str, start: int, mine: list[Actor], said: Opened, memory: Memory, before: list[Clause]
) -> tuple[tuple[str, ...], str]:
    """Who acts in a clause: the subject of what is reported, else the first actor that nothing governs."""
    for actor in _in_order(lower, start, mine, said):
        if actor.kind == "state" and actor.possessive and actor.countries in NOT_BY_POSSESSION:
            continue
        countries = resolve(actor, memory, lower)
        if countries and actor.kind in ACTING:
            memory.act(countries, actor.kind)
            return countries, actor.kind
        if actor.kind in ("excluded", "generic"):
            memory.focus = () if actor.kind == "excluded" else memory.focus
            return (), actor.kind
    if before:
        return before[-1].subject, before[-1].subject_kind or "carried"
    return (), ""


def _in_order(lower: str, start: int, mine: list[Actor], said: Opened) -> list[Actor]:
    """The actors of a clause that may be its subject, the likeliest first."""
    free = [a for a in mine if a.start >= start and a.kind != "adjective" and not is_oblique(lower, a)]
    if SUBORDINATE.match(lower, start):
        comma = lower.find(",", start)
        free = [a for a in free if a.start > comma > 0] or [a for a in free if a.kind != "generic"]
    if len(free) < 2:
        return free
    verb = said.search(free[0].end, free[-1].start)
    if verb is None:
        return free
    for later in free[1:]:
        gap = lower[verb.end() : later.start]
        if later.start < verb.end() + 1 or later.kind == "person":
            continue
        if lower[later.start : later.end] in ("it", "they", "he", "she"):
            continue
        if (
            " that " in gap or gap.endswith((": ", '"')) or later.kind in ("state", "owner", "people", "pronoun")
        ) and ACTS.match(lower, later.end):
            for actor in free:
                if actor is not later and actor.end <= verb.start():
                    return [later, *free]
    return free


def _remember(
    normal: Normal,
    sentence: Sentence,
    here: list[Actor],
    sources: list[tuple[int, Source]],
    memory: Memory,
    labels: "Floor",
) -> None:
    if sources:
        memory.source = sources[-1][1]
        if sources[-1][1].countries:
            memory.person = sources[-1][1].countries
    marks = normal.lower.count('"', sentence.start, sentence.end)
    if marks % 2:
        memory.open_quote = not memory.open_quote
    if not labels.turn and labels.floor is None:
        memory.speaker = memory.source if memory.open_quote else None
    for actor in here:
        if len(actor.countries) > 1:
            memory.listed.append(actor.countries)
        if actor.kind in ("person", "excluded") and actor.name and not is_oblique(normal.lower, actor):
            memory.person = actor.countries
