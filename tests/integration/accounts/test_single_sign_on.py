"""Signing in by the installation's own OpenID Connect provider; a small one answers on this machine's loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, roles_of
from tests.making import a_person

NORA = {"sub": "n-1", "preferred_username": "nora", "email": "nora@ministry.example", "email_verified": True}


class Provider(BaseHTTPRequestHandler):
    def do_GET(self):
        at = f"http://127.0.0.1:{self.server.server_port}"
        answers = {
            "/.well-known/openid-configuration": {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/userinfo": NORA,
        }
        self.answer(answers[self.path])

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "a token", "token_type": "Bearer"})

    def answer(self, said):
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def provider(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        app = {
            "provider_id": "oidc",
            "name": "the ministry",
            "client_id": "pledgeboard",
            "secret": "a secret",
            "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield
        server.shutdown()


def sign_in(client):
    there = client.post(reverse("openid_connect_login", args=["oidc"])).url
    asked = parse_qs(urlparse(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    answer = {"code": "a code", "state": asked["state"][0]}
    return client.get(reverse("openid_connect_callback", args=["oidc"]), answer)


def test_the_sign_in_page_offers_it(db, stranger, provider):
    assert "Sign in with the ministry" in stranger.get("/sign-in/").content.decode()


def test_without_a_provider_it_is_not_offered(db, stranger):
    assert "Sign in with single" not in stranger.get("/sign-in/").content.decode()


def test_somebody_known_here_by_their_address_comes_in_as_who_they_are(reference, stranger, provider):
    nora = a_person("n.nordmann", Role.REVIEWER)
    User.objects.filter(pk=nora.pk).update(email=NORA["email"])
    sign_in(stranger)
    assert stranger.get(reverse("account")).wsgi_request.user == nora
    assert User.objects.count() == 1


def test_somebody_unknown_stays_out(reference, stranger, provider):
    answer = sign_in(stranger)
    assert "closed" in answer.content.decode().lower()
    assert not User.objects.exists()


def test_somebody_unknown_comes_in_where_a_role_is_set_for_them(reference, stranger, provider, settings):
    settings.OIDC_ROLE = "viewer"
    sign_in(stranger)
    nora = User.objects.get(username="nora")
    assert roles_of(nora) == {Role.VIEWER}
    assert nora.clearance == "GREEN"
    assert stranger.get(reverse("account")).status_code == 200
