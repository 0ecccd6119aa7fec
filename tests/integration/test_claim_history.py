"""The history of a claim: versions with their differences, and who may see what of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from commitments import review
from commitments.models import Claim
from tests.making import a_candidate, a_document, a_person, an_accepted_claim

pytestmark = pytest.mark.django_db


def history(client, claim):
    return client.get(f"/claims/{claim.pk}/history/")


def test_each_version_says_what_it_changed(analyst):
    claim = an_accepted_claim()
    review.retract(claim.pk, by=analyst.user, note="It was another country", reason="our_correction")
    newest, accepted, first = history(analyst, claim).context["versions"]
    assert [(d.name, d.before, d.after) for d in newest.differences] == [("State", "Accepted", "Retracted")]
    assert (newest.act, newest.who, newest.reason) == ("Retracted", "anna", "Our correction")
    assert newest.note == "It was another country"
    assert [(d.before, d.after) for d in accepted.differences] == [("Candidate", "Accepted")]
    assert (first.act, first.differences) == ("Recorded", [])


def test_an_edit_shows_the_fields_it_changed(analyst):
    claim = a_candidate()
    given = {"country": "GB", "topic": "troops", "stance": "against", "attribution": "document", "credibility": 2}
    analyst.post(f"/review/{claim.pk}/edit/", {**given, "reason": "our_correction", "version": 1})
    newest = history(analyst, claim).context["versions"][0]
    changed = {d.name: (d.before, d.after) for d in newest.differences}
    assert changed["Stance"] == ("In favour", "Against")
    assert changed["Attribution"] == ("Official named", "Document")


def test_outside_a_role_stands_for_the_name(stranger, analyst):
    claim = an_accepted_claim(by=analyst.user)
    assert history(stranger, claim).context["versions"][0].who == "analyst"
    assert "anna" not in history(stranger, claim).content.decode()


@pytest.mark.parametrize(
    ("state", "who", "status"),
    [
        ("candidate", "stranger", 404),
        ("candidate", "viewer", 404),
        ("candidate", "analyst", 200),
        ("rejected", "stranger", 404),
        ("rejected", "analyst", 200),
        ("accepted", "stranger", 200),
        ("accepted", "viewer", 200),
        ("retracted", "stranger", 200),
    ],
)
def test_what_never_counted_is_for_those_who_decide(request, reference, state, who, status):
    claim, rita = a_candidate(), a_person("rita", Role.REVIEWER)
    if state == "rejected":
        review.reject(claim.pk, by=rita)
    elif state != "candidate":
        review.accept(claim.pk, by=rita)
    if state == "retracted":
        review.retract(claim.pk, by=rita, note="Wrong")
    assert Claim.objects.get(pk=claim.pk).state == state
    assert history(request.getfixturevalue(who), claim).status_code == status


def test_the_history_of_a_marked_claim_is_hidden_with_it(stranger, reviewer):
    claim = an_accepted_claim(document=a_document(marking="AMBER"))
    assert history(stranger, claim).status_code == 404
    assert history(reviewer, claim).status_code == 200


def test_more_versions_cost_no_more_queries(stranger, analyst):
    claim, cost = a_candidate(), []
    for rounds in (1, 5):
        for _ in range(rounds):
            review.accept(claim.pk, by=analyst.user)
            review.undo(claim.pk, by=a_person(f"person-{rounds}", Role.REVIEWER))
        review.accept(claim.pk, by=analyst.user)
        with CaptureQueriesContext(connection) as queries:
            assert history(stranger, claim).status_code == 200
        cost.append(len(queries))
        review.undo(claim.pk, by=analyst.user)
    assert cost[0] == cost[1]
