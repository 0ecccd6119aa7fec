"""Signing in with what the browser holds: a password, a passkey of a virtual authenticator; axe on each page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.conftest import assert_accessible

PASSWORD = "a long enough phrase"
PAGES = ["account", "people", "mfa_index", "usersessions_list", "mfa_activate_totp", "mfa_add_webauthn", "disputes"]


@pytest.fixture
def ada(transactional_db, admin):
    admin.user.set_password(PASSWORD)
    admin.user.save()
    return admin.user


def sign_in(page):
    page.goto("/sign-in/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="ada", exact=True).wait_for()


def go_to_settings(page, name):
    """The password is asked for once more before anything about signing in is changed."""
    page.goto(reverse(name))
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{reverse(name)}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_account_are_accessible(ada, open_page, scheme):
    page = open_page(path="/sign-in/", color_scheme=scheme)
    assert_accessible(page)
    sign_in(page)
    go_to_settings(page, "mfa_activate_totp")
    for name in PAGES:
        page.goto(reverse(name))
        assert page.url.endswith(reverse(name))
        assert_accessible(page)


def test_a_passkey_is_set_up_and_signs_in(ada, open_page):
    page = open_page(path="/sign-in/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    go_to_settings(page, "mfa_add_webauthn")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("link", name="ada", exact=True).wait_for()


def test_an_invitation_is_made_and_used(ada, open_page):
    page = open_page(ada, "/people/")
    page.get_by_label("Name").fill("nora")
    page.get_by_role("button", name="Invite").click()
    link = page.get_by_role("textbox", name="Sign-in link").input_value()
    guest = Client()
    assert guest.get("/" + link.split("/", 3)[3]).url == "/"
