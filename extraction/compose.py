"""Compose: adjectives and names joined with the nouns around them into actors that can hold a position or not."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extraction import lexicon
from extraction.actors import Actor, merge
from extraction.normal import Normal
from extraction.openings import Opened, Openings

SOLDIERS = re.compile(
    r" (?:(?:own|combat|ground|army|military|armed|regular|special|more|young|any|such|and|peacekeeping|"
    r"nato|land|defence|defense) ){0,3}"
    r"(?:soldiers?|troops?|peace ?-?keepers?|service ?(?:men|members|personnel|women)|personnel|"
    r"contingents?|battalions?|brigades?|"
    r"battle ?groups?|regiments?|infantry|boots|units?|forces|instructors|men|companies|company|platoons?|"
    r"lives|sons|blue helmets|"
    r"paratroopers|conscripts|marines|uniforms?|officers|sappers|deminers|engineers|military|element|military police)\b"
)
OFFICIALS = re.compile(
    r" (?:[\w-]+ )?(?:officials?|spokes\w+|aides?|sources?|envoy|delegates?|delegation|government|cabinet|"
    r"ministers?|readout|read-out|chief|diplomats?)\b"
)
OF_STATE = tuple(f" {word} {the}" for word in ("of", "in", "at", "from", "for") for the in ("", "the "))
BETWEEN = re.compile(r" (?:[\w-]+ ){0,2}")
ANONYMOUS = re.compile(r"spokes|aide|official|officer|diplomat|planner|source")
NOUNS = ("excluded", "office", "body")
"""What a country's name and a noun can become, in this order."""
PLURAL = re.compile(
    r"(?:[a-z](?:ns|es|ks|rs|ds|ts|ls)|Dutch|British|French|Irish|Spanish|Danish|Swiss|Portuguese|Polish)$"
)
VERB = re.compile(
    r",? (?:(?:also|both|too|now|still|themselves|each|all|have|has|had|do|did|does) )?(?:will|would|"
    r"shall|can|could|may|might|should|must|is|are|"
    r"was|were|have|has|had|do|does|did|themselves|[a-z]+(?:s|ed)|say|want|need|offer|put|see|think|told|"
    r"send|said|also|back|support|give|"
    r"bring|come|stand|took|take|remain|promise|prefer|expect|went|go|insist|believe|favour|oppose|refuse|"
    r"reject|propose|ask|rule|hope|insist|too)\b"
)
PRONOUNS = re.compile(
    r"(?<![a-z'])(?:he|she|it|they|we|i|our|us|(?:his|her|their|its|our|this|that|the) (?:own "
    r")?(?:country|nation|island|republic|kingdom|grand duchy|state|"
    r"federation|bloc|union|islanders)|the (?:two|three|four|five|six|seven|eight|nine|ten) (?:countries|"
    r"governments|states|ministers|leaders|capitals|nations|"
    r"neighbours|allies|signatories|sides|presidents|prime ministers)|the (?:two|three|four|signatories|"
    r"undersigned|latter|former|participants|parties to the declaration)(?= (?:will|would|are|were|"
    r"have|had|said|also|agree|commit|support|intend|undertake|reaffirm|welcome|stand))|both (?:countries|"
    r"governments|states|capitals|ministers|leaders)?|all (?:two|three|four|five|six|seven|eight|"
    r"signatories)(?: of them)?|"
    r"neither(?: country| government| of them| (?=will|would|has|is|can|could))|each of (?:them|the \w+)|"
    r"my (?:country|government)|mine|"
    r"ours|signatories)(?![a-z'])"
)


@cache
def _openings() -> Openings:
    table = lexicon.table("actors")
    patterns = {key: lexicon.plain(table[key]) for key in ("excluded", "generic", "office", "body")}
    patterns |= {"group": lexicon.plain(list(table["groups"])), "parliament": lexicon.plain(list(_parliaments()))}
    return Openings(patterns | {"pronoun": PRONOUNS})


@cache
def _parliaments() -> dict[str, str]:
    named = lexicon.table("actors")["parliaments"]
    return {name.replace("d?ail", "dail"): code for code, names in named.items() for name in names}


