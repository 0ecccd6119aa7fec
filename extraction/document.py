"""Document: what kind of text it is, and whose words it has."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from extraction.actors import Actor, small_letters, tracked
from extraction.memory import Memory, Source
from extraction.mentions import Actors, is_oblique
from extraction.normal import Normal
from extraction.segment import Sentence
from extraction.sources import source_of

HEAD = 900
OPENING = 1500
"""Characters in which a joint statement names its authors."""
OFFICIAL = re.compile(
    r"press release|news release|news item|media release|press statement|reply (?:of|by|from)|answers? "
    r"(?:of|by|from)|response of|government of|communique|joint (?:statement|"
    r"declaration)|for immediate release|published \d|ministry of|department of|government offices|"
    r"prime minister's office|office of the|statement by|declaration by|readout|press contact|the "
    r"government has (?:today )?decided|we, the|note verbale|non-paper|briefing note"
)
DATELINE = re.compile(
    r"(?:\A|\n)\s*(?:[A-Z][A-Z'./-]+(?:[ /][A-Z][A-Z'./-]+)*|[A-Z][a-z]+)(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?,? ?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? 20\d\d)?(?: \([\w ]{2,20}\))? ?- "
)
JOINT = re.compile(r"communique|joint|declaration|conclusions|statement|protocol|memorandum|chair's|summary")
ALL = re.compile(
    r"\b(?:the|all) (?:(?:two|three|four|five|six|seven|eight|nine|ten|twelve) )?(?:ministers|presidents|"
    r"governments|leaders|"
    r"participants|heads|sides|parties|signatories|chiefs|prime ministers|countries|five|four|three|six|"
    r"eight|states)\b|\bundersigned\b|- [a-z]+ that\b"
)
FIRST = re.compile(r"(?<![a-z'])(?:we|i|our|my|we're|we'll|i'm)(?![a-z])")
ASKING = re.compile(
    r"\b(?:deputy|mp|host|interviewer|question|q|journalist|reporter|moderator|member|hon|chair|chairman|"
    r"speaker of|senator|audience|presenter|"
    r"mr speaker|ceann comhairle|president of the assembly)\b"
)
ASKS = re.compile(
    r"^(?:\W*speaker \d+\W*)?(?:will|would|do|does|is|are|what|how|why|who|when|where|can|could|should|"
    r"have|has|and|okay|so|but)\b"
)
WE = re.compile(r"(?:we(?<!\w..)|our(?<!\w...)|us(?<!\w..)|they(?<!\w....))\b")
OWN = re.compile(r"(?:we(?<!\w..)|our(?<!\w...)|the government(?<!\w.{14})|my government(?<!\w.{13}))\b")
SIGNED = re.compile(
    r"\b(?:we|statement|declaration|communique|signed|adopted|agreed|issued|endorsed|the leaders|heads of "
    r"state|the undersigned|ministers of|leaders of|presidents of|co-chair\w*|signatories|on behalf)\b"
)
HOUSE = {
    "house of commons": "GB",
    "dispatch box": "GB",
    "hansard": "GB",
    "bundestag": "DE",
    "dail": "IE",
    "riksdag": "SE",
    "folketing": "DK",
    "storting": "NO",
    "house of representatives": "NL",
    "mr speaker": "GB",
}


@dataclass(frozen=True)
class Document:
    """What is known of a document as a whole."""

    home: tuple[str, ...] = ()
    """Whose words "we" and "the government" are."""
    official: bool = False
    speaker: Source | None = None
    """The interviewee of an interview without labels."""
    turns: dict[str, Source | None] = field(default_factory=dict)
    """Whose words each speaker's label introduces."""


def describe(normal: Normal, spans: list[Sentence], actors: list[Actor], hint: str | None) -> Document:
    """Look at a document as a whole."""
    head = normal.lower[:500]
    counted = Counter(s.block.label for s in spans if s.block.label and s.first)
    names = [label for label, times in counted.items() if times > 1 or "(" in label or label in ("Q", "A")]
    wire = bool(DATELINE.search(normal.text[:400]))
    official = bool(OFFICIAL.search(head)) and not wire
    house = next((code for word, code in HOUSE.items() if word in normal.lower[:3000] and names), None)
    signed = _signatories(normal, spans, actors, wire=wire)
    home: tuple[str, ...] = ()
    if hint in tracked():
        home = (str(hint),)
    elif house or signed:
        home = (house,) if house else signed
    elif official or (not wire and not names and _speaks_for_one(normal, actors)):
        home = _author(normal, actors)
    guest = interviewee(normal, actors) if len(names) > 1 or _is_talk(normal, spans, wire=wire) else None
    turns = turns_of(normal, spans, actors, names, home, guest)
    floor = guest if not names and not wire else None
    if guest and not home:
        home = guest.countries
    return Document(home, official or bool(house or signed), floor, turns)


