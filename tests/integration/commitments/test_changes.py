"""The change log as readers see it, and who moved between two days."""

from datetime import date

import pghistory
import pytest
from django.db import transaction
from django.utils import timezone

from accounts.markings import up_to
from accounts.roles import Role
from commitments import review
from commitments.changes import change_days, entries, moves
from commitments.models import CodebookVersion, Country
from commitments.positions import positions
from documents.models import Document
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

CLEAR, RED = up_to("CLEAR"), up_to("RED")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(reference):
    """Countries are in the log, too: tests look at what comes after them."""


def claims_log(markings=CLEAR, **filters):
    return [entry for entry in entries(markings=markings, limit=None, **filters) if "claim" in entry.kind]


def mark(document, marking):
    document.marking = marking
    with transaction.atomic():
        document.save(update_fields=["marking"])


def test_an_accepted_claim_is_an_entry_with_its_reason_and_value():
    claim = an_accepted_claim("GB", "troops", value={"personnel_min": 10_000})
    entry = entries(markings=CLEAR, newest_first=True, limit=1)[0]
    assert (entry.kind, entry.country, entry.topic, entry.evidence) == ("claim_accepted", "GB", "troops", [claim.pk])
    assert (entry.reason, entry.actor_role, entry.before) == ("new_source", "reviewer", None)
    assert entry.after["value"] == {"personnel_min": 10_000, "personnel_max": None}
    assert (entry.after["stance"], entry.after["status"], entry.after["document"]) == ("favor", None, claim.document_id)


def test_a_candidate_and_its_rejection_are_no_entries():
    before = entries(markings=RED, limit=None)
    review.reject(a_candidate().pk, by=a_person("rita", Role.REVIEWER))
    assert entries(markings=RED, limit=None) == before


def test_undoing_an_acceptance_is_a_new_entry():
    claim = an_accepted_claim()
    review.undo(claim.pk, by=a_person("anna", Role.ANALYST))
    assert [entry.kind for entry in entries(markings=CLEAR, kinds=["claim_accepted", "claim_reopened"])] == [
        "claim_accepted",
        "claim_reopened",
    ]
    assert positions(as_of=date(2025, 4, 1), markings=CLEAR) == []


def test_readers_of_each_marking_have_numbers_without_gaps():
    for marking in ("RED", "CLEAR", "AMBER", "CLEAR", "RED", "GREEN"):
        an_accepted_claim(
            document=a_document(f"They would send soldiers ({marking} {len(claims_log(RED))}).", marking=marking)
        )
    for marking, seen in {"CLEAR": 2, "GREEN": 3, "AMBER": 4, "AMBER+STRICT": 4, "RED": 6}.items():
        all_of_them = entries(markings=up_to(marking), limit=None)
        assert [entry.sequence for entry in all_of_them] == list(range(1, len(all_of_them) + 1))
        assert sum(entry.kind == "claim_accepted" for entry in all_of_them) == seen


def test_a_restricted_document_takes_its_words_out_of_the_log_and_leaves_no_gap():
    claim = an_accepted_claim()
    sequence = entries(markings=CLEAR, newest_first=True, limit=1)[0].sequence
    mark(claim.document, "RED")
    old, gone = entries(markings=CLEAR, after=sequence - 1)
    assert (old.kind, old.country, old.evidence, old.after) == ("withheld", None, [], None)
    assert (gone.kind, gone.country, gone.before, gone.after) == ("claim_marked", None, {"claim": claim.pk}, None)
    assert [entry.kind for entry in entries(markings=RED)][-3:] == ["claim_accepted", "claim_marked", "claim_marked"]
    assert positions(as_of=date(2025, 4, 1), markings=CLEAR) == []


def test_another_version_of_the_codebook_is_an_entry():
    CodebookVersion.objects.create(version="99")
    with transaction.atomic():
        """The entry comes at the commit."""
    (first, second) = entries(markings=CLEAR, kinds=["codebook_changed"])
    assert (first.before, second.before, second.after) == (None, first.after, {"version": "99"})
    assert (second.reason, second.actor_role) == ("codebook_change", "system")


def test_a_country_changed_by_somebody_says_by_whom():
    ada = a_person("ada", Role.ADMIN)
    with pghistory.context(user=ada.pk), transaction.atomic():
        Country.objects.filter(pk="CH").update(coalition=True)
    entry = entries(markings=CLEAR, countries=["CH"], newest_first=True)[0]
    assert (entry.kind, entry.actor_role, entry.reason) == ("country_changed", "admin", "our_correction")
    assert (entry.before["coalition"], entry.after["coalition"]) != (True, True)
    assert entry.after["coalition"] is True


def test_a_withdrawn_document_takes_its_claims_along_and_gives_none_again():
    claim, other = an_accepted_claim(), a_candidate()
    for document in (claim.document_id, other.document_id):
        with transaction.atomic():
            Document.objects.filter(pk=document).update(withdrawn_at=timezone.now(), withdrawn_why="Forged.")
    entry = entries(markings=CLEAR, newest_first=True)[0]
    assert (entry.kind, entry.evidence, entry.reason) == ("claim_retracted", [claim.pk], "source_corrected")
    claim.refresh_from_db()
    assert (claim.state, claim.note, claim.version) == ("retracted", "The document was withdrawn: Forged.", 3)
    with pytest.raises(review.DecisionError, match="withdrawn"):
        review.accept(other.pk, by=a_person("rita", Role.REVIEWER))


def test_the_log_is_filtered_by_country_topic_and_day():
    an_accepted_claim("GB", "troops")
    an_accepted_claim("FR", "sanctions")
    today = entries(markings=CLEAR, newest_first=True)[0].at.date()
    assert [e.country for e in entries(markings=CLEAR, topics=["troops", "sanctions"], since=today)] == ["GB", "FR"]
    assert [e.topic for e in entries(markings=CLEAR, countries=["FR"], kinds=["claim_accepted"])] == ["sanctions"]
    assert entries(markings=CLEAR, until=date(2025, 1, 1)) == []


def test_a_move_says_from_what_to_what_on_which_evidence_and_why():
    an_accepted_claim("PL", "troops", stated_on=date(2025, 2, 10), stance="against")
    later = an_accepted_claim("PL", "troops", stated_on=date(2025, 3, 10), stance="conditional", conditions=["mandate"])
    (move,) = moves(since=date(2025, 2, 20), until=date(2025, 3, 20), markings=CLEAR)
    assert (move.country, move.topic, move.question) == ("PL", "troops", 2)
    assert (move.before.stance, move.after.stance) == ("against", "conditional")
    assert (move.changed, move.evidence, move.reasons) == (["stance", "conditions"], [later.pk], ["new_source"])
    assert moves(since=date(2025, 3, 10), until=date(2025, 3, 20), markings=CLEAR) == []


def test_change_days_are_those_on_which_a_position_became_another():
    for day, stance in ((1, "favor"), (5, "favor"), (9, "against")):
        an_accepted_claim("PL", "troops", stated_on=date(2025, 3, day), stance=stance)
    an_accepted_claim("FR", "troops", stated_on=date(2025, 3, 7))
    assert change_days(markings=CLEAR) == [date(2025, 3, day) for day in (1, 7, 9)]
    assert change_days(markings=CLEAR, country="PL") == [date(2025, 3, day) for day in (1, 9)]
    assert change_days(markings=CLEAR, topic="aid") == []
