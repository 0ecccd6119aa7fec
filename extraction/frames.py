"""Frames: each clause with who speaks, who acts and what was just talked about."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from extraction import clauses, lexicon
from extraction.actors import Actor, tracked
from extraction.gate import cue
from extraction.normal import Normal
from extraction.segment import Block, Sentence

PREPOSITION = re.compile(
    r"(?:^|[\s(\"'])(?:in|at|to|from|of|with|for|against|near|between|into|over|than|on|under|about|"
    r"around|towards?|via|through|across|inside|outside|"
    r"behind|without|beyond|like|upon|by|and outside|alongside|including|among|despite|since|beside|next "
    r"to|within|along|besides|onto|off|"
    r"regarding|concerning|until|after|before|as|join|joins|joined|visit|visited|told|asked|urged|help|"
    r"helps|helped|helping|protect|defend|support|supports|arm|"
    r"met|meets|attack|attacks|attacked|deter|pressure|force|make|train|equip|let|leave|leaving|left|"
    r"replace|reassure|secure|give|giving|gives|send|sends|buy|persuade|warned)"
    r" (?:the |all |both |neighbouring |other |former |mainland |western |eastern |southern |northern |"
    r"central |their |its |his |own |"
    r"non-eu |nato members? |a |an |members? )*$"
)
CHAIN = re.compile(r",? (?:and|or|nor|as well as|&|plus) (?:the )?$|, (?:the )?$|/|, and (?:the )?$|\+| & ?$|,$")
ATTRIBUTED = re.compile(
    r"(?:according to|in the words of|as|in the view of|in the eyes of|in the opinion of) (?:the |a |an |"
    r"one |its |his )?$"
)
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
COLON = re.compile(
    r"(?:,? (?:on|in|at|of|to|from|for|also|speaking|after|before|via|says?|said) [^:;.\"]{0,60}| "
    r"\([^)]{0,40}\))?: (?=\S)"
)
OWN_WORDS = re.compile(r"\W*(?:we|i|our|my)\b")
VOICES = ("person", "office", "body", "people", "state", "pronoun", "excluded", "group", "generic")
LEADS = ("state", "people", "owner", "group")
LISTED = ("state", "people", "adjective", "owner")


@dataclass(frozen=True)
class Source:
    """Whose words a clause reports. `countries` empty and `excluded` set: words that code nothing."""

    countries: tuple[str, ...] = ()
    name: str | None = None
    kind: str = "media"
    excluded: bool = False


@dataclass(frozen=True)
class Clause:
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


class Floor(Protocol):
    """What says who has the floor: headings, labels, turns of speakers."""

    asked: bool
    turn: bool
    labelled: bool
    floor: Source | None

    def enter(self, block: Block, index: "Actors", memory: "Memory", normal: Normal) -> None:
        """Take up a new block."""


class Actors:
    """The actors of a text, found by position."""

    def __init__(self, actors: list[Actor]) -> None:
        self.all = actors
        self.starts = [actor.start for actor in actors]

    def within(self, start: int, end: int) -> list[Actor]:
        """The actors that begin between two offsets."""
        return self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def is_oblique(lower: str, actor: Actor) -> bool:
    """Whether a preposition or a verb governs the actor, so that it is not what acts."""
    return _is_governed(lower[max(0, actor.start - 40) : actor.start])


@lru_cache(maxsize=8192)
def _is_governed(before: str) -> bool:
    return not ATTRIBUTED.search(before) and bool(PREPOSITION.search(before))


def chains(lower: str, actors: list[Actor]) -> list[Actor]:
    """Actors in a row ("Estonia, Latvia and Lithuania") as one actor with all their countries."""
    out: list[Actor] = []
    for actor in actors:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind in (*LISTED, "office", "body")
            and actor.kind in LISTED
            and last.countries
            and actor.countries
            and actor.start - last.end <= 10
            and CHAIN.fullmatch(lower[last.end : actor.start])
        ):
            joined = tuple(dict.fromkeys((*last.countries, *actor.countries)))
            kind = actor.kind if actor.kind in ("owner", "people") else last.kind
            out[-1] = replace(last, end=actor.end, countries=joined, kind=kind)
            continue
        out.append(actor)
    return out


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


def read(
    normal: Normal, sentences: list[Sentence], actors: list[Actor], memory: Memory, labels: "Floor"
) -> Iterator[list[Clause]]:
    """The clauses of each sentence, with their sources and subjects."""
    index = Actors(actors)
    block: Block | None = None
    for sentence in sentences:
        if sentence.block is not block:
            block = sentence.block
            labels.enter(block, index, memory, normal)
        yield _sentence(normal, sentence, index, memory, labels)


def _sentence(normal: Normal, sentence: Sentence, index: Actors, memory: Memory, labels: "Floor") -> list[Clause]:
    lower, here = normal.lower, chains(normal.lower, index.within(sentence.start, sentence.end))
    lead = next((a for a in here if a.countries and a.kind in LEADS and not is_oblique(lower, a)), None)
    sources = find_sources(normal, sentence, here, memory, lead)
    memory.here = sources[0][1] if sources else None
    asked = labels.asked or lower[sentence.start : sentence.end].rstrip("\"') ").endswith("?")
    quoted = memory.open_quote
    out: list[Clause] = []
    for start, end in clauses.spans(lower, sentence.start, sentence.end, short=labels.labelled):
        mine = [a for a in here if a.start < end and a.end > start]
        source = _nearest(sources, start, end) or (memory.speaker or None)
        subject, kind = _subject(lower, start, mine, memory, out)
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


ACTING = ("state", "people", "person", "body", "office", "owner", "group", "pronoun")


def _subject(
    lower: str, start: int, mine: list[Actor], memory: Memory, before: list[Clause]
) -> tuple[tuple[str, ...], str]:
    """Who acts in a clause: the subject of what is reported, else the first actor that nothing governs."""
    for actor in _in_order(lower, start, mine):
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


NOT_BY_POSSESSION = (("UA",), ("RU",), ("US",), ())


def _in_order(lower: str, start: int, mine: list[Actor]) -> list[Actor]:
    """The actors of a clause that may be its subject, the likeliest first."""
    free = [a for a in mine if a.start >= start and a.kind != "adjective" and not is_oblique(lower, a)]
    if SUBORDINATE.match(lower, start):
        comma = lower.find(",", start)
        free = [a for a in free if a.start > comma > 0] or [a for a in free if a.kind != "generic"]
    if len(free) < 2:
        return free
    verb = speech().search(lower, free[0].end, free[-1].start)
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


SPEECH = re.compile(r"(?!)")


def speech() -> re.Pattern[str]:
    """Verbs that report somebody's words."""
    global SPEECH  # noqa: PLW0603 - compiled on first use
    if SPEECH.pattern == "(?!)":
        SPEECH = lexicon.plain([lexicon.table("actors")["speech"]])
    return SPEECH


