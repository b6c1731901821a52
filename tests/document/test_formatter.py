"""Finding the style to format with: an address is asked for only when no installed
style has it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from csecrefs.document.formatter import load
from csecrefs.errors import NotFoundError, StyleError

STYLE = b"""<?xml version="1.0"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><id>https://example.org/own</id><title>Served</title><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation></style>"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        served = {
            "/own.csl": (200, STYLE),
            "/page.csl": (200, b"no style"),
            "/gone.csl": (404, b"<html/>"),
        }
        status, body = served[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_style_at_an_address(site: str) -> None:
    assert load(f"{site}/own.csl").title == "Served"


@pytest.mark.parametrize("path", ["/page.csl", "/gone.csl"])
def test_an_address_without_a_style(site: str, path: str) -> None:
    with pytest.raises(StyleError, match="no style there"):
        load(site + path)


def test_the_id_of_an_installed_style_needs_no_network() -> None:
    assert load("http://www.zotero.org/styles/apa").style == "apa"


def test_a_name_is_no_address() -> None:
    with pytest.raises(NotFoundError):
        load("no-such-style")
