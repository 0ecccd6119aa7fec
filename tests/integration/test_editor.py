"""The editor of an answer over HTTP: fields saved as they are typed, versions, roles, publishing."""

import json

import pytest

from commitments.models import Response
from tests.making import a_document, an_accepted_claim

pytestmark = pytest.mark.django_db

EDIT = "/responses/GB/2/edit/"
PAGE = "/responses/GB/2/"


def save(client, version, path=EDIT, **fields):
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return client.patch(path, json.dumps({"fields": fields}), content_type="application/json", headers=headers)


def typed(client, **fields):
    """A draft of GB's answer to question 2 with these fields; gives the version to save on."""
    return save(client, "0.0", **fields).json()["version"]


@pytest.fixture
def handed_in(analyst):
    """A complete answer of Anna's, handed in."""
    claim = an_accepted_claim()
    fields = {"state": "answered", "stance": "favor", "summary": "Ready to send.", "claims": [str(claim.pk)]}
    version = typed(analyst, **fields)
    assert analyst.post(EDIT, {"version": version, **fields, **DAYS, "act": "hand_in"}).status_code == 302
    return Response.objects.get()


DAYS = {"effective_on": "2025-03-02", "looked_at": "2025-03-02", "basis": "assessed"}


def test_a_field_is_saved_as_it_is_typed(analyst):
    reply = save(analyst, "0.0", summary="Rea", **{"troops.personnel_min": "ten"})
    assert reply.status_code == 200
    response = Response.objects.get()
    assert reply["ETag"] == f'"{response.pk}.{response.version}"'
    assert response.draft["summary"] == "Rea"
    assert reply.json()["errors"]["troops.personnel_min"] == "'ten' is not a whole number"


def test_the_page_shows_what_was_saved_in_another_browser(analyst, reviewer):
    typed(analyst, summary="Ready to send soldiers.")
    assert b"Ready to send soldiers." in reviewer.get(EDIT).content


def test_a_draft_that_cites_a_claim_shows_no_error(analyst):
    typed(analyst, claims=[str(an_accepted_claim().pk)])
    assert b'role="alert"' not in analyst.get(EDIT).content


def test_opening_the_editor_makes_no_draft(analyst):
    assert analyst.get(EDIT).status_code == 200
    assert not Response.objects.exists()


def test_a_save_without_if_match_is_refused(analyst):
    reply = save(analyst, None, summary="A")
    assert (reply.status_code, reply.json()["title"]) == (428, "If-Match is missing")


def test_who_saves_second_is_told_what_stands(analyst, reviewer):
    version = typed(analyst, summary="A")
    save(reviewer, version, summary="B")
    reply = save(analyst, version, summary="C")
    assert reply.status_code == 412
    assert (reply.json()["who"], reply.json()["draft"]["summary"]) == ("rita", "B")


def test_two_first_saves_meet(analyst, reviewer):
    typed(analyst, summary="A")
    reply = save(reviewer, "0.0", uncertainty="B")
    assert reply.status_code == 412
    assert save(reviewer, reply.json()["version"], uncertainty="B").status_code == 200
    assert Response.objects.get().draft["summary"] == "A"


@pytest.mark.parametrize("wrong", ["", "x", "1", "-1.2", "1.2.3", "9" * 30 + ".1"])
def test_a_version_that_is_none_is_refused(analyst, wrong):
    assert save(analyst, wrong, summary="A").status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "{", '{"fields": 1}', '{"fields": {"summary": {"a": 1}}}'])
def test_a_body_that_is_none_is_refused(analyst, body):
    reply = analyst.patch(EDIT, body, content_type="application/json", headers={"if-match": '"0.0"'})
    assert reply.status_code == 400


def test_an_unknown_field_and_a_zero_character_are_named(analyst):
    reply = save(analyst, "0.0", colour="red", summary="a\0b")
    assert reply.status_code == 400
    assert "colour: question 2 has no such field" in reply.json()["errors"]
    assert "summary: a text has no character zero" in reply.json()["errors"]
    assert not Response.objects.exists()


