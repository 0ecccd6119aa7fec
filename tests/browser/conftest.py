"""Chromium for the browser tests: the machine's own, driven by Playwright, against Django's live server.

`open_page(user)` gives a new page in a context of its own, signed in as that person (or nobody); two calls are two
browsers. Console errors and failed requests fail the test. `assert_accessible(page)` runs axe.
"""

import os
import shutil
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SERIOUS = ("serious", "critical")


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the session. Playwright keeps an event loop in this thread, which Django must bear with.

    As long as there is that loop, Django keeps other connections for this thread; nobody finds them again afterwards.
    """
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "Chromium must be there in CI"
        pytest.skip("no Chromium or Chrome on this machine")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Callable[..., Page]:
    """Open pages, each in a context of its own: `open_page(user, path="/", width=1440, **context)`."""
    opened, troubles = [], []

    def open_one(user: User | None = None, path: str = "/", *, width: int = 1440, height: int = 900, **like) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, reduced_motion="reduce", **like
        )
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: said.type == "error" and troubles.append(f"{page.url}: {said.text}"))
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        page.troubles = troubles  # a test that provokes an error takes it out of this list
        opened.append(context)
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert troubles == []


def session_cookie(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def assert_accessible(page: Page) -> None:
    """Axe finds nothing serious (WCAG 2.2 A and AA) on the page as it is now."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    serious = [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:160]}"
        for violation in found.response["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
    assert serious == [], "\n".join(serious)
