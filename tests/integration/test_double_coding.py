"""Double coding: two people code blind to each other, a third settles, and how far they agree is published."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from commitments import double_coding, responses
from commitments.coder_agreement import coder_agreement
from commitments.models import Coding, CodingPair, Country, DoubleCoding, Response
from questionnaire.models import Question
from tests.making import a_document, a_person, an_accepted_claim

pytestmark = pytest.mark.django_db

FAVOR = {
    "state": "answered",
    "stance": "favor",
    "basis": "assessed",
    "summary": "It would send soldiers.",
    "effective_on": "2025-03-02",
    "looked_at": "2025-03-02",
    "troops.stance": "favor",
    "bindingness": "remark",
}
AGAINST = {**FAVOR, "stance": "against", "troops.stance": "against", "summary": "It would not."}


@pytest.fixture
def question(reference):
    question = Question.objects.get(number=2)
    double_coding.set_double(question, on=True, by=a_person("rita", Role.REVIEWER))
    return question


@pytest.fixture
def anna(reference):
    return a_person("anna", Role.ANALYST)


@pytest.fixture
def bert(reference):
    return a_person("bert", Role.ANALYST)


@pytest.fixture
def rita(reference):
    return a_person("rita", Role.REVIEWER)


def code(who, question, content, *, country="GB", hand_in=True):
    coding = double_coding.join(Country.objects.get(pk=country), question, by=who)
    double_coding.save(coding.pk, content, by=who)
    return double_coding.hand_in(coding.pk, by=who) if hand_in else coding


def page_of(client, country="GB"):
    return client.get(f"/desk/double/{country}/2/")


def test_a_coder_sees_nothing_of_the_other_until_both_are_in(question, analyst, bert):
    code(bert, question, AGAINST)
    analyst.post("/desk/double/begin/", {"question": 2, "country": "GB"})
    assert "It would not." not in page_of(analyst).content.decode()
    code(analyst.user, question, FAVOR)
    assert "It would not." in page_of(analyst).content.decode()


@pytest.mark.parametrize("who", ["reviewer", "admin", "analyst"])
def test_nobody_else_sees_a_coding_before_both_are_in(request, question, who, bert):
    code(bert, question, AGAINST)
    client = request.getfixturevalue(who)
    for address in ("/desk/double/GB/2/", "/desk/double/", "/responses/GB/2/", "/countries/GB/"):
        assert "It would not." not in client.get(address).content.decode()


def test_a_third_coder_is_refused(question, anna, bert, reviewer):
    code(anna, question, FAVOR, hand_in=False)
    code(bert, question, FAVOR, hand_in=False)
    page = reviewer.post("/desk/double/begin/", {"question": 2, "country": "GB"}, follow=True)
    assert "two people code this answer already" in page.content.decode()
    assert Coding.objects.count() == 2


def test_what_is_handed_in_stays_as_it_is(question, anna):
    coding = code(anna, question, FAVOR)
    with pytest.raises(responses.ResponseError, match="handed in"):
        double_coding.save(coding.pk, AGAINST, by=anna)
    with pytest.raises(DatabaseError), transaction.atomic():
        Coding.objects.filter(pk=coding.pk).update(content={})


def test_nobody_writes_in_anothers_coding(question, anna, rita):
    coding = code(anna, question, FAVOR, hand_in=False)
    with pytest.raises(responses.NotAllowedError):
        double_coding.save(coding.pk, AGAINST, by=rita)


def test_a_coding_that_breaks_the_codebook_is_not_handed_in(question, analyst):
    code(analyst.user, question, {**FAVOR, "stance": "conditional"}, hand_in=False)
    given = {**FAVOR, "stance": "conditional", "act": "hand_in"}
    page = analyst.post("/desk/double/GB/2/", given)
    assert page.status_code == 422
    assert "a conditional stance names its conditions" in page.content.decode().lower()
    assert Coding.objects.get().handed_in_at is None


def test_a_reviewer_settles_field_by_field(question, anna, bert, reviewer):
    code(anna, question, FAVOR)
    code(bert, question, AGAINST)
    assert "<strong>differ</strong>" in page_of(reviewer).content.decode()
    picks = {"pick:stance": "2", "pick:troops.stance": "2", "pick:summary": "1"}
    reviewer.post("/desk/double/GB/2/", {"act": "settle", "note": "See the speech.", **picks})
    pair = CodingPair.objects.get()
    assert (pair.settled["stance"], pair.settled["summary"]) == ("against", "It would send soldiers.")
    assert (pair.adjudicator, pair.response.draft["stance"]) == (reviewer.user, "against")


def test_each_coder_sees_where_they_were_overruled(question, analyst, bert, rita):
    code(analyst.user, question, FAVOR)
    code(bert, question, AGAINST)
    picks = {"stance": "2", "troops.stance": "2", "summary": "2"}
    double_coding.settle(CodingPair.objects.get().pk, picks, by=rita, note="See the speech.")
    page = page_of(analyst).content.decode()
    assert "You were overruled in: Stance" in page
    assert "See the speech." in page
    assert double_coding.overruled(CodingPair.objects.get(), Coding.objects.get(coder=bert)) == []


def test_every_difference_is_settled_or_none(question, anna, bert, reviewer):
    code(anna, question, FAVOR)
    code(bert, question, AGAINST)
    page = reviewer.post("/desk/double/GB/2/", {"act": "settle", "pick:stance": "1"})
    assert page.status_code == 422
    assert CodingPair.objects.get().settled_at is None
    assert not Response.objects.exists()


@pytest.mark.parametrize(("who", "message"), [("rita", "who coded does not settle"), ("bert", "may not publish")])
def test_who_coded_does_not_settle(question, rita, bert, who, message):
    code(rita, question, FAVOR)
    code(bert, question, FAVOR)
    with pytest.raises(responses.NotAllowedError, match=message):
        double_coding.settle(CodingPair.objects.get().pk, {}, by=a_person(who, Role.REVIEWER))


def test_the_database_refuses_a_coder_as_adjudicator(question, anna, bert):
    code(anna, question, FAVOR)
    code(bert, question, FAVOR)
    with pytest.raises(DatabaseError, match="who coded does not settle"), transaction.atomic():
        CodingPair.objects.update(adjudicator=anna, settled_at="2025-03-02T12:00Z", settled={})


def test_what_was_settled_stays(question, anna, bert, rita):
    code(anna, question, FAVOR)
    code(bert, question, FAVOR)
    double_coding.settle(CodingPair.objects.get().pk, {}, by=rita)
    for change in ({"settled": {}}, {"note": "Other"}, {"settled_at": None, "adjudicator": None, "settled": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CodingPair.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        CodingPair.objects.all().delete()


def test_while_two_people_code_nobody_writes_the_draft(question, anna, reviewer):
    code(anna, question, FAVOR)
    with pytest.raises(responses.ResponseError, match="two people code"):
        responses.open_draft(Country.objects.get(pk="GB"), question, by=reviewer.user)
    assert reviewer.get("/responses/GB/2/edit/").headers["Location"] == "/desk/double/GB/2/"


def test_an_answer_is_published_only_from_two_codings(question, anna, bert, rita):
    claim, ada = an_accepted_claim("GB"), a_person("ada", Role.ADMIN)
    draft = responses.open_draft(Country.objects.get(pk="FR"), question, by=anna)
    draft = responses.save_draft(
        draft.pk, {**FAVOR, "state": "none_found", "stance": "", "troops.stance": ""}, by=anna, version=1
    )
    with pytest.raises(responses.ResponseError, match="coded twice"):
        responses.publish(draft.pk, by=ada, version=draft.version, reason="new_source")
    for coder in (anna, bert):
        code(coder, question, {**FAVOR, "claims": [claim.pk]})
    pair = double_coding.settle(CodingPair.objects.get(country_id="GB").pk, {}, by=rita)
    published = responses.publish(pair.response.pk, by=ada, version=pair.response.version, reason="new_source")
    assert published.status == "published"


@pytest.mark.parametrize(("who", "on"), [("analyst", False), ("viewer", False), ("reviewer", True)])
def test_reviewers_say_which_questions_are_coded_twice(request, reference, who, on):
    request.getfixturevalue(who).post("/desk/double/questions/3/", {"on": "1"})
    assert DoubleCoding.objects.filter(question__number=3, on=True).exists() == on


@pytest.mark.parametrize(("who", "status"), [("stranger", 302), ("viewer", 403), ("analyst", 200), ("reviewer", 200)])
def test_only_who_answers_gets_in(request, question, bert, who, status):
    code(bert, question, FAVOR)
    client = request.getfixturevalue(who)
    assert client.get("/desk/double/").status_code == status
    assert client.get("/desk/double/GB/2/").status_code == status


def test_agreement_is_published(question, stranger, anna, bert):
    for country, second in (("GB", FAVOR), ("FR", AGAINST), ("DE", FAVOR), ("PL", AGAINST)):
        code(anna, question, FAVOR if country != "PL" else AGAINST, country=country)
        code(bert, question, second, country=country)
    found = {item.field: item for item in coder_agreement(stranger_user(stranger))}
    assert (found["Stance"].n, round(found["Stance"].alpha, 3)) == (4, 0.533)
    assert found["State"].alpha is None
    assert "How far coders agree" in stranger.get("/methodology/").content.decode()


def test_agreement_leaves_out_what_rests_on_hidden_documents(question, stranger, anna, bert, rita):
    claim = an_accepted_claim(document=a_document(marking="AMBER"))
    for coder in (anna, bert):
        code(coder, question, {**FAVOR, "claims": [claim.pk]})
    assert coder_agreement(stranger_user(stranger)) == []
    assert {item.n for item in coder_agreement(rita)} == {1}


def test_a_coding_not_handed_in_counts_for_nothing(question, stranger, anna, bert):
    code(anna, question, FAVOR)
    code(bert, question, FAVOR, hand_in=False)
    assert coder_agreement(stranger_user(stranger)) == []


def test_more_pairs_cost_no_more_queries(question, analyst, anna, bert, stranger):
    cost = []
    for countries in (["GB"], ["FR", "DE", "PL", "IT", "ES"]):
        for country in countries:
            for coder in (anna, bert):
                code(coder, question, FAVOR, country=country)
        for client, path in ((analyst, "/desk/double/"), (stranger, "/methodology/")):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            cost.append(len(queries))
    assert cost[:2] == cost[2:]


def stranger_user(client):
    return client.get("/methodology/").wsgi_request.user
