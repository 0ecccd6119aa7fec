"""Answers as bytes, with an ETag: who has the same already gets a 304 without the body."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from api.pagination import Page, write_cursor
from api.renderers import plain


def reply(
    request: Request, data: Any, *, status: int = 200, etag: str = "", headers: Mapping[str, str] = {}
) -> HttpResponse:
    """The data as JSON."""
    return body_reply(
        request, orjson.dumps(data, default=plain, option=orjson.OPT_UTC_Z), status=status, etag=etag, headers=headers
    )


def page_reply(request: Request, page: Page[Any], rows: Sequence[bytes], list_name: str) -> HttpResponse:
    """A page of a list, whose rows are JSON already, with the addresses of its neighbours, also as `Link`."""
    links = {"next": page.following, "previous": page.previous}
    addresses = {
        name: _with_cursor(request, write_cursor(place, list_name)) if place else None for name, place in links.items()
    }
    head = orjson.dumps(addresses)
    body = head[:-1] + b',"results":[' + b",".join(rows) + b"]}"
    relations = {"next": "next", "previous": "prev"}
    link = ", ".join(f'<{address}>; rel="{relations[name]}"' for name, address in addresses.items() if address)
    return body_reply(request, body, headers={"Link": link} if link else {})


def body_reply(
    request: Request, body: bytes, *, status: int = 200, etag: str = "", headers: Mapping[str, str] = {}
) -> HttpResponse:
    """JSON bytes; what a visitor may see depends on who they are, so no shared cache keeps it."""
    response = HttpResponse(body, status=status, content_type="application/json", headers=dict(headers))
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept, Authorization, Cookie"
    if request.method not in ("GET", "HEAD"):
        if etag:
            response["ETag"] = etag
        return response
    response["ETag"] = etag or f'"{blake2b(body, digest_size=16).hexdigest()}"'
    asked: HttpRequest = request._request  # noqa: SLF001 - Django's request, as DRF names it
    return get_conditional_response(asked, response["ETag"], None, response) or response


def _with_cursor(request: Request, cursor: str) -> str:
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
