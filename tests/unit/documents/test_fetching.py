"""Fetching links: from a small server on this machine, which a setting allows."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from documents import fetching
from documents.fetching import fetch
from documents.intake import RefusedError

PAGES = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html><body>Norway</body></html>"),
    "/report.pdf": (200, {"Content-Type": "application/octet-stream"}, b"%PDF-1.7"),
    "/moved": (302, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/film": (200, {"Content-Type": "video/mp4"}, b"x"),
    "/long": (200, {"Content-Type": "text/plain"}, b"x" * 3000),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        status, headers, content = PAGES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(settings):
    settings.FETCH_PRIVATE_ADDRESSES = True
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_is_fetched_with_a_name_that_says_what_it_is(site):
    found = fetch(f"{site}/page")
    assert (found.content, found.file_name) == (PAGES["/page"][2], "page.html")


def test_a_redirect_is_followed_and_the_last_address_kept(site):
    assert fetch(f"{site}/moved").url == f"{site}/page"


def test_a_file_keeps_its_name(site):
    assert fetch(f"{site}/report.pdf").file_name == "report.pdf"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/gone", "answers 404"),
        ("/round", "leads on more than 5 times"),
        ("/to-file", "give an address that begins with http"),
        ("/film", "is video/mp4"),
        ("/long", "has more than"),
    ],
)
def test_what_is_not_taken_is_named(site, settings, path, message):
    settings.MAX_DOCUMENT_BYTES = 2000
    with pytest.raises(RefusedError, match=message):
        fetch(site + path)


def test_a_server_that_drips_is_given_up(site, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", -1)
    with pytest.raises(RefusedError, match="takes longer than"):
        fetch(f"{site}/page")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.0.0.8", "169.254.169.254", "[::ffff:192.168.0.1]", "0.0.0.0", "[fe80::1]"],
)
def test_addresses_of_the_own_network_are_refused(host):
    with pytest.raises(RefusedError, match="is in a private network"):
        fetch(f"http://{host}/")


@pytest.mark.parametrize("url", ["ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "example.org", ""])
def test_only_the_web_is_fetched(url):
    with pytest.raises(RefusedError, match="give an address that begins with"):
        fetch(url)
