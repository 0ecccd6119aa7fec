"""Deciding on claims: accept, reject, retract, undo, edit. Each writes who, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Act, may
from commitments.models import Claim
from commitments.recording import ClaimError, Coding, coded_columns, coding_errors
from questionnaire.codes import ChangeReason, Topic

STEPS: dict[str, tuple[str, str]] = {
    "accept": (Claim.State.CANDIDATE, Claim.State.ACCEPTED),
    "reject": (Claim.State.CANDIDATE, Claim.State.REJECTED),
    "retract": (Claim.State.ACCEPTED, Claim.State.RETRACTED),
}
"""What each decision leads from and to."""


UNDO_WITHIN = timedelta(hours=12)
"""How long after it a person's last decision can be undone without naming the claims."""


@dataclass
class Outcome:
    """What came of a decision on several claims: those that were decided, and why the others were not."""

    done: list[Claim] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


class DecisionError(Exception):
    """The decision cannot be taken; the message says why, for a person."""


class NotAllowedError(DecisionError):
    """This person may not decide."""


def accept(claim_id: int, *, by: User, note: str = "", reason: str = ChangeReason.NEW_SOURCE) -> Claim:
    """Accept a candidate: from now on it counts."""
    return _decide(claim_id, "accept", by=by, note=note, reason=reason)


def reject(claim_id: int, *, by: User, note: str = "") -> Claim:
    """Reject a candidate: it stays on record and counts for nothing."""
    return _decide(claim_id, "reject", by=by, note=note, reason="")


@transaction.atomic
def decide_many(
    claim_ids: Iterable[int], decision: str, *, by: User, note: str = "", reason: str = ChangeReason.NEW_SOURCE
) -> Outcome:
    """Accept or reject several candidates at one moment; what somebody else decided meanwhile stays as it is."""
    if decision not in ("accept", "reject"):
        raise DecisionError(f"decision: {decision!r} is neither accept nor reject")
    outcome, at = Outcome(), timezone.now()
    for claim_id in sorted(set(claim_ids)):
        try:
            given = reason if decision == "accept" else ""
            outcome.done.append(_decide(claim_id, decision, by=by, note=note, reason=given, at=at))
        except NotAllowedError:
            raise
        except DecisionError as error:
            outcome.refused[claim_id] = str(error)
    return outcome


@transaction.atomic
def undo_last(*, by: User) -> list[Claim]:
    """Undo this person's last decision, however many claims it was on; none where there is none of late."""
    own = Claim.objects.visible_to(by).filter(
        decided_by=by, decided_at__gte=timezone.now() - UNDO_WITHIN, state__in=["accepted", "rejected"]
    )
    last = own.order_by("-decided_at").first()
    if last is None:
        return []
    return [
        undo(pk, by=by) for pk in own.filter(decided_at=last.decided_at).order_by("pk").values_list("pk", flat=True)
    ]


def retract(claim_id: int, *, by: User, note: str, reason: str = ChangeReason.OUR_CORRECTION) -> Claim:
    """Take back an accepted claim, saying why: a reason code, and a sentence."""
    if not note.strip():
        raise DecisionError("a retraction needs a note that says why")
    return _decide(claim_id, "retract", by=by, note=note, reason=reason)


@transaction.atomic
def undo(claim_id: int, *, by: User) -> Claim:
    """Make a candidate again of a claim that was accepted or rejected; the decision stays in the history."""
    claim = _locked(claim_id, by)
    if claim.state not in (Claim.State.ACCEPTED, Claim.State.REJECTED):
        raise DecisionError(f"claim {claim.pk} is {claim.state}: there is no decision to undo")
    was_accepted = claim.state == Claim.State.ACCEPTED
    claim.state, claim.decided_by, claim.decided_at, claim.note = Claim.State.CANDIDATE, None, None, ""
    return _save(claim, by, "undo", ChangeReason.OUR_CORRECTION if was_accepted else "")


@transaction.atomic
def edit(
    claim_id: int,
    coding: Coding,
    *,
    by: User,
    version: int,
    note: str = "",
    reason: str = ChangeReason.OUR_CORRECTION,
) -> Claim:
    """Code the claim anew, with the same evidence.

    Raises ClaimError where the codebook forbids it, DecisionError where somebody else was first
    (`version` is the one that the person saw).
    """
    claim = _locked(claim_id, by)
    if claim.version != version:
        raise DecisionError(f"claim {claim.pk} was changed meanwhile: version {claim.version}, not {version}")
    if errors := coding_errors(coding):
        raise ClaimError(errors)
    for column, given in coded_columns(coding, claim.document).items():
        setattr(claim, column, given)
    claim.note = note or claim.note
    return _save(claim, by, "edit", reason)


@transaction.atomic
def restate(claim_id: int, *, original: Claim | None, by: User) -> Claim:
    """Say that the claim is about the same package as an earlier one, so that it is counted once (None: it is not).

    The original is one that restates no other, of the same country and topic; else DecisionError.
    """
    claim = _locked(claim_id, by)
    if original is not None:
        if claim.topic != Topic.AID or (original.country_id, original.topic) != (claim.country_id, claim.topic):
            raise DecisionError("only aid of the same country can be the same package")
        if original.restates_id is not None or claim.restated_by.exists():
            raise DecisionError("packages are tied to the claim that came first: choose that one")
    claim.restates = original
    return _save(claim, by, "restate", ChangeReason.OUR_CORRECTION)


@transaction.atomic
def _decide(claim_id: int, decision: str, *, by: User, note: str, reason: str, at: datetime | None = None) -> Claim:
    claim = _locked(claim_id, by)
    expected, target = STEPS[decision]
    if claim.state != expected:
        raise DecisionError(_already(claim))
    if target == Claim.State.ACCEPTED and claim.document.withdrawn_at:
        raise DecisionError(f"document {claim.document_id} is withdrawn: no claim from it can be accepted")
    claim.state, claim.decided_by, claim.decided_at, claim.note = target, by, at or timezone.now(), note
    return _save(claim, by, decision, reason)


def _locked(claim_id: int, by: User) -> Claim:
    if not may(by, Act.DECIDE):
        raise NotAllowedError(f"{by.get_username()} may not decide on claims")
    try:
        return Claim.objects.select_for_update(of=("self",)).select_related("document").get(pk=claim_id)
    except Claim.DoesNotExist:
        raise DecisionError(f"there is no claim {claim_id}") from None


def _save(claim: Claim, by: User, decision: str, reason: str) -> Claim:
    if reason not in {"", *ChangeReason}:
        raise DecisionError(f"{reason!r} is not one of the reasons {', '.join(ChangeReason)}")
    claim.version += 1
    claim.changed_by, claim.reason = by, reason
    with pghistory.context(user=by.pk, decision=decision):
        claim.save()
    return claim


def _already(claim: Claim) -> str:
    who = claim.decided_by.get_username() if claim.decided_by else "somebody"
    when = f" on {claim.decided_at:%d %b %Y at %H:%M}" if claim.decided_at else ""
    return (
        f"claim {claim.pk} is {claim.state}, by {who}{when}"
        if claim.decided_at
        else f"claim {claim.pk} is {claim.state}"
    )
