"""`make screenshots`: pictures of each page and state, made anew for the documentation.

It starts the program on the starter data in a folder of its own, so that the pictures show what a fresh installation
shows. A new picture is a new line in `SHOTS`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, StorageState, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "screenshots"
PORT = int(os.environ.get("PORT", "8199"))
READY = re.compile(r"Ready: (\S+)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUALITY = 70


class Shot(NamedTuple):
    """One picture: its name, the address, who looks (empty: a stranger), the window's width and the theme."""

    name: str
    path: str
    role: str = ""
    width: int = 1280
    theme: str = "light"
    height: int = 900


SHOTS = [
    Shot("dashboard", "/?as_of=2026-01-15", height=1180),
    Shot("dashboard-dark", "/?as_of=2026-01-15", theme="dark", height=1180),
    Shot("dashboard-phone", "/?as_of=2026-01-15", width=390, height=844),
    Shot("dashboard-february-2025", "/?as_of=2025-02-20", height=1180),
    Shot("map-aid", "/?as_of=2026-01-15&topic=aid#map"),
    Shot("matrix", "/?as_of=2026-01-15&member=nato&sort=q2#matrix"),
    Shot("force", "/?as_of=2025-09-10#force"),
    Shot("country", "/countries/FR/?as_of=2026-01-15"),
    Shot("country-phone", "/countries/FR/?as_of=2026-01-15", width=390, theme="dark", height=844),
    Shot("questions", "/questions/?as_of=2026-01-15"),
    Shot("question", "/questions/2/?as_of=2026-01-15"),
    Shot("compare", "/compare/?country=GB&country=FR&country=DE&as_of=2026-01-15"),
    Shot("changes", "/changes/?since=2025-08-15&until=2025-09-15"),
    Shot("methodology", "/methodology/"),
    Shot("bad-date", "/?as_of=2025-02-30", height=420),
    Shot("review", "/review/", role="admin"),
    Shot("review-phone", "/review/", role="admin", width=390, theme="dark", height=844),
    Shot("claim-history", "/claims/1/history/"),
    Shot("double-coding", "/desk/double/", role="admin"),
    Shot("desk", "/desk/", role="admin"),
    Shot("desk-assign", "/desk/?assign=1", role="admin"),
    Shot("desk-phone", "/desk/", role="admin", width=390, height=844),
    Shot("answer", "/responses/GB/2/", role="admin"),
    Shot("editor", "/responses/GB/2/edit/", role="admin", height=1180),
    Shot("editor-search-dark", "/responses/GB/2/edit/?panel=search&q=troops", role="admin", theme="dark"),
    Shot("editor-phone", "/responses/GB/2/edit/", role="admin", width=390, height=844),
    Shot("answer-history", "/responses/GB/2/history/", role="admin"),
]


def main() -> None:
    """Make all pictures, or those whose names are given."""
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(exist_ok=True)
    with served() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        session = sign_in(browser, link)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                take(browser, shot, session if shot.role else None)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The program on fresh starter data; gives the link that signs the administrator in."""
    with tempfile.TemporaryDirectory(prefix="pledgeboard-pictures-", dir="/tmp") as data_dir:
        program = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(PORT)],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": data_dir},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert program.stdout is not None
            yield next(found[1] for line in program.stdout if (found := READY.search(line)))
        finally:
            program.terminate()
            program.wait(timeout=30)


def sign_in(browser: Browser, link: str) -> StorageState:
    """A signed-in session, to look at pages that not everybody may see."""
    context = browser.new_context()
    context.new_page().goto(link)
    return context.storage_state()


def take(browser: Browser, shot: Shot, session: StorageState | None) -> None:
    """One picture, of what is in the window."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{PORT}",
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.theme,
        reduced_motion="reduce",
        locale="en-GB",
        storage_state=session,
    )
    page = context.new_page()
    page.goto(shot.path)
    page.screenshot(path=FOLDER / f"{shot.name}.jpg", type="jpeg", quality=QUALITY)
    context.close()
    print(shot.name)


if __name__ == "__main__":
    main()
