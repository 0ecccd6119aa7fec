"""What accepting a candidate would change: its statement against the one that stands."""

from dataclasses import dataclass
from datetime import date, datetime

from commitments.models import Claim
from commitments.positions import CONFLICT_DAYS, CREDIBLE, Position
from commitments.versions import differences
from commitments.wording import Part, say, say_day
from questionnaire.codes import Topic

ARROW = "\u2192"


@dataclass(frozen=True)
class Effect:
    """One of `first`, `changes`, `details`, `confirms`, `earlier`, `later`, and what it means in words."""

    kind: str
    words: str
    conflict: bool = False
    """Accepted, it would stand beside a credible statement of about the same time that says otherwise."""


def effect_of(claim: Claim, position: Position | None, stands_since: datetime | None, *, today: date) -> Effect:
    """What accepting `claim` changes where `position` stands, whose claim was recorded at `stands_since`."""
    topic, said = Topic(claim.topic).label, say_briefly(parts_of(claim))
    day = say_day(claim.effective_on)
    if claim.effective_on > today:
        return Effect("later", f"counts from {day}; until then nothing changes")
    if position is None or stands_since is None:
        return Effect("first", f"first statement on this topic: {said} ({day})")
    stood, stood_day = say_briefly(parts_of(position)), say_day(position.effective_on)
    conflict = _conflict(claim, position)
    if not _stands_before(claim, position, stands_since):
        return Effect("earlier", f"adds an earlier statement; the position stays {stood} ({stood_day})", conflict)
    if stood != said:
        return Effect("changes", f"{topic}: {stood} ({stood_day}) {ARROW} {said} ({day})", conflict)
    if changed := _differences(parts_of(position), parts_of(claim)):
        return Effect("details", f"stays {said}; {changed}", conflict)
    return Effect("confirms", f"confirms {said}; newest statement {stood_day} {ARROW} {day}", conflict)


def parts_of(coded: Claim | Position) -> list[Part]:
    """What a claim or a position says, in words."""
    return say(coded.topic, coded.stance, coded.status, coded.conditions, coded.value)


def say_briefly(parts: list[Part]) -> str:
    """The stance, or where the topic has none, what the value says."""
    stance = [part.words for part in parts if part.name == "Stance"]
    return (stance[0] if stance else "; ".join(part.words for part in parts) or "a statement without details").lower()


def _stands_before(claim: Claim, position: Position, stands_since: datetime) -> bool:
    """Whether the claim, accepted, is the standing one (the order is that of `positions`)."""
    return (claim.effective_on, -claim.credibility, claim.recorded_at, claim.pk) > (
        position.effective_on,
        -position.credibility,
        stands_since,
        position.claim,
    )


def _conflict(claim: Claim, position: Position) -> bool:
    earlier = claim.credibility if claim.effective_on < position.effective_on else position.credibility
    return (
        bool(claim.stance)
        and claim.stance != position.stance
        and abs((claim.effective_on - position.effective_on).days) <= CONFLICT_DAYS
        and earlier <= CREDIBLE
    )


def _differences(before: list[Part], after: list[Part]) -> str:
    return "; ".join(
        f"{found.name.lower()}: {found.before or 'not said'} {ARROW} {found.after or 'not said'}"
        for found in differences(before, after)
    )
