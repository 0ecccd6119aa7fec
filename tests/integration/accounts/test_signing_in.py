"""Signing in: by a one-time link, with a password, with a second factor, by the installation's own provider."""

import hmac
import time
from base64 import b32decode
from struct import unpack

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.people import create_user, sign_in_link
from accounts.roles import Role
from tests.making import a_person

PASSWORD = "a long enough phrase"


@pytest.fixture
def anna(reference):
    return a_person("anna", Role.ANALYST)


def path_of(link):
    return link.removeprefix("http://127.0.0.1:8000")


def code_of(secret, at=None):
    """The code of an authenticator app (RFC 6238), worked out here and not by the library under test."""
    counter = int((time.time() if at is None else at) // 30).to_bytes(8, "big")
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    return f"{(unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def signed_in(client):
    return client.get(reverse("account")).status_code == 200


def test_a_link_signs_in_once(anna, stranger):
    link = path_of(sign_in_link(anna))
    assert stranger.get(link).url == "/"
    assert signed_in(stranger)
    assert Client().get(link).status_code == 403


def test_a_link_that_is_none_is_said_to_be_void(db, stranger):
    answer = stranger.get("/sign-in/link/?sesame=nonsense")
    assert answer.status_code == 403
    assert b"link" in answer.content
    assert not signed_in(stranger)


def test_a_password_signs_in_and_a_wrong_one_does_not(anna, stranger):
    anna.set_password(PASSWORD)
    anna.save()
    wrong = stranger.post("/sign-in/", {"login": "anna", "password": "wrong"})
    assert b"not correct" in wrong.content
    assert stranger.post("/sign-in/", {"login": "anna", "password": PASSWORD}).url == "/"
    assert signed_in(stranger)


def test_who_guesses_is_stopped(anna, stranger):
    anna.set_password(PASSWORD)
    anna.save()
    for _ in range(10):
        stranger.post("/sign-in/", {"login": "anna", "password": "wrong"})
    stranger.post("/sign-in/", {"login": "anna", "password": PASSWORD})
    assert not signed_in(stranger)


@pytest.fixture
def secret(anna):
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    return secret


@pytest.mark.parametrize("by_link", [True, False])
def test_a_second_factor_is_asked_for_whatever_the_first_was(anna, stranger, secret, by_link):
    anna.set_password(PASSWORD)
    anna.save()
    if by_link:
        answer = stranger.get(path_of(sign_in_link(anna)))
    else:
        answer = stranger.post("/sign-in/", {"login": "anna", "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert not signed_in(stranger)
    stranger.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(stranger)
    stranger.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert signed_in(stranger)


def test_an_authenticator_app_is_set_up(anna, stranger):
    stranger.get(path_of(sign_in_link(anna)))
    page = stranger.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    stranger.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert set(Authenticator.objects.filter(user=anna).values_list("type", flat=True)) >= {"totp"}


def test_nobody_signs_up_by_themselves(db, stranger):
    answer = stranger.post(reverse("account_signup"), {"username": "eve", "password1": PASSWORD, "password2": PASSWORD})
    assert b"closed" in answer.content.lower()
    assert not signed_in(stranger)


def test_sessions_are_listed_and_others_ended(anna, stranger):
    elsewhere = Client()
    elsewhere.get(path_of(sign_in_link(anna)))
    anna.refresh_from_db()
    stranger.get(path_of(sign_in_link(anna)))
    assert stranger.get(reverse("usersessions_list")).context["session_count"] == 2
    stranger.post(reverse("usersessions_list"))
    assert signed_in(stranger)
    assert not signed_in(elsewhere)


def test_without_public_read_a_stranger_is_sent_to_the_sign_in_page(db, stranger, settings):
    settings.PUBLIC_READ = False
    assert stranger.get("/").url == "/sign-in/?next=/"
    assert stranger.get("/sign-in/").status_code == 200
    assert stranger.get(reverse("mfa_authenticate")).url.startswith(reverse("account_login"))


def test_a_new_persons_clearance_is_that_of_the_role(db):
    assert create_user(name="vera", role=Role.VIEWER).clearance == "GREEN"
