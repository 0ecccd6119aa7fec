"""Nothing inline: a strict content security policy lets no script, style or handler in a page run."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE),
    "a script without a file": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an address elsewhere": re.compile(r"<(?:script|link|img)[^>]*(?:src|href)=\"(?:https?:)?//", re.IGNORECASE),
    "htmx that evaluates": re.compile(r"\bhx-(?:on|vals=.js:)", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what):
    found = [
        str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if INLINE[what].search(path.read_text())
    ]
    assert found == []
