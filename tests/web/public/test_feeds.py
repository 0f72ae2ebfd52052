"""Feed addresses over HTTP: stable bytes, 304, HEAD, gzip, 404 and 410, and never anything else inside."""

import gzip
import urllib.error
import urllib.request

import pytest

from planner.feeds.subscriptions import create
from planner.store import Store
from planner.store.messages import feeds
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW


def get(address, method="GET", **headers):
    """(status, headers, body) of a request."""
    request = urllib.request.Request(
        address, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


@pytest.fixture(scope="module")
def secret(home):
    store = Store(home)
    with store.write() as transaction:
        return create(transaction, offices.load(transaction), "person", "H02", "", NOW)


@pytest.mark.parametrize("path", ["/feed/public.ics", "/feed/public/JF.ics"])
def test_two_requests_give_the_same_bytes_and_the_third_304(site, path):
    first, second = get(site + path), get(site + path)
    assert first[0] == second[0] == 200 and first[2] == second[2]
    assert first[1]["Content-Type"] == "text/calendar; charset=utf-8"
    assert int(first[1]["Content-Length"]) == len(first[2])
    assert first[1]["Cache-Control"] == "private, max-age=300"
    assert get(site + path, If_None_Match=first[1]["ETag"])[0] == 304
    assert get(site + path, If_Modified_Since=first[1]["Last-Modified"])[0] == 304
    assert get(site + path, If_None_Match='"other"')[0] == 200


def test_head_tells_what_get_would(site):
    plain, head = get(site + "/feed/public.ics"), get(site + "/feed/public.ics", "HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert head[1]["ETag"] == plain[1]["ETag"] and head[1]["Content-Length"] == plain[1]["Content-Length"]


def test_packed_bytes_unpack_to_the_plain_ones(site):
    plain, packed = get(site + "/feed/public.ics"), get(site + "/feed/public.ics", Accept_Encoding="gzip")
    assert packed[1]["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed[1]["Vary"]
    assert gzip.decompress(packed[2]) == plain[2]
    assert packed[1]["ETag"] != plain[1]["ETag"]
    assert get(site + "/feed/public.ics", Accept_Encoding="gzip", If_None_Match=packed[1]["ETag"])[0] == 304


def test_a_secret_address_answers_until_it_is_revoked(site, home, secret):
    id, token = secret
    assert get(f"{site}/feed/{token}.ics")[0] == 200
    with Store(home).write() as transaction:
        feeds.revoke(transaction, id, NOW.isoformat())
    status, headers, body = get(f"{site}/feed/{token}.ics")
    assert (status, headers.get_content_type(), body) == (410, "text/plain", b"no such calendar\n")


def test_an_unknown_secret_is_404_and_no_page(site):
    status, headers, body = get(f"{site}/feed/{'x' * 43}.ics")
    assert (status, headers.get_content_type(), body) == (404, "text/plain", b"no such calendar\n")


def test_an_inner_duty_has_no_public_feed(site):
    assert get(site + "/feed/public/ZB.ics")[0] == 404
    assert get(site + "/subscribe/qr.svg?duty=ZB")[0] == 404


def test_a_one_off_download_is_an_attachment(site):
    assert get(site + "/feed/public.ics?download=1")[1]["Content-Disposition"].startswith(
        'attachment; filename="duty.ics"'
    )


@pytest.mark.parametrize(
    "path", ["/", "/month/2026-12", "/subscribe", "/feed/public.ics", "/nothing", "/month/2026-99"]
)
def test_every_answer_carries_the_policy(site, path):
    headers = get(site + path)[1]
    assert path.endswith(".ics") or headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_names_that_look_like_markup_stay_text(home):
    from web import create_app

    store = Store(home)
    with store.read() as transaction:
        from planner.pages.notice import board

        office = offices.load(transaction)
        assert board(transaction, office, NOW.date())
    app = create_app(store)
    with app.test_request_context():
        from flask import render_template

        shown = render_template("shell/error.html", kind="missing", office="<img onerror=alert(1)>")
    assert "<img" not in shown and "&lt;img" in shown
