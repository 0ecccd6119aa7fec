"""Troops and participation: would the country send its own soldiers, or take part in another role."""

import re
from collections.abc import Iterator
from functools import cache

from extraction import lexicon, stance, values
from extraction.findings import Finding, actor, is_barred, value
from extraction.frames import Clause
from extraction.gate import Cue, any_open, cue, seen
from extraction.theme import Theme

PEOPLE = re.compile(
    r"[ -](?:(?:[\w-]+) ){0,3}?(?:soldiers?|troops?|peace ?-?keepers?|service ?(?:men|members|personnel)|"
    r"personnel|men|people|instructors|"
    r"danes|norwegians|swedes|finns|poles|germans|britons|canadians|australians|lithuanians|latvians|"
    r"estonians|strong|of them|volunteers|ground troops|"
    r"infantry|combat troops|military personnel|croatians|austrians|spaniards|italians|belgians|romanians|"
    r"bulgarians|greeks|turks|czechs|slovaks|hungarians|portuguese)\b"
)
OF = cue(
    r"(?:contingent|force|unit|battalion|brigade|regiment|battle ?group|company|platoon|group|"
    r"deployment|contribution|element|share|number|"
    r"figure)s?(?: [\w,']+){0,8} (?:of|is|be|to|between|at|up|as|was|or|about)(?: up to| between| about| "
    r"as many as| at least| around| some| a)*(?: [€£$])? ?$"
)
PERSON_AS_SOLDIER = cue(
    r"(?:danes|norwegians|swedes|finns|poles|germans|britons|canadians|australians|lithuanians|latvians|"
    r"estonians|austrians|spaniards|italians|belgians|new zealanders|frenchmen|irishmen) (?:in ukraine|on "
    r"ukrainian|could serve|would serve|will serve|would go|will go|could go|on the ground)"
)
BUT = cue(r"(?!)")
YES = ("favor", "conditional")
NEARBY = cue(
    r"nato soil|outside (?:of )?ukraine|next to ukraine|beyond ukraine's borders|in (?:a )?neighbou?ring|"
    r"(?:visit|meet|met|thank|greet)\w* (?:the )?(?:troops|soldiers)|"
    r"(?:come|came|coming|brought|bring|return\w*) home"
)
VERB = cue(
    r"\b(?:sends?|sent|sending|deploy\w*|dispatch\w*|commit\w*|provid\w+|contribut\w+|puts?|putting|"
    r"plac(?:e|es|ed|ing)|station\w*|offer\w*|assign\w*|earmark\w*|"
    r"field(?:s|ed|ing)?|furnish\w*|lend|lends|second|detail|supply|supplies|go|goes|going|serve|serves|"
    r"join|joins|take part|part of|set foot|there|available|ready|readiness|"
    r"willing\w*|prepared|yes|in favou?r|positive|support\w*|back|backs|promis\w+|pledg\w+|brings?|gives?|"
    r"includ\w+|voted|authoris\w+|authoriz\w+|approv\w+|"
    r"adopt\w*|speaks? of|could be|would be|will be|share|among|make|making|let|live with|accept|imagine|"
    r"quartered|garrison\w*|based|mandate|count\w* (?:us )?in|in\b.{0,4}$|hold\w*|kept|"
    r"can have|volunteer\w*|announc\w+|readies|host|march|deliver|plan\w*|wants?|mobili[sz]\w+|raise|"
    r"parachute|move|enter|arrive|arriving|follow|notice|approve|lead|come|do)\b"
)
ELLIPTIC = cue(
    r"\b(?:"
    r"(?:nothing (?:is|was) (?:off|on|excluded|ruled|agreed|decided)|not (?:\w+ )?(?:do it|do so)|will "
    r"not do it|has said (?:yes|no)|have said (?:yes|no)|neither promise nor|^\W*(?:nor|neither|so) "
    r"(?:can|will|would|does|do|could|is|are) |"
    r"too early to say|decide .{0,20}in due course|the answer (?:is|was|remains)|(?:\w+) (?:would|"
    r"will)(?: not)?[.:,]? ?(?:a unit|$)|said no|says no|says the same|has not (?:yet )?(?:decided|made "
    r"up)|neither yes nor no|send some|send any|that decision|such a step|long way from|we will see|"
    r"nobody has asked|keep\w* (?:all )?(?:its|our|his|her|the|their)? ?options open|done the same|does "
    r"the same|did the same|did not rule (?:it|that) out|ruled (?:it|that) out|has ruled out|of its own|"
    r"of their own|of our own|not rule (?:it|that|anything) out|would not go|will not go|would go|stay at "
    r"home|stays at home|no plans|none)"
    r")(?![a-z])"
)


@cache
def _patterns() -> dict[str, Cue]:
    troops, part = lexicon.table("troops"), lexicon.table("participation")
    made = {f"troops_{key}": lexicon.pattern(troops[key]) for key in ("objects", "weak", "veto", "foreign", "theme")}
    return made | {f"part_{key}": lexicon.pattern(part[key]) for key in ("objects", "weak", "veto", "theme")}


