"""Making a claim of a passage, and looking at citations whose sentence is gone."""

import pytest

from commitments import selections
from commitments.models import Claim, Recheck
from commitments.rechecks import recheck_claims
from documents.models import Document
from extraction.engine import CandidateClaim, Extraction, Passage
from questionnaire.codebook import empty_value
from tests.making import SAID, a_candidate, a_document, an_accepted_claim

ADDRESS = "https://example.org/statement"
CODES = {"country": "NO", "topic": "troops", "stance": "favor", "attribution": "official_named", "credibility": "2"}


@pytest.fixture
def finds(monkeypatch):
    """What the engine finds in any text."""

    def set_findings(*claims, passages=()):
        found = Extraction(claims=claims, passages=passages)
        monkeypatch.setattr(selections, "extract", lambda _text, **_: found)

    return set_findings


def a_finding(start, end, country="NO", topic="troops"):
    return CandidateClaim(
        country, topic, "favor", None, (), empty_value(topic), "official_named", "Jens", None, "", start, end, 0.9
    )


def test_the_form_is_filled_in_with_the_claim_that_the_selection_covers(analyst, finds):
    finds(a_finding(0, 8, "SE"), a_finding(4, 40))
    document = a_document()
    page = analyst.get(f"/documents/{document.pk}/claims/new/?start=4&end=30").content.decode()
    assert '<option value="NO" selected>' in page
    assert f"<mark>{document.text[4:30]}</mark>" in page
    assert 'value="Jens"' in page


def test_without_a_claim_the_topic_is_that_of_the_passage(analyst, finds):
    finds(passages=(Passage(0, 30, "duration"),))
    page = analyst.get(f"/documents/{a_document().pk}/claims/new/?start=4&end=30").content.decode()
    assert '<option value="duration" selected>' in page
    assert "Stay, at least" in page


@pytest.mark.parametrize(("then", "state"), [("", "candidate"), ("accept", "accepted")])
def test_a_person_makes_a_claim(analyst, then, state):
    document = a_document()
    answer = analyst.post(f"/documents/{document.pk}/claims/new/", {**CODES, "start": 0, "end": 12, "then": then})
    claim = Claim.objects.get()
    assert answer.url == f"/documents/{document.pk}/#claim-{claim.pk}"
    assert (claim.quote, claim.state, claim.origin, claim.origin_name) == (SAID[:12], state, "person", "anna")


def test_the_words_of_a_passage_do_as_well(analyst, finds):
    finds()
    url = f"/documents/{a_document().pk}/claims/new/"
    assert "Words of the passage" in analyst.get(url).content.decode()
    assert "<mark>send soldiers</mark>" in analyst.get(url, {"quote": "send soldiers"}).content.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start": "0", "end": "9999"}, "do not lie in the text of 73 characters"),
        ({"start": "x", "end": "5"}, "two whole numbers are wanted"),
        ({"quote": "was never said"}, "these words do not stand in the text like that"),
        ({"start": "5", "end": "5"}, "do not lie in the text"),
    ],
)
def test_a_passage_that_is_not_in_the_text_is_refused(analyst, given, message):
    answer = analyst.get(f"/documents/{a_document().pk}/claims/new/", given)
    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_codes_against_the_codebook_are_named_and_nothing_is_stored(analyst):
    given = {**CODES, "start": 0, "end": 12, "stance": "conditional"}
    answer = analyst.post(f"/documents/{a_document().pk}/claims/new/", given)
    assert answer.status_code == 422
    assert "a condition makes it conditional" in answer.content.decode()
    assert not Claim.objects.exists()


def test_offsets_are_code_points(analyst, finds):
    finds()
    document = a_document("🇳🇴🇸🇪 Norway will.")
    page = analyst.get(f"/documents/{document.pk}/claims/new/?start=5&end=11").content.decode()
    assert "<mark>Norway</mark>" in page


def test_viewers_and_strangers_make_no_claims(viewer, stranger):
    url = f"/documents/{a_document().pk}/claims/new/"
    assert viewer.get(url).status_code == 403
    assert stranger.post(url, CODES).status_code == 302


def a_capture(text: str) -> Document:
    document = a_document(text, url=ADDRESS, kind="file")
    recheck_claims(document)
    return document


def test_a_sentence_that_is_gone_is_orphaned_and_asked_about(analyst):
    first = a_capture("Norway will send soldiers.\nThe minister said so in Oslo.")
    gone = an_accepted_claim("NO", document=first, quote="Norway will send soldiers.")
    kept = an_accepted_claim("NO", "participation", document=first, quote="The minister said so in Oslo.")
    second = a_capture("Updated. The minister said\nso in Oslo.")
    assert dict(Recheck.objects.values_list("claim", "found")) == {gone.pk: False, kept.pk: True}
    assert "Norway will send soldiers." in analyst.get("/rechecks/").content.decode()
    assert "Orphaned" in analyst.get(f"/documents/{first.pk}/").content.decode()
    gone.refresh_from_db()
    assert (gone.document, gone.state) == (first, "accepted")
    assert recheck_claims(second) == []


def test_whoever_has_looked_says_what_they_found(analyst):
    an_accepted_claim("NO", document=a_capture("Norway will send soldiers."))
    a_capture("Page not found.")
    check = Recheck.objects.get()
    analyst.post(f"/rechecks/{check.pk}/settle/", {"note": "Moved to another page."})
    check.refresh_from_db()
    assert (check.settled_by.username, check.note) == ("anna", "Moved to another page.")
    assert "No citation waits" in analyst.get("/rechecks/").content.decode()


def test_a_short_quote_must_stand_beside_what_it_stood_beside(reference):
    first = a_capture("Norway offers 200 soldiers.")
    claim = an_accepted_claim("NO", document=first, quote="200 soldiers")
    a_capture("Sweden lost 200 soldiers, it said.")
    a_capture("Again: Norway offers 200 soldiers, it said.")
    assert list(claim.rechecks.order_by("pk").values_list("found", flat=True)) == [False, True]


def test_candidates_other_addresses_and_hidden_captures_are_no_ones_task(viewer, analyst):
    a_candidate(document=a_capture("Norway will send soldiers."))
    an_accepted_claim("NO", document=a_document("Norway will, they said.", url=ADDRESS + "/other", kind="file"))
    a_capture("Page not found.")
    assert not Recheck.objects.exists()
    claim = an_accepted_claim("NO", document=a_capture("Norway will take part in it."))
    hidden = a_document("Nothing here.", url=ADDRESS, kind="file", marking="RED")
    recheck_claims(hidden)
    assert claim.rechecks.get().found is False
    assert "No citation waits" in analyst.get("/rechecks/").content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_of_rechecks_costs_the_same_queries(analyst, django_assert_max_num_queries, count):
    document = a_capture("Norway will send soldiers.")
    for _ in range(count):
        an_accepted_claim("NO", document=document)
    a_capture("Gone.")
    with django_assert_max_num_queries(5):
        analyst.get("/rechecks/")
