"""The whole force: its size, its stay and its places."""

import re
from collections.abc import Iterator
from functools import cache

from extraction import conditions, lexicon, stance, values
from extraction.findings import Finding, actor, is_barred, value, voice
from extraction.frames import Clause
from extraction.gate import Cue, any_open, cue, seen
from extraction.theme import Theme

ATTACKED = cue(
    r"its own (?:\w+ )?(?:division|army|forces)|contract worth|strikes? from the air|under attack|attack "
    r"on|if (?:it|the force) is attacked"
)
PLACED = re.compile(
    r"(?<!said )(?<!promised )(?<!told )(?<!met )(?<!signed )(?<!announced )(?<!speaking )(?<!meeting "
    r")(?<!talks )(?<!summit )(?<!repeated )(?:\b(?:in|at|near|over|above|around|along|on|to|from|off|"
    r"across|of|between|behind|and|or|as|inside|through|towards?|outside|"
    r"above|below|beyond|into|with)|,) (?:the |a |an |any |future |western |central |eastern )*$|^\W*$|"
    r"\bsuch as $|(?:stationed|based|kept|stands?|stay|be) (?:at )?$|(?:patrol|guard|cover|watch|protect|"
    r"police|secure|clear|keep)(?:s|ing)? (?:the )?$"
)
TIMES = cue(r"year|month|decade|week")
LEAST = 2000
"""A force of fewer soldiers is somebody's own part."""


@cache
def _force(key: str) -> Cue:
    return lexicon.pattern(lexicon.table("force")[key])


def size(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """How many soldiers the holder holds necessary for the whole force."""
    text = clause.lower
    if (
        is_barred(clause)
        or theme.vetoed
        or not theme.about_force
        or _force("size_veto").search(text)
        or not _force("size").search(text)
    ):
        return
    if any(a.kind == "owner" for a in clause.actors) and not seen(r"force|total|whole|all contributors", text):
        return
    countries = voice(clause)
    if not countries:
        return
    low = high = None
    for number in values.numbers(text):
        after = text[number.end : number.end + 40]
        if number.currency or number.value < LEAST or values.TIME.match(after) or number.vague:
            continue
        if _force("unit").search(after) or seen(r"force|size|strength|mission|operation|number|basis|figure", text):
            low, high = (None if n is None else int(n) for n in (number.low, number.high))
            break
    else:
        if not (_force("brigades").search(text) and seen(r"force|whole|total|needed|necessary|minimum|enough", text)):
            return
    if (
        seen(r"(?:anything|nothing) (?:below|less than|under)|(?:fewer|less) than", text)
        and low is None
        and high is not None
    ):
        low, high = high, None
    given = value("force_size", personnel_min=low, personnel_max=high)
    yield Finding(
        "force_size",
        None,
        None,
        (),
        given,
        countries,
        clause.start,
        clause.end,
        clause,
        {"force": theme.about_force_here},
    )


def duration(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """How long the force would stay."""
    text = clause.lower
    if is_barred(clause) or theme.vetoed or not theme.about_force:
        return
    open_ended = _force("open_ended").search(text)
    if not open_ended and not TIMES.search(text):
        return
    countries = voice(clause)
    stay = _force("stay").search(text)
    if (
        not countries
        or not stay
        or _force("stay_veto").search(text)
        or seen((r"not an? (?:\w+ )?(?:adventure|matter|question|mission) of|not a day more than"), text)
    ):
        return
    if open_ended:
        if not seen(
            r"stay|remain|force|mission|soldiers|troops|deploy|presence|there|mandate|operation|on the ground", text
        ):
            return
        given = value("duration", open_ended=True)
    else:
        found = values.months(text)
        if (
            found is None
            or not seen(r"year|month|decade|week", text)
            or seen(
                (
                    r"(?:within|every|last|first|next|past|this|coming|per|a) (?:\w+ )?(?:year|month|"
                    r"week)s?\b(?! (?:at "
                    r"least|or))"
                ),
                text,
            )
        ):
            return
        given = value("duration", months_min=found[0], months_max=found[1], open_ended=False)
    yield Finding(
        "duration", None, None, (), given, countries, clause.start, clause.end, clause, {"open": bool(open_ended)}
    )


def _is_placed(text: str, place: re.Match[str]) -> bool:
    """Whether something is said to be in the place, and not only to be said there."""
    own = seen(
        (r"^(?:far|well|away|along|on|at|near|close|behind|west|east|kept|hundreds|back|above|around)\b"), place.group()
    )
    return bool(own or PLACED.search(text[max(0, place.start() - 30) : place.start()]))


def deployment(clause: Clause, theme: Theme, original: str) -> Iterator[Finding]:
    """Where and how the force, or the holder's own part, would be."""
    text = clause.lower
    if not any_open((_force("places"), _force("domain_phrase")), text):
        return
    if is_barred(clause) or theme.vetoed or not theme.about_force:
        return
    places = [m for m in _force("places").finditer(text) if _is_placed(text, m)]
    phrase = _force("domain_phrase").search(text)
    if not (places or phrase) or not _force("deploy").search(text) or ATTACKED.search(text):
        return
    modal = seen(
        (
            r"\b(?:is to|are to|live|see|fly|will|would|could|should|must|might|can|shall|ready|prepared|willing|"
            r"wants?|like|proposed?|"
            r"proposes|in mind|plans?|suggested|offers?|offered|speaks?|thinks?|sees?|only|map|stands?|are in|"
            r"drawn|prefers?|work|at disposal|has to)\b"
        ),
        text,
    )
    if not modal or (
        seen(r"\b(?:said in|told .{0,20} in|met in|summit in|talks in|meeting in)\b", text)
        and not phrase
        and len(places) < 2
    ):
        return
    if seen(
        r"\b(?:no|not a|not one|never) (?:\w+ ){0,2}(?:soldiers?|troops|boots)\b|against|rul\w+ out", text
    ) and not seen(r"east of|near the front|far from", text):
        return
    owners = tuple(dict.fromkeys(c for a in clause.actors if a.kind == "owner" for c in a.countries))
    countries = tuple(c for c in owners if c not in ("UA", "RU")) or voice(clause) or actor(clause)
    if not countries:
        return
    domain = next((d for d in ("sea", "air", "land") if _force(d).search(text)), None)
    named = [original[m.start() : m.end()] for m in places if m.end() <= len(original)]
    judged = stance.judge(text, clause.tail, owner=countries)
    met = judged.conditions if judged and judged.stance == "conditional" else ()
    given = value("deployment", places=list(dict.fromkeys(named)), domain=domain)
    yield Finding(
        "deployment",
        None,
        None,
        met,
        given,
        countries,
        clause.start,
        clause.end,
        clause,
        {"places": bool(places), "owner": bool(owners)},
    )


def stated(text: str) -> bool:
    """Whether a text names a condition at all."""
    return bool(conditions.find(text).codes)
