"""Who may open and do what: each page and act of the program with the least role that it needs.

Below that role strangers are sent to the sign-in page and others are told that they may not (403); from it upwards
nobody is. What an act then does is tested in its room.
"""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.making import a_candidate

ROLES = ("stranger", "viewer", "analyst", "reviewer", "admin")
CELL, CLAIM, DOCUMENT = ("GB", 2), ("claim",), ("document",)
PAGES = {
    "stranger": {
        "dashboard": (),
        "questions": (),
        "question": (2,),
        "country": ("GB",),
        "compare": (),
        "changes": (),
        "methodology": (),
        "documents": (),
        "document": DOCUMENT,
        "response": CELL,
        "response_history": CELL,
        "sign_in": (),
    },
    "viewer": {"account": (), "dispute": CELL},
    "analyst": {
        "claim_new": DOCUMENT,
        "desk": (),
        "desk_next": (),
        "double_list": (),
        "evidence": CELL,
        "import": (),
        "rechecks": (),
        "response_edit": CELL,
        "review": (),
        "review_card": CLAIM,
        "review_edit": CLAIM,
        "review_news": (),
    },
    "reviewer": {"disputes": ()},
    "admin": {"people": ()},
}
ACTS = {
    "analyst": {
        "desk_assign": (),
        "double_begin": (),
        "document_describe": DOCUMENT,
        "evidence_accept": (*CELL, "claim"),
        "evidence_reject": (*CELL, "claim"),
        "evidence_undo": (*CELL, "claim"),
        "recheck_settle": (1,),
        "response_send-back": CELL,
        "response_discard": CELL,
        "response_publish": CELL,
        "review_decide": (),
        "review_undo": (),
    },
    "reviewer": {
        "dispute_act": (1, "show"),
        "document_mark": DOCUMENT,
        "document_withdraw": DOCUMENT,
        "double_set": (2,),
    },
    "admin": {"person_act": (999, "link")},
}
ELSEWHERE = {
    "healthz": "open by design",
    "readyz": "open by design",
    "sign_in_by_link": "its own tests: the link is the key",
    "sign_out": "signs out whoever asks",
    "dispute_confirm": "its own tests: the mail is the key",
    "document_original": "its own tests: sends the file",
    "document_page": "its own tests: needs a PDF",
    "import_batch": "its own tests: needs a batch",
    "import_retry": "its own tests: needs a batch",
    "claim_history": "its own tests: a candidate is hidden as if it were not there",
    "double_cell": "its own tests: needs two coders",
    "evidence_cited": "a fragment of the editor, its own tests",
}
OPENED = [(name, args, role) for role, rows in PAGES.items() for name, args in rows.items()]
DONE = [(name, args, role) for role, rows in ACTS.items() for name, args in rows.items()]


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif not str(pattern.pattern).startswith(("admin/", "api/", "account/")):
            yield from names(pattern.url_patterns)


def address(name, args):
    if "claim" in args or "document" in args:
        claim = a_candidate()
        args = [{"claim": claim.pk, "document": claim.document_id}.get(arg, arg) for arg in args]
    return reverse(name, args=args)


def is_let_in(answer):
    if answer.status_code == 302 and answer.url.startswith("/sign-in/"):
        return False
    assert answer.status_code < 500
    return answer.status_code not in (401, 403)


def surprises(who, rows, ask):
    """The rows on which `ask` is answered otherwise than the table says."""
    return [
        name
        for name, args, least in rows
        if is_let_in(ask(address(name, args))) != (ROLES.index(who) >= ROLES.index(least))
    ]


def test_each_page_and_act_is_in_the_table():
    listed = {name for name, _, _ in (*OPENED, *DONE)} | ELSEWHERE.keys()
    assert set(names(get_resolver().url_patterns)) == listed


@pytest.mark.parametrize("who", ROLES)
def test_a_page_lets_in_from_its_role_on(request, reference, who):
    assert surprises(who, OPENED, request.getfixturevalue(who).get) == []


@pytest.mark.parametrize("who", ROLES)
def test_an_act_is_for_its_role_and_above(request, reference, who):
    assert surprises(who, DONE, request.getfixturevalue(who).post) == []
