"""The right of reply: filing a dispute on a cell, confirming it, deciding whether it is shown, answering it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pghistory
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.markings import ORDER, Marking
from accounts.models import User
from accounts.roles import Act, may
from commitments.models import Country, Dispute, Response
from questionnaire.models import Question

SALT = "dispute"
CONFIRM_SECONDS = 7 * 24 * 3600


class DisputeError(Exception):
    """It cannot be done; the message says why."""


class NotAllowedError(DisputeError):
    """This person may not do it."""


@dataclass(frozen=True)
class Filing:
    """What is disputed and by whom; `name` and `email` are the public's."""

    country: Country
    question: Question
    text: str
    link: str = ""
    name: str = ""
    email: str = ""


def public_may_file() -> bool:
    """Whether people without an account may dispute: only where the installation wants it and can send mail."""
    return bool(settings.PUBLIC_DISPUTES and settings.EMAIL_URL)


@transaction.atomic
def file(filing: Filing, *, by: User | None, confirm_url: str = "") -> Dispute:
    """File a dispute. A signed-in reader's waits for a reviewer at once; the public's once the mail is answered.

    `confirm_url` is the address to which the token is added in that mail.
    """
    if by is None and not public_may_file():
        raise NotAllowedError("sign in to dispute what is shown")
    if filing.link:
        URLValidator(schemes=["http", "https"])(filing.link)
    given = {name: getattr(filing, name).strip() for name in ("text", "link", "name", "email")}
    state = Dispute.State.WAITING if by else Dispute.State.UNCONFIRMED
    dispute = Dispute(country=filing.country, question=filing.question, filed_by=by, state=state, **given)
    dispute.full_clean(validate_constraints=False)
    dispute.save(force_insert=True)
    if by is None:
        transaction.on_commit(lambda: _ask_to_confirm(dispute, confirm_url))
    return dispute


def _ask_to_confirm(dispute: Dispute, confirm_url: str) -> None:
    send_mail(
        "Confirm your dispute",
        f"Somebody, you we hope, disputes on Pledgeboard what is shown for {dispute.country} on question"
        f" {dispute.question.number}:\n\n{dispute.text}\n\nTo send it to our reviewers, open this address within seven"
        f" days:\n\n{confirm_url}{signing.dumps(dispute.pk, salt=SALT)}/\n\nIf it was not you, do nothing.\n",
        None,
        [dispute.email],
    )


@transaction.atomic
def confirm(token: str) -> Dispute:
    """Hand a public dispute to the reviewers. Raises DisputeError for a token that is void."""
    try:
        dispute_id = signing.loads(token, salt=SALT, max_age=CONFIRM_SECONDS)
    except signing.BadSignature:
        raise DisputeError("this address is void: it was cut short, or is older than seven days") from None
    dispute = Dispute.objects.select_for_update().filter(pk=dispute_id).first()
    if dispute is None:
        raise DisputeError("this dispute is gone")
    if dispute.state == Dispute.State.UNCONFIRMED:
        dispute.state = Dispute.State.WAITING
        dispute.save(update_fields=["state"])
    return dispute


@transaction.atomic
def show(dispute_id: int, *, by: User) -> Dispute:
    """Show it beside the cell, to those who may see the answer that it disputes."""
    return _decide(dispute_id, Dispute.State.SHOWN, by=by, note="")


@transaction.atomic
def refuse(dispute_id: int, *, by: User, note: str) -> Dispute:
    """Keep it, but do not show it; the note says why."""
    if not note.strip():
        raise DisputeError("note: say why it is not shown")
    return _decide(dispute_id, Dispute.State.REFUSED, by=by, note=note.strip())


@transaction.atomic
def answer(dispute_id: int, *, by: User, text: str) -> Dispute:
    """Say what we hold of it; another answer takes its place, and the earlier one stays in the history."""
    if not text.strip():
        raise DisputeError("answer: it is blank")
    dispute = _locked(dispute_id, by)
    if dispute.state != Dispute.State.SHOWN:
        raise DisputeError(f"dispute {dispute.pk} is {dispute.state}: only what is shown is answered")
    dispute.answer, dispute.answered_by, dispute.answered_at = text.strip(), by, timezone.now()
    return _save(dispute, by, "answer")


def shown_disputes(country: str, question: int, markings: Sequence[str]) -> QuerySet[Dispute]:
    """What readers of these markings see beside a cell, newest first."""
    cell = Dispute.objects.filter(country=country, question__number=question)
    return cell.filter(state=Dispute.State.SHOWN, marking__in=markings)


def _marking_of_answer(dispute: Dispute) -> str:
    """The most restricted marking of what the published answer rests on; CLEAR where none is published."""
    published = Response.objects.filter(
        country=dispute.country_id, question=dispute.question_id, status=Response.Status.PUBLISHED
    ).first()
    if published is None:
        return Marking.CLEAR
    found = set(published.claims.values_list("document__marking", flat=True))
    if published.official_reply:
        found.add(published.official_reply.marking)
    return max(found, key=ORDER.index, default=Marking.CLEAR)


def _decide(dispute_id: int, state: Dispute.State, *, by: User, note: str) -> Dispute:
    dispute = _locked(dispute_id, by)
    if dispute.state == Dispute.State.UNCONFIRMED:
        raise DisputeError(f"dispute {dispute.pk} has not been confirmed by who filed it")
    if dispute.state == state:
        raise DisputeError(f"dispute {dispute.pk} is {state} already, by {dispute.decided_by}")
    dispute.state, dispute.decided_by, dispute.decided_at, dispute.note = state, by, timezone.now(), note
    if state == Dispute.State.SHOWN:
        dispute.marking = _marking_of_answer(dispute)
    return _save(dispute, by, state)


def _locked(dispute_id: int, by: User) -> Dispute:
    if not may(by, Act.PUBLISH):
        raise NotAllowedError(f"{by.get_username()} may not decide on disputes")
    dispute = Dispute.objects.select_for_update(of=("self",)).filter(pk=dispute_id).first()
    if dispute is None:
        raise DisputeError(f"there is no dispute {dispute_id}")
    return dispute


def _save(dispute: Dispute, by: User, decision: str) -> Dispute:
    with pghistory.context(user=by.pk, decision=decision):
        dispute.save()
    return dispute
