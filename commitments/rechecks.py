"""Looking for the quotes of a source again when a newer capture of its address arrives. Nothing moves by itself."""

from itertools import chain

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from accounts.markings import visible_markings
from accounts.models import User
from accounts.roles import Act, may
from commitments.models import Claim, Recheck
from commitments.review import DecisionError, NotAllowedError
from documents.models import Document

TELLING = 25
"""A quote of so many characters is told by itself; a shorter one only with what stood beside it."""


def recheck_claims(document: Document) -> list[Recheck]:
    """Look in a new capture for the quotes of accepted claims from older captures of the same address.

    Safe to run twice. Our own source notes are summaries: they quote no page, and are no capture of one.
    """
    if not document.url or document.kind == Document.Kind.SOURCE_NOTE:
        return []
    older = Claim.objects.accepted().filter(document__url=document.url, document__lt=document.pk)
    claims = older.exclude(document__kind=Document.Kind.SOURCE_NOTE).exclude(rechecks__document=document)
    text = _even(document.text)
    checks = [Recheck(claim=claim, document=document, found=_stands_in(text, claim)) for claim in claims]
    return Recheck.objects.bulk_create(checks, ignore_conflicts=True)


def open_rechecks(user: User | AnonymousUser) -> "models.QuerySet[Recheck]":
    """Orphaned citations that nobody has looked at yet, oldest first; both documents are visible to this visitor."""
    seen = visible_markings(user)
    checks = Recheck.objects.filter(
        found=False, settled_at=None, claim__document__marking__in=seen, document__marking__in=seen
    )
    return checks.filter(claim__state=Claim.State.ACCEPTED).order_by("pk")


@transaction.atomic
def settle(recheck_id: int, *, by: User, note: str) -> Recheck:
    """Say what was found on looking: the claim stays as it is; to take it back is a decision of its own."""
    if not may(by, Act.DECIDE):
        raise NotAllowedError(f"{by.get_username()} may not decide on claims")
    if not note.strip():
        raise DecisionError("Say what you found.")
    recheck = open_rechecks(by).select_for_update(of=("self",)).filter(pk=recheck_id).first()
    if recheck is None:
        raise DecisionError("Somebody has looked at this citation already, or it is not there.")
    recheck.settled_by, recheck.settled_at, recheck.note = by, timezone.now(), note.strip()
    recheck.save(update_fields=["settled_by", "settled_at", "note"])
    return recheck


def _stands_in(text: str, claim: Claim) -> bool:
    quote = _even(claim.quote)
    if len(quote) >= TELLING or quote not in text:
        return quote in text
    before = [f"{_even(claim.prefix)} {quote}", f"{_even(claim.prefix)}{quote}"] if claim.prefix.strip() else []
    after = [f"{quote} {_even(claim.suffix)}", f"{quote}{_even(claim.suffix)}"] if claim.suffix.strip() else []
    beside = list(chain(before, after))
    return not beside or any(one in text for one in beside)


def _even(text: str) -> str:
    """The text with single blanks: another capture may break its lines elsewhere."""
    return " ".join(text.split())