DOCUMENT = re.compile(
    r"(?:statement|declaration|communique|note|draft|paper|summary|decree|memo|memorandum|press release|"
    r"readout|ministry|department|letter|non-paper|text|"
    r"document|mandate|resolution|reply)\b"
)


def find_sources(
    normal: Normal, sentence: Sentence, here: list[Actor], memory: Memory, lead: Actor | None = None
) -> list[tuple[int, Source]]:
    """Who is said to have said something in a sentence, with the place of the verb."""
    lower, found = normal.lower, []
    for match in speech().finditer(lower, sentence.start, sentence.end):
        if lower.count('"', sentence.start, match.start()) % 2 == (0 if memory.open_quote else 1):
            continue
        actor = _teller(lower, sentence, here, match)
        if actor is not None:
            if lead and not actor.countries and lead.start < actor.start and actor.kind in ("office", "body"):
                actor = replace(actor, countries=lead.countries)
            found.append((match.start(), source_of(normal, actor, memory)))
    for actor in here:
        colon = COLON.match(lower, actor.end, sentence.end)
        if (
            colon
            and actor.kind in ("person", "office", "body", "excluded")
            and (actor.countries or actor.name or actor.anonymous)
        ):
            found.append((actor.start, source_of(normal, actor, memory)))
        before = lower[max(sentence.start, actor.start - 30) : actor.start]
        if re.search(
            (
                r"(?:according to|in the words of|in the view of|in the opinion of|quoted) (?:the |a |an |one |its |"
                r"his )?$"
            ),
            before,
        ) or (
            re.fullmatch(r"\W*for (?:the )?", lower[sentence.start : actor.start])
            and actor.kind
            in (
                "person",
                "excluded",
            )
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


def _nearest(sources: list[tuple[int, Source]], start: int, end: int) -> Source | None:
    inside = [s for at, s in sources if start <= at < end]
    if inside:
        return inside[0]
    before = [s for at, s in sources if at < start]
    if before:
        return before[-1]
    return sources[0][1] if sources else None


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
