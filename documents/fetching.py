"""Fetching a link safely: only the public web, only so many bytes, only for so long."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx
from django.conf import settings

from documents.intake import RefusedError, check_address

MOST_REDIRECTS = 5
STEP_SECONDS = 15
WHOLE_SECONDS = 60
HEADERS = {
    "User-Agent": "Pledgeboard/1 (document import)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,application/json;q=0.9,*/*;q=0.5",
}
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/octet-stream": "",
}
"""Content types that are taken, with the ending of a file of that type."""


@dataclass(frozen=True)
class Fetched:
    """What stood at a link: the bytes, the address after redirects, a file name by which a reader can be chosen."""

    content: bytes
    url: str
    file_name: str


def fetch(url: str) -> Fetched:
    """The bytes behind a link, in a minute at most. Raises RefusedError, which names the link and what is wrong."""
    until = time.monotonic() + WHOLE_SECONDS
    try:
        with httpx.Client(verify=ssl.create_default_context(), timeout=STEP_SECONDS, trust_env=False) as client:
            return _follow(client, url, until)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise RefusedError(f"{url} cannot be fetched: {error or type(error).__name__}") from error


def _follow(client: httpx.Client, url: str, until: float) -> Fetched:
    at = url
    for _ in range(MOST_REDIRECTS + 1):
        with _answer(client, at) as response:
            if not response.has_redirect_location:
                return _read(response, url, at, until)
            at = str(httpx.URL(at).join(response.headers["location"]))
    raise RefusedError(f"{url} leads on more than {MOST_REDIRECTS} times")


@contextmanager
def _answer(client: httpx.Client, url: str) -> Iterator[httpx.Response]:
    """Ask the very address that was checked, so that the name cannot lead elsewhere in between."""
    check_address(url)
    target = httpx.URL(url)
    address = _public_address(target.host, target.port or (443 if target.scheme == "https" else 80))
    request = client.build_request(
        "GET",
        target.copy_with(host=address),
        headers={**HEADERS, "Host": target.netloc.decode()},
        extensions={"sni_hostname": target.raw_host.decode()},
    )
    response = client.send(request, stream=True, follow_redirects=False)
    try:
        yield response
    finally:
        response.close()


def _public_address(host: str, port: int) -> str:
    """One of the host's addresses. Raises RefusedError where any of them is not of the public internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"{host} is not known: {error}") from error
    addresses = [str(entry[4][0]) for entry in found]
    inside = [address for address in addresses if not _is_public(address)]
    if inside and not settings.FETCH_PRIVATE_ADDRESSES:
        raise RefusedError(f"{host} is in a private network ({inside[0]}): only the public web is fetched")
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast


def _read(response: httpx.Response, url: str, at: str, until: float) -> Fetched:
    if not response.is_success:
        raise RefusedError(f"{url} answers {response.status_code} {response.reason_phrase}")
    header = Message()
    header["Content-Type"] = response.headers.get("content-type", "application/octet-stream")
    media_type = header.get_content_type()
    if media_type not in SUFFIXES:
        raise RefusedError(f"{url} is {media_type}: only text, HTML, PDF, DOCX and JSON are read")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > settings.MAX_DOCUMENT_BYTES:
            raise RefusedError(f"{url} has more than {settings.MAX_DOCUMENT_BYTES // 2**20} MB")
        if time.monotonic() > until:
            raise RefusedError(f"{url} takes longer than {WHOLE_SECONDS} s")
    return Fetched(bytes(content), at, _file_name(at, SUFFIXES[media_type]))


def _file_name(url: str, suffix: str) -> str:
    name = PurePosixPath(unquote(urlsplit(url).path)).name or "page"
    known = {*SUFFIXES.values(), ".htm", ".md"}
    return name if PurePosixPath(name).suffix.lower() in known and suffix in ("", *_alike(name)) else name + suffix


def _alike(name: str) -> set[str]:
    suffix = PurePosixPath(name).suffix.lower()
    return {suffix, ".html"} if suffix == ".htm" else {suffix, ".txt"} if suffix == ".md" else {suffix}
