"""Whether and when a language model is asked about a document. Off unless MODEL_URL is set.

The rules come first and stand whatever the model says: its run is queued when they are done, in the same
transaction, and carried out as a job of its own. A document is sent only if its marking is one of MODEL_MARKINGS at
that moment. Every request counts against the day's budget (UTC) from the moment it goes out; when the budget is spent,
runs stay queued until the next day. A failure is noted on the run and on the document's timings, and nothing else
happens.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from commitments.findings import Difference, compare, record_findings
from commitments.models import Claim, CodingRun
from documents.models import Document
from extraction.model import Endpoint, ModelError, Reply, ask

State = CodingRun.State
BUDGET_LOCK = 7102
"""Key of the advisory lock under which the day's budget is looked up and spent."""
BATCH = 100


def endpoint() -> Endpoint | None:
    """The configured endpoint; None where no model is to be asked."""
    if not settings.MODEL_URL:
        return None
    return Endpoint(settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_API_KEY, settings.MODEL_TIMEOUT_SECONDS)


def queue(document: Document) -> CodingRun | None:
    """Queue the question about this document; None where none is to be asked, noting it where its marking forbids it.

    Called in the transaction that codes the document; the job is sent when it has been committed.
    """
    asked = endpoint()
    if asked is None:
        return None
    run, _ = CodingRun.objects.get_or_create(
        document=document, coder=asked.model, state=State.QUEUED, defaults={"origin": Claim.Origin.MODEL}
    )
    if document.marking not in settings.MODEL_MARKINGS:
        _close(run, State.WITHHELD, _withheld(document))
        document.refresh_from_db(fields=["timings"])
        return None
    return run


def carry_out(run_id: int) -> None:
    """Ask the model, once. Safe to run twice: a run that has been sent, or has ended, is left alone."""
    asked = endpoint()
    run = _spend(run_id) if asked else None
    if asked is None or run is None:
        return
    document = run.document
    try:
        reply = ask(asked, document.text, published_on=document.published_on)
    except ModelError as error:
        _close(run, State.FAILED, str(error))
    else:
        _take_over(run, reply)


def waiting() -> list[int]:
    """Runs that wait to be sent; none once the day's budget is spent."""
    queued = CodingRun.objects.filter(state=State.QUEUED, requested_at__isnull=True)
    return list(queued.order_by("pk").values_list("pk", flat=True)[:BATCH]) if _is_left() else []


def give_up_lost() -> None:
    """Close runs whose worker was lost while it waited for the reply: what was spent is not spent again."""
    longest = timedelta(seconds=2 * settings.MODEL_TIMEOUT_SECONDS + settings.STALE_JOB_SECONDS)
    lost = CodingRun.objects.filter(state=State.QUEUED, requested_at__lt=timezone.now() - longest)
    for run in lost.select_related("document"):
        _close(run, State.FAILED, "the worker was lost before the reply came")


@transaction.atomic
def _spend(run_id: int) -> CodingRun | None:
    """The run with its request counted; None where it is not to be sent (any more, or yet)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BUDGET_LOCK])
    runs = CodingRun.objects.select_for_update(of=("self",), skip_locked=True).select_related("document")
    run = runs.filter(pk=run_id, state=State.QUEUED, requested_at__isnull=True).first()
    if run is None or not _is_left():
        return None
    if run.document.marking not in settings.MODEL_MARKINGS:
        _close(run, State.WITHHELD, _withheld(run.document))
        return None
    run.requested_at, run.requests = timezone.now(), 1
    run.save(update_fields=["requested_at", "requests"])
    return run


def _is_left() -> bool:
    """Whether today's budget allows another request; 0 sets no limit."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    spent = CodingRun.objects.filter(requested_at__gte=today).aggregate(r=Sum("requests"), t=Sum("tokens"))
    requests, tokens = settings.MODEL_REQUESTS_PER_DAY, settings.MODEL_TOKENS_PER_DAY
    return not (requests and (spent["r"] or 0) >= requests) and not (tokens and (spent["t"] or 0) >= tokens)


def _take_over(run: CodingRun, reply: Reply) -> None:
    try:
        _record(run, reply)
    except (DatabaseError, ValueError) as error:
        # The checks let something through that cannot be stored: a defect to be seen, and no reason to ask again.
        run.refresh_from_db()
        _close(run, State.FAILED, f"the proposals could not be stored ({type(error).__name__})")


@transaction.atomic
def _record(run: CodingRun, reply: Reply) -> None:
    """Write what nobody has claimed yet; where a claim is there already, the model's coding of it changes nothing."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=run.document_id)
    proposals = reply.proposals
    new = [each for each in compare(document, proposals.claims) if each.difference is Difference.NEW]
    written, refused = record_findings(document, new, origin=Claim.Origin.MODEL, coder=run.coder, with_confidence=False)
    run.found, run.added, run.tokens = len(proposals.claims), len(written), reply.tokens
    run.refused = [*proposals.refused, *refused]
    _close(run, State.DONE)


def _close(run: CodingRun, state: str, error: str = "") -> CodingRun:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save()
    note: dict[str, Any] = {"model": run.coder, "state": state}
    note |= {"error": error} if error else {"found": run.found, "added": run.added, "refused": len(run.refused)}
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).only("timings").get(pk=run.document_id)
        document.timings["model"] = note
        document.save(update_fields=["timings", "updated_at"])
    return run


def _withheld(document: Document) -> str:
    return f"TLP:{document.marking} is not sent to a model"
