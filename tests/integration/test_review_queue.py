"""The review queue over HTTP: who gets in, what is shown, what decisions do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from commitments import review
from commitments.models import Change, Claim
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def decide(client, decision, *claims, **more):
    given = {"claim": [claim.pk for claim in claims], "decision": decision, **more}
    return client.post("/review/decide/", given, headers=HTMX)


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).state


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 302), ("viewer", 403), ("analyst", 200), ("reviewer", 200), ("admin", 200)]
)
@pytest.mark.parametrize("path", ["/review/", "/review/{}/edit/", "/review/news/"])
def test_only_who_decides_gets_in(request, reference, who, status, path):
    claim = a_candidate()
    assert request.getfixturevalue(who).get(path.format(claim.pk)).status_code == status


@pytest.mark.parametrize(
    ("who", "state"), [("stranger", "candidate"), ("viewer", "candidate"), ("analyst", "accepted")]
)
def test_only_who_decides_can_accept(request, reference, who, state):
    claim = a_candidate()
    decide(request.getfixturevalue(who), "accept", claim)
    assert state_of(claim) == state


def test_a_candidate_is_shown_in_its_paragraph(analyst):
    text = "First paragraph.\nBefore it. The minister said yes. After it.\nLast paragraph."
    a_candidate(document=a_document(text), quote="The minister said yes.")
    page = analyst.get("/review/").content.decode()
    assert "<p>Before it. <mark>The minister said yes.</mark> After it.</p>" in page
    assert "First paragraph" not in page


def test_a_long_paragraph_is_cut_at_a_word(analyst):
    text = "word " * 400 + "The minister said yes. " + "word " * 400
    a_candidate(document=a_document(text), quote="The minister said yes.")
    page = analyst.get("/review/").content.decode()
    assert "<p>…word word" in page
    assert "word word…</p>" in page


@pytest.mark.parametrize(
    ("standing", "candidate", "words"),
    [
        (None, {"stance": "favor"}, "First statement on this topic: in favour (2 Mar 2025)"),
        (("against", 1), {"stance": "favor"}, "Troops: against (1 Feb 2025) → in favour (2 Mar 2025)"),
        (("favor", 1), {"stance": "favor"}, "Confirms in favour; newest statement 1 Feb 2025 → 2 Mar 2025"),
        (
            ("favor", 1),
            {"stance": "favor", "value": {"personnel_max": 500}},
            "Stays in favour; people: not said → up to 500",
        ),
        (
            ("against", 4),
            {"stance": "favor"},
            "Adds an earlier statement; the position stays against (1 May 2025)",
        ),
    ],
)
def test_the_queue_says_what_accepting_would_change(analyst, standing, candidate, words):
    if standing:
        stance, month = standing
        an_accepted_claim(stance=stance, stated_on=date(2025, month + 1, 1))
    a_candidate(**candidate)
    assert words in analyst.get("/review/").content.decode()


def test_accepting_does_what_the_queue_said(analyst):
    an_accepted_claim(stance="against", stated_on=date(2025, 2, 1))
    claim = a_candidate(stance="favor")
    answer = decide(analyst, "accept", claim).content.decode()
    assert "Accepted." in answer
    assert "badge--good" in answer
    change = Change.objects.latest("sequence")
    assert (change.kind, change.actor, change.reason) == ("claim_accepted", analyst.user, "new_source")


def test_a_rejection_carries_its_note(analyst):
    claim = a_candidate()
    decide(analyst, "reject", claim, note="An expert, not the government")
    claim.refresh_from_db()
    assert (claim.state, claim.note) == ("rejected", "An expert, not the government")


def test_a_reason_can_be_chosen(analyst):
    claim = a_candidate()
    decide(analyst, "accept", claim, reason="position_changed")
    assert Claim.objects.get(pk=claim.pk).reason == "position_changed"


def test_a_reason_that_is_none_is_refused(analyst):
    claim = a_candidate()
    assert "is not one of the reasons" in decide(analyst, "accept", claim, reason="whim").content.decode()
    assert state_of(claim) == "candidate"


def test_the_second_person_sees_who_was_first(analyst, reviewer):
    claim = a_candidate()
    decide(analyst, "accept", claim)
    answer = decide(reviewer, "reject", claim).content.decode()
    assert "candidate--decided" in answer
    assert "by anna" in answer
    assert state_of(claim) == "accepted"


def test_of_two_at_the_same_moment_one_decides(transactional_db, analyst, reviewer):
    claims = [a_candidate(country) for country in ("GB", "FR", "DE", "PL")]

    def answer(client, decision):
        try:
            return decide(client, decision, *claims).content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(answer, analyst, "accept"), pool.submit(answer, reviewer, "reject")]
        said = [one.result() for one in both]
    assert sum("Not done" in words for words in said) == 1
    assert Claim.objects.filter(version=2).count() == 4
    assert len({claim.state for claim in Claim.objects.all()}) == 1


def test_several_are_decided_at_once_and_undone_at_once(analyst):
    claims = [a_candidate(country) for country in ("GB", "FR", "DE")]
    assert "3 accepted." in decide(analyst, "accept", *claims).content.decode()
    analyst.post("/review/undo/", headers=HTMX)
    assert {state_of(claim) for claim in claims} == {"candidate"}
    assert Change.objects.filter(kind="claim_reopened").count() == 3


def test_of_several_those_decided_meanwhile_stay(analyst, reviewer):
    one, two = a_candidate("GB"), a_candidate("FR")
    decide(reviewer, "reject", one)
    answer = decide(analyst, "accept", one, two).content.decode()
    assert f"claim {one.pk} is rejected, by rita" in answer
    assert (state_of(one), state_of(two)) == ("rejected", "accepted")


def test_undo_takes_back_ones_own_last_decision_only(analyst, reviewer):
    one, two = a_candidate("GB"), a_candidate("FR")
    decide(analyst, "reject", one)
    decide(reviewer, "reject", two)
    analyst.post("/review/undo/", headers=HTMX)
    assert (state_of(one), state_of(two)) == ("candidate", "rejected")


def test_undo_with_nothing_to_undo_says_so(analyst):
    assert "no decision of yours" in analyst.post("/review/undo/", headers=HTMX).content.decode()


def test_undoing_what_is_not_on_the_page_reads_it_anew(analyst):
    claim = a_candidate()
    decide(analyst, "reject", claim)
    answer = analyst.post("/review/undo/", {"shown": "999999"}, headers=HTMX)
    assert answer.headers["HX-Refresh"] == "true"


def test_without_scripts_a_decision_leads_back_to_the_queue(analyst):
    claim = a_candidate()
    given = {"claim": claim.pk, "decision": "accept", "back": "/review/?by=country"}
    page = analyst.post("/review/decide/", given, follow=True)
    assert page.redirect_chain == [(f"/review/?by=country&decided={claim.pk}", 302)]
    assert "Decided just now" in page.content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/review/", "/review/\\evil"])
def test_a_decision_never_leads_elsewhere(analyst, back):
    given = {"claim": a_candidate().pk, "decision": "accept", "back": back}
    assert analyst.post("/review/decide/", given).headers["Location"].startswith("/review/?decided=")


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("country=FR", ["FR"]),
        ("topic=sanctions", ["DE"]),
        ("country=FR&topic=sanctions", []),
        ("origin=person", ["DE", "FR", "GB"]),
        ("origin=engine", []),
        ("confidence=0.5", []),
    ],
)
def test_filters_are_in_the_address(analyst, filters, shown):
    for country, topic in (("GB", "troops"), ("FR", "troops"), ("DE", "sanctions")):
        a_candidate(country, topic)
    queue = analyst.get(f"/review/?{filters}").context["queue"]
    assert sorted(card.claim.country_id for group in queue.groups for card in group.cards) == shown


@pytest.mark.parametrize("filters", ["country=XX", "topic=weather", "document=x", "by=colour", "confidence=lots"])
def test_a_wrong_filter_is_named(analyst, filters):
    page = analyst.get(f"/review/?{filters}")
    assert page.status_code == 400
    assert page.context["form"].errors.keys() == {filters.partition("=")[0]}


def test_the_queue_is_grouped_by_country_or_document(analyst):
    document = a_document("They said yes. And they did.")
    a_candidate("GB", document=document, quote="They said yes.")
    a_candidate("FR", document=document, quote="And they did.")
    by = {
        by: [g.title for g in analyst.get(f"/review/?by={by}").context["queue"].groups]
        for by in ("document", "country")
    }
    assert by == {"document": ["A report"], "country": ["France", "United Kingdom"]}


@pytest.mark.parametrize("by", ["document", "country"])
def test_pages_of_the_queue_hold_each_candidate_once(analyst, monkeypatch, by):
    monkeypatch.setattr("commitments.review_queue.PAGE", 3)
    made = {
        a_candidate(country, topic).pk for country in ("GB", "FR", "DE", "PL") for topic in ("troops", "participation")
    }
    seen, address = [], f"/review/?by={by}"
    while address:
        context = analyst.get(address).context
        seen += [card.claim.pk for group in context["queue"].groups for card in group.cards]
        address = context["following"]
    assert sorted(seen) == sorted(made)


def test_marked_documents_are_for_those_who_may_see_them(analyst, reviewer):
    claim = a_candidate(document=a_document(marking="AMBER+STRICT"))
    assert analyst.get("/review/").context["queue"].waiting == 0
    assert analyst.get(f"/review/{claim.pk}/edit/").status_code == 404
    decide(analyst, "accept", claim)
    assert state_of(claim) == "candidate"
    assert reviewer.get("/review/").context["queue"].waiting == 1


@pytest.mark.parametrize("more", [9, 40])
def test_more_candidates_cost_no_more_queries(analyst, more):
    for number in range(1 + more):
        if number in (1, more):
            with CaptureQueriesContext(connection) as queries:
                analyst.get("/review/")
            if number == 1:
                few = len(queries)
        a_candidate(("GB", "FR", "DE")[number % 3])
    assert len(queries) == few


def test_news_are_the_cards_that_others_decided(analyst, reviewer):
    one, two = a_candidate("GB"), a_candidate("FR")
    decide(reviewer, "reject", one)
    news = analyst.get(f"/review/news/?claim={one.pk},{two.pk}").content.decode()
    assert f'id="claim-{one.pk}"' in news
    assert f'id="claim-{two.pk}"' not in news


def coding(claim, **other):
    return {
        "country": "GB",
        "topic": "troops",
        "stance": "favor",
        "attribution": "official_named",
        "credibility": 2,
        "reason": "our_correction",
        "version": claim.version,
        **other,
    }


def test_editing_codes_the_claim_anew(analyst):
    claim = a_candidate()
    given = coding(claim, stance="conditional", conditions=["ceasefire"], personnel_max="10 000")
    answer = analyst.post(f"/review/{claim.pk}/edit/", given, headers=HTMX)
    assert answer.headers["HX-Reswap"] == "none"
    claim.refresh_from_db()
    assert (claim.stance, claim.conditions, claim.personnel_max) == ("conditional", ["ceasefire"], 10_000)


def test_editing_can_accept_at_once(analyst):
    claim = a_candidate()
    analyst.post(f"/review/{claim.pk}/edit/", coding(claim, then="accept"), headers=HTMX)
    assert state_of(claim) == "accepted"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stance": "conditional"}, "stance"),
        ({"personnel_min": "many"}, "personnel_min"),
        ({"personnel_min": "5", "personnel_max": "2"}, "personnel_min"),
        ({"status": "withdrawn"}, "status"),
        ({"stated_on": "2999-01-01"}, "stated_on"),
        ({"stated_on": "soon"}, "stated_on"),
        ({"country": "XX"}, "country"),
        ({"topic": "weather"}, "topic"),
        ({"attribution": "rumour"}, "attribution"),
        ({"speaker": "x" * 201}, "speaker"),
        ({"version": "7"}, "__all__"),
    ],
)
def test_what_is_wrong_with_an_edit_is_said_at_its_field(analyst, wrong, field):
    claim = a_candidate()
    page = analyst.post(f"/review/{claim.pk}/edit/", coding(claim, **wrong))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert Claim.objects.get(pk=claim.pk).version == claim.version


def test_another_topic_has_other_fields(analyst):
    claim = a_candidate()
    fields = analyst.get(f"/review/{claim.pk}/edit/?topic=aid").context["form"].fields
    assert "amount" in fields
    assert "personnel_min" not in fields


def test_the_form_is_filled_in_with_what_the_claim_says(analyst):
    claim = a_candidate("GB", "duration", value={"months_min": 24, "open_ended": True})
    form = analyst.get(f"/review/{claim.pk}/edit/").context["form"]
    assert form["months_min"].value() == 24
    assert 'value="true" selected' in str(form["open_ended"])


def test_an_edit_that_lost_the_race_is_refused(analyst):
    claim = a_candidate()
    review.reject(claim.pk, by=a_person("rita", Role.REVIEWER))
    page = analyst.post(f"/review/{claim.pk}/edit/", coding(claim, then="accept"), headers=HTMX)
    assert "was changed meanwhile" in page.content.decode()
    assert state_of(claim) == "rejected"