def test_roles(stranger, viewer, analyst):
    assert save(stranger, "0.0", summary="A").status_code == 401
    assert stranger.get(EDIT).status_code == 302
    assert viewer.get(EDIT).status_code == 403
    assert save(viewer, "0.0", summary="A").status_code == 403
    assert stranger.get(PAGE).status_code == viewer.get(PAGE).status_code == 200
    assert b"Nobody is writing" in analyst.get(PAGE).content
    assert b"Nobody is writing" not in viewer.get(PAGE).content


def test_a_plain_form_merges_what_does_not_clash(analyst, reviewer):
    version = typed(analyst, summary="A")
    save(reviewer, version, uncertainty="theirs")
    reply = analyst.post(EDIT, {"version": version, "summary": "A2", **DAYS})
    assert reply.status_code == 302
    draft = Response.objects.get().draft
    assert (draft["summary"], draft["uncertainty"]) == ("A2", "theirs")


def test_a_plain_form_shows_three_columns_and_saves_the_choice(analyst, reviewer):
    version = typed(analyst, summary="before")
    save(reviewer, version, summary="theirs")
    reply = analyst.post(EDIT, {"version": version, "summary": "yours", "uncertainty": "kept", **DAYS})
    assert reply.status_code == 409
    assert all(side in reply.content.decode() for side in ("yours", "theirs", "before"))
    response = Response.objects.get()
    assert (response.draft["summary"], response.draft["uncertainty"]) == ("theirs", "kept")
    picked = {"version": f"{response.pk}.{response.version}", "picked": "1", "pick:summary": '"yours"'}
    assert analyst.post(EDIT, picked).status_code == 302
    assert Response.objects.get().draft["summary"] == "yours"


def test_both_citations_are_kept(analyst, reviewer):
    one, other = an_accepted_claim(), an_accepted_claim()
    version = typed(analyst, summary="A")
    save(reviewer, version, claims=[str(one.pk)])
    analyst.post(EDIT, {"version": version, "summary": "A", "cite": str(other.pk), **DAYS})
    assert sorted(Response.objects.get().draft["claims"]) == sorted([str(one.pk), str(other.pk)])


def test_a_second_person_publishes(handed_in, reviewer, stranger):
    asked = {"version": f"{handed_in.pk}.{handed_in.version}", "publish-reason": "new_source"}
    assert reviewer.post(f"{PAGE}publish/", asked).status_code == 302
    assert b"Ready to send." in stranger.get(PAGE).content


def test_publishing_asks_for_a_reason(handed_in, reviewer):
    reply = reviewer.post(f"{PAGE}publish/", {"version": f"{handed_in.pk}.{handed_in.version}"})
    assert reply.status_code == 422
    assert b"Choose one of position_changed" in reply.content


def test_publishing_without_evidence_is_refused_with_the_reason(analyst, reviewer):
    fields = {"state": "answered", "stance": "favor", "summary": "Ready."}
    analyst.post(EDIT, {"version": typed(analyst, **fields), **fields, **DAYS, "act": "hand_in"})
    version = Response.objects.get()
    asked = {"version": f"{version.pk}.{version.version}", "publish-reason": "new_source"}
    reply = reviewer.post(f"{PAGE}publish/", asked)
    assert reply.status_code == 422
    assert b"rests on at least one accepted claim" in reply.content


def test_who_wrote_part_of_it_does_not_publish_it(analyst, reviewer):
    claim = an_accepted_claim()
    version = typed(reviewer, summary="Ready.", state="answered", stance="favor")
    version = save(analyst, version, claims=[str(claim.pk)]).json()["version"]
    analyst.post(EDIT, {"version": version, "act": "hand_in", "summary": "Ready.", "state": "answered",
                        "stance": "favor", "claims": str(claim.pk), **DAYS})  # fmt: skip
    response = Response.objects.get()
    assert response.status == "in_review"
    asked = {"version": f"{response.pk}.{response.version}", "publish-reason": "new_source"}
    reply = reviewer.post(f"{PAGE}publish/", asked)
    assert reply.status_code == 403
    assert b"ask a second person" in reply.content


