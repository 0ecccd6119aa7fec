"""Compose: adjectives and names joined with the nouns around them into actors that can hold a position or not."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extraction import lexicon
from extraction.actors import Actor, merge
from extraction.normal import Normal

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
OF_STATE = re.compile(r" (?:of|in|at|from|for) (?:the )?$")
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
def _patterns() -> dict[str, re.Pattern[str]]:
    table = lexicon.table("actors")
    return {key: lexicon.plain(table[key]) for key in ("excluded", "generic", "office", "body")}


@cache
def _groups() -> re.Pattern[str]:
    return lexicon.plain(list(lexicon.table("actors")["groups"]))


@cache
def _parliaments() -> tuple[re.Pattern[str], dict[str, str]]:
    named = lexicon.table("actors")["parliaments"]
    whose = {name.replace("d?ail", "dail"): code for code, names in named.items() for name in names}
    return lexicon.plain(list(whose)), whose


def actors(normal: Normal, names: Sequence[Actor], barred: Sequence[tuple[int, int]] = ()) -> list[Actor]:
    """All actors of a text, in order, from the names in it; names in `barred` stretches are none."""
    plain = [a for a in names if not any(start <= a.start < end for start, end in barred)]
    named = _with_nouns(normal, plain)
    lower = normal.lower
    others = [Actor(m.start(), m.end(), "excluded") for m in _patterns()["excluded"].finditer(lower)]
    groups = lexicon.table("actors")["groups"]
    others += [Actor(m.start(), m.end(), "group", tuple(groups[m.group()])) for m in _groups().finditer(lower)]
    pattern, whose = _parliaments()
    others += [Actor(m.start(), m.end(), "body", (whose[m.group()],)) for m in pattern.finditer(lower)]
    found = merge(named, others)
    loose = [_office(normal, m) for m in _patterns()["office"].finditer(lower)]
    loose += [
        Actor(m.start(), m.end(), "body") for m in _patterns()["body"].finditer(lower) if _definite(lower, m.start())
    ]
    loose += [Actor(m.start(), m.end(), "generic") for m in _patterns()["generic"].finditer(lower)]
    loose += [Actor(m.start(), m.end(), "pronoun") for m in PRONOUNS.finditer(lower)]
    return _without_titles(normal, merge(found, [actor for actor in loose if actor.end > actor.start]))


def _definite(lower: str, start: int) -> bool:
    return lower[max(0, start - 6) : start].endswith(
        ("the ", "its ", "his ", "her ", "their ", "our ", "my ")
    ) or lower[start : start + 6] in (
        "offici",
        "aides ",
    )


def _office(normal: Normal, match: re.Match[str]) -> Actor:
    return Actor(match.start(), match.end(), "office", anonymous="spokes" in match.group())


def _with_nouns(normal: Normal, found: list[Actor]) -> list[Actor]:
    out: list[Actor] = []
    for actor in found:
        if (
            actor.kind == "adjective"
            or (actor.kind == "state" and actor.possessive)
            or actor.kind == "body"
            or (actor.kind == "state" and OFFICIALS.match(normal.lower, actor.end))
        ):
            out.append(_joined(normal, actor))
        elif actor.kind == "state":
            out.append(_of_state(normal, actor))
        else:
            out.append(actor)
    return out


def _joined(normal: Normal, actor: Actor) -> Actor:
    lower, patterns = normal.lower, _patterns()
    at = actor.end + (2 if actor.possessive else 0)
    after = lower[at : at + 70]
    if soldiers := SOLDIERS.match(after):
        return replace(actor, kind="owner", end=at + soldiers.end())
    for kind in ("excluded", "office", "body"):
        noun = patterns[kind].search(lower, at, min(len(lower), at + 45))
        if noun and noun.start() - at <= 24 and re.fullmatch(r" (?:[\w-]+ ){0,2}", lower[at : noun.start()]):
            anonymous = bool(re.search(r"spokes|aide|official|officer|diplomat|planner|source", noun.group()))
            return replace(
                actor,
                kind=kind,
                end=noun.end(),
                anonymous=anonymous,
                countries=() if kind == "excluded" else actor.countries,
            )
    if actor.kind == "adjective":
        word = normal.text[actor.start : actor.end]
        if (PLURAL.search(word) or word in ("Dane", "Pole", "Swede", "Finn", "Dutchman", "Spaniard")) and (
            VERB.match(after) or not re.match(r" [a-z]", after)
        ):
            return replace(actor, kind="people")
        if lower[max(0, actor.start - 4) : actor.start] == "the " and VERB.match(after):
            return replace(actor, kind="people")
    return actor


def _of_state(normal: Normal, actor: Actor) -> Actor:
    before = normal.lower[max(0, actor.start - 60) : actor.start]
    if not OF_STATE.search(before):
        return actor
    head = OF_STATE.sub("", before)
    for kind in ("excluded", "office", "body"):
        nouns = list(_patterns()[kind].finditer(head))
        if nouns and nouns[-1].end() == len(head):
            start = actor.start - len(before) + nouns[-1].start()
            anonymous = bool(re.search(r"spokes|aide|official|officer|diplomat|planner|source", nouns[-1].group()))
            return replace(
                actor,
                kind=kind,
                start=start,
                anonymous=anonymous,
                countries=() if kind == "excluded" else actor.countries,
            )
    return actor


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