def actors(normal: Normal, names: Sequence[Actor], barred: Sequence[tuple[int, int]] = ()) -> list[Actor]:
    """All actors of a text, in order, from the names in it; names in `barred` stretches are none."""
    lower, nouns = normal.lower, _openings().over(normal.words)
    groups, parliaments = lexicon.table("actors")["groups"], _parliaments()
    plain = [a for a in names if not any(start <= a.start < end for start, end in barred)]
    named = _with_nouns(normal, plain, nouns)
    others = [Actor(*m.span(), "excluded") for m in nouns["excluded"].finditer()]
    others += [Actor(*m.span(), "group", tuple(groups[m.group()])) for m in nouns["group"].finditer()]
    others += [Actor(*m.span(), "body", (parliaments[m.group()],)) for m in nouns["parliament"].finditer()]
    loose = [Actor(*m.span(), "office", anonymous="spokes" in m.group()) for m in nouns["office"].finditer()]
    loose += [Actor(*m.span(), "body") for m in nouns["body"].finditer() if _definite(lower, m.start())]
    loose += [Actor(*m.span(), "generic") for m in nouns["generic"].finditer()]
    loose += [Actor(*m.span(), "pronoun") for m in nouns["pronoun"].finditer()]
    return _without_titles(normal, merge(merge(named, others), loose))


def _definite(lower: str, start: int) -> bool:
    return lower[max(0, start - 6) : start].endswith(
        ("the ", "its ", "his ", "her ", "their ", "our ", "my ")
    ) or lower[start : start + 6] in (
        "offici",
        "aides ",
    )


def _with_nouns(normal: Normal, found: list[Actor], nouns: Mapping[str, Opened]) -> list[Actor]:
    out: list[Actor] = []
    for actor in found:
        if (
            actor.kind == "adjective"
            or (actor.kind == "state" and actor.possessive)
            or actor.kind == "body"
            or (actor.kind == "state" and OFFICIALS.match(normal.lower, actor.end))
        ):
            out.append(_joined(normal, actor, nouns))
        elif actor.kind == "state":
            out.append(_of_state(normal, actor, nouns))
        else:
            out.append(actor)
    return out


def _joined(normal: Normal, actor: Actor, nouns: Mapping[str, Opened]) -> Actor:
    lower = normal.lower
    at = actor.end + (2 if actor.possessive else 0)
    after = lower[at : at + 70]
    if soldiers := SOLDIERS.match(after):
        return actor.but(kind="owner", end=at + soldiers.end())
    for kind in NOUNS:
        noun = nouns[kind].search(at, at + 45)
        if noun and noun.start() - at <= 24 and BETWEEN.fullmatch(lower, at, noun.start()):
            return _of(actor, kind, noun.group(), actor.start, noun.end())
    if actor.kind == "adjective":
        word = normal.text[actor.start : actor.end]
        if (PLURAL.search(word) or word in ("Dane", "Pole", "Swede", "Finn", "Dutchman", "Spaniard")) and (
            VERB.match(after) or not re.match(r" [a-z]", after)
        ):
            return actor.but(kind="people")
        if lower[max(0, actor.start - 4) : actor.start] == "the " and VERB.match(after):
            return actor.but(kind="people")
    return actor


def _of_state(normal: Normal, actor: Actor, nouns: Mapping[str, Opened]) -> Actor:
    before = normal.lower[max(0, actor.start - 60) : actor.start]
    if not before.endswith(OF_STATE):
        return actor
    head = next(before.removesuffix(ending) for ending in OF_STATE if before.endswith(ending))
    begin = actor.start - len(before)
    cut = normal.lower[begin - 1 : begin].isalnum()
    for kind in NOUNS:
        if not (cut or nouns[kind].may_begin(begin, begin + len(head))):
            continue
        found = list(nouns[kind].pattern.finditer(head))
        if found and found[-1].end() == len(head):
            return _of(actor, kind, found[-1].group(), begin + found[-1].start(), actor.end)
    return actor


def _of(actor: Actor, kind: str, noun: str, start: int, end: int) -> Actor:
    """The actor that a noun makes of a country's name."""
    anonymous = bool(ANONYMOUS.search(noun))
    countries = () if kind == "excluded" else actor.countries
    return actor.but(kind=kind, start=start, end=end, anonymous=anonymous, countries=countries)


def _without_titles(normal: Normal, found: list[Actor]) -> list[Actor]:
    """Offices that only introduce or follow a known person's name say nothing of their own."""
    out: list[Actor] = []
    for position, actor in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        bare = actor.kind in ("office", "body") and not actor.countries
        if bare and actor.kind == "office":
            gap = normal.text[actor.end : following.start] if following else "-"
            if following and following.kind in ("person", "excluded") and gap in (" ", ", "):
                continue
            if (
                out
                and out[-1].kind in ("person", "excluded")
                and re.fullmatch(
                    r", (?:the |its |his |her |their |a |now )?(?:\w+ ){0,2}", normal.lower[out[-1].end : actor.start]
                )
            ):
                continue
        out.append(actor)
    return out
