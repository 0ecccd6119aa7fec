"""The frame of every page, and the pages of refused requests."""

import pytest
from django.test import Client
from django.views.defaults import server_error

pytestmark = pytest.mark.django_db


def test_a_stranger_is_shown_no_desk(stranger, reference):
    page = stranger.get("/").content.decode()
    assert "TLP:CLEAR" in page
    assert "Sign in" in page
    assert "Sign out" not in page


def test_an_analyst_can_sign_out(analyst):
    assert "Sign out" in analyst.get("/").content.decode()
    assert analyst.post("/sign-out/").status_code == 302


@pytest.mark.parametrize("address", ["/?as_of=2025-02-30", "/?known_at=yesterday"])
def test_a_bad_date_is_named(stranger, reference, address):
    answer = stranger.get(address)
    assert answer.status_code == 400
    assert address.partition("=")[2] in answer.content.decode()


def test_an_unknown_page_is_named(stranger):
    answer = stranger.get("/nowhere/")
    assert answer.status_code == 404
    assert "/nowhere/" in answer.content.decode()


def test_an_unknown_address_of_the_api_is_a_problem(stranger):
    answer = stranger.get("/api/v1/nowhere/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert "/api/v1/nowhere/" in answer.json()["detail"]


def test_a_void_link_says_so(stranger):
    answer = stranger.get("/sign-in/link/?sesame=nonsense")
    assert answer.status_code == 403
    assert "signs nobody in" in answer.content.decode()


def test_the_page_of_a_fault_needs_nothing_that_may_be_broken(rf):
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_words(reference):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-out/")
    assert answer.status_code == 403
    assert "Go back, reload, send it again" in answer.content.decode()
