"""Several people at once: the log has no gap and no reordering, at any moment that a reader looks."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from accounts.markings import up_to
from accounts.roles import Role
from commitments import review
from commitments.changes import entries
from commitments.models import Change, Claim
from commitments.positions import positions
from documents.models import Document
from tests.making import a_candidate, a_document, a_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
WRITERS, EACH, SECONDS = 4, 6, 60


def in_threads(*jobs):
    """Run the jobs at the same moment, each on a connection of its own; raise what they raise."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(SECONDS)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [running.result(SECONDS) for running in [pool.submit(run, job) for job in jobs]]


def test_readers_never_see_a_gap_or_an_entry_before_an_earlier_one():
    rita = a_person("rita", Role.REVIEWER)
    claims = [
        a_candidate(document=a_document(f"Statement {n}.", marking=("CLEAR", "RED")[n % 2])).pk
        for n in range(WRITERS * EACH)
    ]
    begun = Change.objects.count()
    writing = threading.Event()

    def write(number):
        for claim in claims[number::WRITERS]:
            review.accept(claim, by=rita)
        return []

    def read():
        seen = []
        while not writing.is_set() or not seen:
            for reader in ("CLEAR", "RED"):
                found = [(entry.sequence, entry.at) for entry in entries(markings=up_to(reader), limit=None)]
                seen.append((reader, found))
            if len(seen) > 1 and len(seen[-1][1]) == begun + len(claims):
                writing.set()
        return seen

    *_, seen = in_threads(*(lambda n=n: write(n) for n in range(WRITERS)), read)
    for reader in ("CLEAR", "RED"):
        looks = [found for who, found in seen if who == reader]
        for earlier, later in itertools.pairwise(looks):
            assert later[: len(earlier)] == earlier
        assert [number for number, _ in looks[-1]] == list(range(1, len(looks[-1]) + 1))
        assert [at for _, at in looks[-1]] == sorted(at for _, at in looks[-1])


def test_decisions_on_overlapping_claims_do_not_lock_each_other_out():
    people = [a_person("rita", Role.REVIEWER), a_person("ralf", Role.REVIEWER)]
    claims = [a_candidate("GB").pk for _ in range(6)]
    orders = [claims, claims[::-1]]
    in_threads(
        *(
            lambda by=by, ids=ids: review.decide_many(ids, "accept", by=by)
            for by, ids in zip(people, orders, strict=True)
        )
    )
    assert Claim.objects.filter(state="accepted").count() == Change.objects.filter(kind="claim_accepted").count() == 6


def test_a_commit_waits_until_the_one_that_has_the_next_number_is_through():
    rita = a_person("rita", Role.REVIEWER)
    first, second = a_candidate(), a_candidate()

    def impatient():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            review.accept(second.pk, by=rita)

    with transaction.atomic(), connection.cursor() as cursor:
        review.accept(first.pk, by=rita)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(OperationalError, match="lock timeout"):
            in_threads(impatient)
    assert list(Change.objects.filter(kind="claim_accepted").values_list("evidence", flat=True)) == [[first.pk]]


@transaction.atomic
def describe(document_id, **change):
    Document.objects.filter(pk=document_id).update(**change)


def or_told(act, *of, **how):
    """Do it; whoever comes second may be refused."""
    with suppress(review.DecisionError, DatabaseError):
        act(*of, **how)


@pytest.mark.parametrize(
    "change", [{"marking": "RED"}, {"withdrawn_at": "2026-01-01T00:00Z", "withdrawn_why": "Wrong."}]
)
def test_a_claim_accepted_while_its_document_is_restricted_or_withdrawn_is_never_left_in_view(change):
    rita = a_person("rita", Role.REVIEWER)
    for number in range(5):
        claim = a_candidate(document=a_document(f"Statement {number}."))

        in_threads(
            lambda pk=claim.pk: or_told(review.accept, pk, by=rita),
            lambda pk=claim.document_id: or_told(describe, pk, **change),
        )
        document = Document.objects.get(pk=claim.document_id)
        claim.refresh_from_db()
        if document.marking == "RED":
            assert positions(as_of=claim.effective_on, markings=["CLEAR"]) == []
        assert not (document.withdrawn_at and claim.state == "accepted")
