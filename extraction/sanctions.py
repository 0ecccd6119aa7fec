"""Sanctions: for more of them, or for fewer."""

from collections.abc import Iterator
from functools import cache

from extraction import lexicon, stance
from extraction.findings import Finding, actor, is_barred, value, voice
from extraction.frames import Clause
from extraction.gate import Cue, cue, seen
from extraction.theme import Theme

NAMED = cue(
    r"russia|moscow|shadow|ghost|eu |sanction|package|price cap|the cap|oil|assets|embargo|restrictive "
    r"measures"
)
IF_MOSCOW = cue(
    r"\b(?:if|should|unless|in case) (?:russia|moscow|putin|the kremlin|mr putin|it refus\\w+|it "
    r"reject\\w*|it does)\b"
)


@cache
def _sanctions(key: str) -> Cue:
    return lexicon.pattern(lexicon.table("sanctions")[key])


@cache
def _measures() -> list[tuple[str, Cue]]:
    return lexicon.labelled(lexicon.table("sanctions")["measures"])


def find(clause: Clause, theme: Theme, sentence: str) -> Iterator[Finding]:
    """The statement on sanctions in a clause."""
    text = clause.lower
    if is_barred(clause) or theme.vetoed or not (theme.russia or theme.ukraine):
        return
    found = _sanctions("objects").search(text)
    elliptic = (
        not found
        and theme.sanctions_near
        and seen(
            (
                r"vote for (?:it|prolong|extend|them|renew)|votes? for (?:prolong|extend|renew)\w*|prolonging them|"
                r"vote against it|the (?:text|package)|gave way|give way|drop(?:ped|s)? (?:its|his) "
                r"(?:veto|objections?)|use its veto|lift(?:ed|s)? (?:its|his) (?:veto|reservation)|pursuing this|"
                r"approve it|back it"
            ),
            text,
        )
    )
    if not (found or elliptic) or seen(r"would have to return|had been lifted|snap ?-?back", text):
        return
    if not elliptic and not (_sanctions("about").search(sentence) and (theme.russia_near or NAMED.search(text))):
        return
    countries = _holder(clause)
    if not countries:
        return
    if found is None and seen(r"together with|along with|alongside", text):
        countries = tuple(
            dict.fromkeys((*countries, *(c for a in clause.actors if a.kind == "group" for c in a.countries)))
        )
    judged = _judge(text, clause, countries)
    if judged is None or seen(r"\bhad (?:held|blocked|vetoed|lobbied|resisted|been lifted)", text):
        return
    measures = [name for name, pattern in _measures() if pattern.search(sentence if len(sentence) < 260 else text)]
    if (
        judged.stance in ("against", "undecided", "conditional")
        and len(measures) > 1
        and "relief" in measures
        and not _sanctions("against").search(text)
    ):
        measures.remove("relief")
    if judged.stance == "favor" and "relief" in measures:
        measures.remove("relief")
    given = value("sanctions", measures=measures or ["other"])
    yield Finding(
        "sanctions",
        judged.stance,
        judged.status,
        judged.conditions,
        given,
        countries,
        clause.start,
        clause.end,
        clause,
        {"elliptic": bool(elliptic), "strong": judged.strong},
    )


def _holder(clause: Clause) -> tuple[str, ...]:
    acting = actor(clause)
    speaking = voice(clause)
    if clause.subject_kind == "excluded" and not speaking:
        return ()
    if (
        speaking
        and acting
        and set(speaking) != set(acting)
        and clause.subject_kind in ("state", "people", "group", "body", "office")
    ):
        return acting
    return acting or speaking


def _judge(text: str, clause: Clause, countries: tuple[str, ...]) -> stance.Judgement | None:
    if _sanctions("keep").search(text):
        return stance.Judgement("favor", stance.status(text))
    own = stance.Cues(against=_sanctions("against"), favor=_sanctions("favor"))
    judged = stance.judge(text, clause.tail, own=own, owner=countries)
    if judged and judged.stance == "favor" and IF_MOSCOW.search(clause.lower + clause.tail):
        return stance.Judgement(
            "conditional", "proposed" if judged.status == "delivered" else judged.status, ("other",)
        )
    return judged