def find(clause: Clause, theme: Theme) -> Iterator[Finding]:
    """The statements on troops and participation in a clause."""
    if is_barred(clause) or theme.vetoed:
        return
    troops = _troops(clause, theme)
    if troops is not None:
        yield troops
    if (troops is None or (troops.stance == "against" and BUT.search(clause.lower))) and (
        part := _participation(clause, theme)
    ):
        yield part


def _troops(clause: Clause, theme: Theme) -> Finding | None:
    patterns, text = _patterns(), clause.lower
    if theme.last != "troops" and not any_open((patterns["troops_objects"], PERSON_AS_SOLDIER), text):
        return None
    plain = patterns["troops_veto"].sub(lambda m: " " * len(m.group()), text)
    found = patterns["troops_objects"].search(plain) or PERSON_AS_SOLDIER.search(plain)
    owners = tuple(dict.fromkeys(c for a in clause.actors if a.kind == "owner" for c in a.countries))
    elliptic = False
    if (
        seen(r"instruct|train(?:ers)?\b", text)
        and seen(r"\b(?:train|teach|training)\b", text)
        and not seen(r"(?:in|inside) ukraine|ukrainian soil", text)
    ):
        return None
    if NEARBY.search(text) and not seen(r"(?:in|to) ukraine\b(?! or)", text):
        return None
    if not found:
        elliptic = theme.last in ("troops", "soldiers") and bool(ELLIPTIC.search(text))
        if not elliptic:
            return None
    elif patterns["troops_weak"].fullmatch(found.group()) and not (
        owners or theme.about_force or seen(r"(?:to|in|into|for) (?:\w+ )?ukraine", text)
    ):
        return None
    if owners and not any(c not in ("UA", "RU", "KP", "BY") for c in owners):
        return None
    if not elliptic and not (owners or theme.about_force or patterns["troops_theme"].search(text)):
        return None
    if patterns["troops_foreign"].search(plain) and not owners and not seen(r"its own|own soldiers", text):
        return None
    countries = owners or actor(clause)
    if not countries:
        return None
    judged = stance.judge(text, clause.tail, own=stance.cues("troops"), owner=countries)
    low, high = own_numbers(text)
    if judged is None and clause.label and found and (low or high):
        judged = stance.Judgement("favor", "pledged")
    if judged is None or _is_past(text, theme):
        return None
    counted = bool(low or high) and seen(r"(?:in|to|for) ukraine\b|ukrainian soil", text)
    if judged.stance in YES and not (elliptic or clause.label or counted or VERB.search(text)):
        return None
    features: dict[str, float] = {
        "owner": bool(owners),
        "elliptic": elliptic,
        "strong": judged.strong,
        "force": theme.about_force,
    }
    return Finding(
        "troops", judged.stance, judged.status, judged.conditions,
        value("troops", personnel_min=low, personnel_max=high), countries, clause.start, clause.end, clause, features,
    )  # fmt: skip


def _is_past(text: str, theme: Theme) -> bool:
    """Soldiers who were or are somewhere else already."""
    return (
        bool(
            seen(
                (
                    r"\b(?:19\d\d|200\d|201\d|ended last year|is not part of|nothing to do with|came home|"
                    r"come home|since "
                    r"(?:january|2022|february 2022))\b"
                ),
                text,
            )
        )
        and not theme.about_force_here
    )


def own_numbers(text: str) -> tuple[int | None, int | None]:
    """The soldiers that a clause offers: least and most."""
    for number in values.numbers(text):
        if number.currency or number.value < 3 or number.vague:
            continue
        after, before = text[number.end : number.end + 60], text[max(0, number.start - 70) : number.start]
        if values.TIME.match(after) or re.match(
            r" ?(?:%|per ?cent|years|days|hours|euros|ships|jets|aircraft|countries|kilomet)", after
        ):
            continue
        if PEOPLE.match(after) or OF.search(before):
            return tuple(None if n is None else int(n) for n in (number.low, number.high))  # type: ignore[return-value]
    return None, None


def _participation(clause: Clause, theme: Theme) -> Finding | None:
    patterns, text = _patterns(), clause.lower
    if theme.last != "participation" and not patterns["part_objects"].is_open(text):
        return None
    plain = patterns["part_veto"].sub(lambda m: " " * len(m.group()), text)
    found = patterns["part_objects"].search(plain)
    elliptic = not found and theme.last == "participation" and bool(ELLIPTIC.search(text))
    if not (found or elliptic) or not (theme.about_force or patterns["part_theme"].search(text)):
        return None
    countries = actor(clause)
    if not countries or countries == ("UA",):
        return None
    judged = stance.judge(text, clause.tail, own=stance.cues("participation"), owner=countries)
    if judged is None:
        return None
    if found and patterns["part_weak"].fullmatch(found.group()) and judged.stance not in ("undecided", "against"):
        return None
    features: dict[str, float] = {"elliptic": elliptic, "strong": judged.strong, "force": theme.about_force}
    return Finding(
        "participation", judged.stance, judged.status, judged.conditions, value("participation"),
        countries, clause.start, clause.end, clause, features,
    )  # fmt: skip