def test_a_team_of_one_publishes_openly(handed_in, settings, admin, stranger):
    settings.ALLOW_SELF_PUBLISH = True
    asked = {"version": f"{handed_in.pk}.{handed_in.version}", "back-note": "mine"}
    admin.post(f"{PAGE}send-back/", asked)
    response = Response.objects.get()
    save(admin, f"{response.pk}.{response.version}", summary="Ready to send, again.")
    draft = {name: given for name, given in Response.objects.get().draft.items() if given is not None}
    admin.post(EDIT, {**draft, "version": f"{response.pk}.{response.version + 1}", "act": "hand_in"})
    response = Response.objects.get()
    assert b"lets authors publish" in admin.get(PAGE).content
    asked = {"version": f"{response.pk}.{response.version}", "publish-reason": "new_source"}
    assert admin.post(f"{PAGE}publish/", asked).status_code == 302
    assert b"by its own author" in stranger.get(PAGE).content


def test_sent_back_with_a_note(handed_in, reviewer, analyst):
    version = f"{handed_in.pk}.{handed_in.version}"
    assert reviewer.post(f"{PAGE}send-back/", {"version": version, "back-note": " "}).status_code == 422
    assert reviewer.post(f"{PAGE}send-back/", {"version": version, "back-note": "Which day?"}).status_code == 302
    assert b"Which day?" in analyst.get(EDIT).content


def test_what_was_handed_in_takes_no_more_words(handed_in, analyst):
    reply = save(analyst, f"{handed_in.pk}.{handed_in.version}", summary="More")
    assert reply.status_code == 409
    assert "in_review" in reply.json()["detail"]
    assert analyst.get(EDIT).status_code == 302


@pytest.mark.parametrize(
    ("number", "field", "given"),
    [
        (2, "troops.personnel_min", "9" * 12),
        (2, "troops.personnel_min", "\u00b2"),
        (6, "aid.amount", "NaN"),
        (6, "aid.amount", "1e400"),
        (6, "aid.item", "x" * 400),
        (3, "deployment.places", "y" * 400),
        (2, "official_reply", "9" * 40),
        (2, "official_reply", "123456"),
        (2, "claims", ["9" * 40]),
        (2, "claims", ["\u00b2"]),
        (2, "effective_on", "yesterday"),
    ],
)
def test_what_no_column_holds_is_kept_and_named(analyst, number, field, given):
    path = f"/responses/GB/{number}/edit/"
    fields = {"state": "answered", "summary": "Ready.", "aid.stance": "favor", "aid.category": "finance",
              "aid.currency": "EUR", "troops.stance": "favor", **DAYS, field: given}  # fmt: skip
    topics = {2: ("troops",), 3: ("deployment",), 6: ("aid",)}[number]
    fields = {name: said for name, said in fields.items() if "." not in name or name.split(".")[0] in topics}
    version = save(analyst, "0.0", path, **fields).json()["version"]
    reply = analyst.post(path, {**fields, "version": version, "act": "hand_in"})
    assert reply.status_code == 422
    assert Response.objects.get().draft[field] == given
    assert analyst.get(path).status_code == 200


def test_discarding_takes_the_version_away(analyst):
    version = typed(analyst, summary="A")
    assert analyst.post(f"{PAGE}discard/", {"version": version}).status_code == 302
    assert not Response.objects.exists()
    assert save(analyst, version, summary="B").status_code == 409


def test_a_draft_that_rests_on_a_hidden_document_is_hidden(reviewer, analyst):

    secret = an_accepted_claim(document=a_document("A secret report says yes.", marking="AMBER+STRICT"))
    version = typed(reviewer, summary="Secret words", claims=[str(secret.pk)])
    reply = analyst.get(EDIT)
    assert reply.status_code == 403
    assert b"Secret words" not in reply.content + analyst.get(PAGE).content
    assert save(analyst, version, summary="B").status_code == 403


@pytest.mark.parametrize("panel", ["claims", "candidates", "search&q=soldiers", "document"])
def test_the_editor_asks_as_many_questions_for_ten_claims_as_for_one(
    analyst, panel, django_assert_num_queries, django_assert_max_num_queries
):
    an_accepted_claim()
    analyst.get(EDIT)
    with django_assert_max_num_queries(25) as one:
        analyst.get(f"{EDIT}?panel={panel}")
    for _ in range(9):
        an_accepted_claim()
    with django_assert_num_queries(len(one)):
        analyst.get(f"{EDIT}?panel={panel}")