def _speaks_for_one(normal: Normal, actors: list[Actor]) -> bool:
    """Whether a text without a letterhead says "we" or "the Government" and names one country before all others."""
    unquoted = re.sub(r'"[^"]{0,600}"', "", normal.lower[:20000])
    own = len(OWN.findall(unquoted))
    named = [
        a.countries[0]
        for a in actors
        if len(a.countries) == 1 and a.start < HEAD and a.countries[0] not in ("UA", "RU", "US")
    ]
    return own >= 3 and bool(named) and Counter(named).most_common(1)[0][1] * 2 >= len(named)


def _is_talk(normal: Normal, spans: list[Sentence], *, wire: bool) -> bool:
    """Whether the text prints questions and answers without names."""
    if wire:
        return False
    asked = sum(1 for s in spans if s.first and normal.text[s.block.start : s.block.end].rstrip().endswith("?"))
    unquoted = re.sub(r'"[^"]{0,600}"', "", normal.lower[:20000])
    return asked >= 3 and len(FIRST.findall(unquoted)) >= 3


def turns_of(
    normal: Normal,
    spans: list[Sentence],
    actors: list[Actor],
    names: list[str],
    home: tuple[str, ...],
    guest: Source | None,
) -> dict[str, Source | None]:
    """Whose words each speaker's label introduces; None for those who only ask."""
    found: dict[str, Source | None] = {}
    unknown: list[str] = []
    index = Actors(actors)
    for name in names:
        block = next(s.block for s in spans if s.block.label == name)
        named = index.within(block.start, block.start + len(name) + 6)
        people = [a for a in named if a.kind in ("person", "excluded")]
        if people:
            source = source_of(normal, people[0], Memory(home=home))
            found[name] = source if source.countries else None
        elif ASKING.search(name.lower()) and not re.search(
            (r"minister|secretary|chancellor|taoiseach|president of the (?:republic|confederation)"), name.lower()
        ):
            found[name] = None
        elif any(a.kind == "office" for a in named):
            found[name] = guest or Source(home or _author(normal, actors), None, "official_named")
        elif any(a.kind == "state" for a in named) and len(name) < 40:
            continue
        elif name in ("A", "Answer"):
            found[name] = guest or (Source(home, None, "official_named") if home else None)
        else:
            unknown.append(name)
    asking = {name: _asked(normal, spans, name) for name in unknown}
    if guest and unknown and not any(found.values()):
        answering = min(reversed(unknown), key=lambda name: asking[name])
        found[answering] = guest
    for name in unknown:
        if name not in found and ("(" in name or guest or asking[name] > OFTEN):
            found[name] = None
    for name in names:
        fuller = next((found[other] for other in found if other.startswith(f"{name} (") and found[other]), None)
        if fuller is not None and found.get(name) is None:
            found[name] = fuller
    return found


OFTEN = 0.4
"""Who asks in more of their sentences only asks."""


def _asked(normal: Normal, spans: list[Sentence], name: str) -> float:
    """The share of a label's sentences that ask."""
    own = [normal.lower[s.start : s.end] for s in spans if s.block.label == name]
    return sum(1 for text in own if "?" in text or ASKS.search(text)) / max(1, len(own))


def _signatories(normal: Normal, spans: list[Sentence], actors: list[Actor], *, wire: bool) -> tuple[str, ...]:
    """The countries that a joint statement names as its authors."""
    if wire:
        return ()
    titled = bool(JOINT.search(normal.lower[:300]))
    together = len(WE.findall(normal.lower[:20000])) >= 2 or (titled and bool(ALL.search(normal.lower[:20000])))
    if not together:
        return ()
    found: tuple[str, ...] = ()
    index = Actors(actors)
    for sentence in spans:
        if sentence.start > OPENING:
            break
        if not SIGNED.search(normal.lower, sentence.start, sentence.end):
            continue
        named = [c for a in index.within(sentence.start, sentence.end) for c in a.countries if c in tracked()]
        countries = tuple(dict.fromkeys(named))
        if len(countries) > max(1, len(found)):
            found = countries
    return found


def _author(normal: Normal, actors: list[Actor]) -> tuple[str, ...]:
    """The country that an official text is about most, the beginning counting more."""
    weight: dict[str, float] = defaultdict(float)
    for actor in actors:
        if len(actor.countries) != 1 or actor.countries[0] not in tracked() or actor.countries[0] == "UA":
            continue
        points = 3.0 if actor.kind in ("office", "body", "person") else 1.0
        if is_oblique(normal.lower, actor) and actor.kind == "state" and actor.start > 200:
            points = 0.3
        weight[actor.countries[0]] += points * (3 if actor.start < HEAD else 1)
    return (max(weight, key=lambda c: weight[c]),) if weight else ()


def datelines(text: str) -> list[tuple[int, int]]:
    """The spans of places and dates that open a wire report; what they name acts in nothing."""
    return [match.span() for match in DATELINE.finditer(text[:400])]


def interviewee(normal: Normal, actors: list[Actor]) -> Source | None:
    """The person whose answers an interview prints."""
    people = [a for a in actors if a.kind == "person" and a.start < HEAD]
    if people:
        return source_of(normal, people[0], Memory())
    named = small_letters(normal.lower[:HEAD])
    return Source((named[0],), named[1], "official_named") if named else None
