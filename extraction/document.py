"""Document: what kind of text it is, and whose words it has."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from extraction.actors import Actor, tracked
from extraction.frames import Memory, Source, chains, is_oblique, source_of
from extraction.normal import Normal
from extraction.segment import Sentence

HEAD = 900
OFFICIAL = re.compile(
    r"press release|news release|news item|media release|press statement|communique|joint (?:statement|"
    r"declaration)|for immediate release|published \d|ministry of|department of|government offices|"
    r"prime minister's office|office of the|statement by|declaration by|readout|press contact|the "
    r"government has (?:today )?decided|we, the|note verbale|non-paper|briefing note"
)
WIRE = re.compile(
    r"^[^\n]{0,40}[A-Z]{3,}[A-Z/ ,]*(?:, [A-Z][a-z]+)?,? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} "
    r"[A-Z][a-z]+)?[^\n]{0,30} [-(]"
)
WE = re.compile(r"\b(?:we|our|us)\b")
SIGNED = re.compile(
    r"\b(?:we|statement|declaration|communique|signed|adopted|agreed|issued|endorsed|the leaders|heads of "
    r"state|the undersigned|ministers of|signatories|on behalf)\b"
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
    labels: frozenset[str] = frozenset()
    """Labels that are turns of speakers."""
    lists: dict[int, bool] = field(default_factory=dict)

    def is_listed(self, sentence: Sentence) -> bool:
        """Whether the sentence is an item of a list under a statement on aid."""
        return self.lists.get(sentence.block.start, False)


def describe(normal: Normal, spans: list[Sentence], actors: list[Actor], hint: str | None) -> Document:
    """Look at a document as a whole."""
    head = normal.lower[:HEAD]
    labels = Counter(s.block.label for s in spans if s.block.label and s.first)
    turns = frozenset(label for label, times in labels.items() if times > 1 or "(" in label or label in ("Q", "A"))
    wire = bool(WIRE.match(normal.text[:120]))
    official = bool(OFFICIAL.search(head)) and not wire
    house = next((code for word, code in HOUSE.items() if word in normal.lower[:2500] and turns), None)
    signed = _signatories(normal, actors, wire=wire)
    home: tuple[str, ...] = (
        (hint,)
        if hint in tracked()
        else (house,)
        if house
        else signed or (_author(normal, actors) if official or turns else ())
    )
    return Document(
        tuple(c for c in home if c), official or bool(house) or bool(signed), None, turns, _lists(normal, spans)
    )


def _signatories(normal: Normal, actors: list[Actor], *, wire: bool) -> tuple[str, ...]:
    """The countries that a joint statement names as its authors."""
    if wire:
        return ()
    for actor in chains(normal.lower, [a for a in actors if a.start < 1500]):
        if len(actor.countries) < 2:
            continue
        around = normal.lower[max(0, actor.start - 200) : actor.end + 160]
        if SIGNED.search(around) and len(WE.findall(normal.lower)) >= 2:
            return actor.countries
    return ()


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


def _lists(normal: Normal, spans: list[Sentence]) -> dict[int, bool]:
    """For each list item, whether the list stands under a statement on aid."""
    found: dict[int, bool] = {}
    aid = False
    for sentence in spans:
        if sentence.block.kind != "item":
            text = normal.lower[sentence.start : sentence.end]
            aid = text.rstrip().endswith(":") and bool(
                re.search(
                    (
                        r"aid|support|package|money|assistance|materiel|weapons|equipment|sum|deliver|include|contain|provide|"
                        r"donat|consist|following"
                    ),
                    text,
                )
            )
        elif sentence.first:
            found[sentence.block.start] = aid
    return found


def interviewee(normal: Normal, actors: list[Actor]) -> Source | None:
    """The person whose answers an interview prints."""
    people = [a for a in actors if a.kind == "person" and a.start < HEAD]
    return source_of(normal, people[0], Memory()) if people else None
