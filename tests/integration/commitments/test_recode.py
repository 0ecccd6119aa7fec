"""An analyst reads documents again with a newer engine."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from commitments import coding, recoding, review
from commitments.coding import CODED_BY
from commitments.findings import coding_of
from commitments.models import Claim, CodingRun
from commitments.recording import Evidence, Provenance, record_claim
from documents import jobs
from documents.intake import Particulars, take_in
from documents.models import Document
from extraction.engine import CandidateClaim, Extraction, Passage
from tests.making import a_document, a_person

TEXT = "Denmark will send 100 soldiers. Norway will not send any. Sweden offers aircraft. Nothing else was said."
OLD = "rules 0.0"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def a_finding(country, topic, quote, *, stance="favor", value=None):
    start = TEXT.index(quote)
    people = {"personnel_min": None, "personnel_max": None} if topic == "troops" else {}
    return CandidateClaim(
        country=country,
        topic=topic,
        stance=stance,
        status=None,
        conditions=(),
        value=value or people,
        attribution="media_report",
        speaker=None,
        stated_on=None,
        quote=quote,
        start=start,
        end=start + len(quote),
        confidence=0.8,
    )


DANES = a_finding("DK", "troops", "Denmark will send 100 soldiers.")
DANES_COUNTED = a_finding("DK", "troops", "Denmark will send 100", value={"personnel_min": 100, "personnel_max": 100})
NORWEGIANS = a_finding("NO", "troops", "Norway will not send any.", stance="against")
SWEDES = a_finding("SE", "participation", "Sweden offers aircraft.")


@pytest.fixture
def engine(monkeypatch):
    """Have the engine find these claims."""

    def finds(*claims, language="en", coded=True):
        passages = tuple(Passage(claim.start, claim.end, claim.topic) for claim in claims)
        found = Extraction(language=language, coded=coded, claims=claims, passages=passages)
        for module in (coding, recoding):
            monkeypatch.setattr(module, "extract", lambda *_, **__: found)

    finds()
    return finds


def a_coded_document(*old: CandidateClaim) -> Document:
    """A document that an older version coded, with its candidates."""
    particulars = Particulars(title="A report", published_on=date(2025, 3, 2))
    document = take_in(TEXT.encode(), file_name="report.txt", particulars=particulars, by=None, send=False).document
    jobs.process(document.pk)
    document.refresh_from_db()
    for found in old:
        evidence = Evidence(document, found.start, found.end, found.quote)
        record_claim(coding_of(found), evidence, Provenance(Claim.Origin.ENGINE, OLD, found.confidence))
    CodingRun.objects.update(coder=OLD)
    return document


def recode(*arguments):
    out = io.StringIO()
    call_command("recode", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_what_is_new_becomes_a_candidate_of_this_version(engine):
    document = a_coded_document(DANES)
    engine(DANES, SWEDES)
    printed = recode()
    assert f"document {document.pk} A report: {OLD} to {CODED_BY}" in printed
    assert "  new      SE participation favor “Sweden offers aircraft.”" in printed
    added = document.claims.get(country="SE")
    assert (added.state, added.origin_name, added.quote) == ("candidate", CODED_BY, SWEDES.quote)
    assert document.claims.count() == 2
    assert list(document.passages.values_list("topic", flat=True)) == ["troops", "participation"]


def test_a_dry_run_prints_the_same_and_writes_nothing(engine):
    document = a_coded_document(DANES)
    engine(DANES, SWEDES)
    printed = recode("--dry-run")
    assert "  new      SE participation favor" in printed
    assert "1 documents read" in printed
    assert "nothing was written" in printed
    assert document.claims.count() == 1
    assert not CodingRun.objects.filter(coder=CODED_BY).exists()


def test_a_candidate_that_is_coded_otherwise_now_is_replaced_and_kept(engine):
    document = a_coded_document(DANES)
    earlier = document.claims.get()
    engine(DANES_COUNTED)
    assert f"replaces candidate {earlier.pk}" in recode()
    later = document.claims.get(origin_name=CODED_BY)
    assert later.replaces == earlier
    assert later.personnel_max == 100
    earlier.refresh_from_db()
    assert earlier.state == "candidate"


@pytest.mark.parametrize("decide", [review.accept, review.reject])
def test_what_a_person_decided_is_never_touched(engine, decide):
    document = a_coded_document(DANES)
    decided = decide(document.claims.get().pk, by=a_person("rita", Role.REVIEWER))
    engine(DANES_COUNTED)
    assert f"claim {decided.pk} ({decided.state}) stays as it is" in recode()
    assert document.claims.get().version == decided.version


def test_a_candidate_that_is_found_no_more_is_listed_and_left(engine):
    document = a_coded_document(NORWEGIANS)
    earlier = document.claims.get()
    printed = recode()
    assert f"  gone     candidate {earlier.pk} NO troops against of {OLD}" in printed
    earlier.refresh_from_db()
    assert earlier.state == "candidate"


def test_a_second_time_there_is_nothing_to_do(engine):
    a_coded_document(DANES)
    engine(DANES_COUNTED, SWEDES)
    recode()
    assert recode().startswith(f"0 documents read by {CODED_BY}")
    again = recode("--document", Document.objects.get().pk)
    assert "0 new, 0 coded otherwise, 0 found no more, 0 unlike what a person decided, 2 the same" in again


def test_a_language_that_is_coded_now_is_coded(engine):
    engine(language="fr", coded=False)
    document = a_coded_document()
    assert document.state == Document.State.NOT_CODED
    engine(DANES)
    recode()
    document.refresh_from_db()
    assert (document.state, document.error, document.language) == ("coded", "", "en")
    assert document.claims.count() == 1


def test_what_the_codebook_forbids_is_noted_on_the_run_and_the_rest_is_kept(engine):
    document = a_coded_document()
    engine(a_finding("DK", "troops", "Denmark will send 100 soldiers.", stance="maybe"), SWEDES)
    recode()
    run = document.coding_runs.get(coder=CODED_BY)
    assert (run.found, run.added) == (2, 1)
    assert run.refused == ["DK troops: stance: 'maybe' is not a stance"]


def test_a_document_that_cannot_be_recoded_is_named(engine):
    note = a_document("A note of ours on what Denmark said.")
    for number, says in ((999, "there is no document 999"), (note.pk, "is a source note")):
        with pytest.raises(CommandError, match=says):
            recode("--document", number)
