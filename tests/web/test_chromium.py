"""A click, or a wait for words, is over when the page it leads to is there, however slowly that page comes."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAUSE = 0.6
"""Seconds between the two halves of the slow page."""


class _Slow(BaseHTTPRequestHandler):
    """A first page with a link and a form, and a second whose latter half is late."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<a href='/slow'>on</a><form action='/slow'><input aria-label='word'></form>")
            return
        self.wfile.write(b"<main><section>first</section>" + b" " * 4096)
        self.wfile.flush()
        time.sleep(PAUSE)
        self.wfile.write(b"<section></section><section></section></main>")

    def log_message(self, *words):
        """Nothing is printed."""


@pytest.fixture
def slow():
    """The address of the slow server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.mark.parametrize(
    "act",
    [
        lambda page: page.get_by_role("link", name="on").click(),
        lambda page: page.get_by_label("word").press("Enter"),
        lambda page: [page.evaluate("location = '/slow'"), page.get_by_text("first").wait_for()],
    ],
)
def test_what_is_counted_after_a_click_or_a_wait_is_the_whole_page(browser, slow, act):
    page = browser.new_page()
    page.goto(slow)
    act(page)
    assert page.url.startswith(slow + "slow") and page.locator("section").count() == 3
    page.close()
