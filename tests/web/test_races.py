"""Thirty-two who accept one request at one moment, over the wire: one wins, the others are told that it is over."""

import json
import urllib.error
import urllib.request
from collections import Counter
from functools import partial

import pytest

from planner.access import logins
from planner.issuing.verify import verify
from planner.store import Store, record
from planner.store.roster import offices
from tests.fixtures.office_at_work import NOW, issued_home
from tests.fixtures.serving import site_process
from tests.fixtures.site_log_ins import PASSWORD
from tests.fixtures.swaps import asked, clean_swap, numbers, pairs, parallel
from tests.profile import rounds

pytestmark = [pytest.mark.engines, pytest.mark.slow]

CROWD = 32
RACES = rounds(2, 4, 1000, clients=30)


def send(address, token, **body):
    """(status, answer) of the API to one request, on a connection of its own."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_of_32_who_accept_at_one_moment_one_wins_and_the_others_are_told(tmp_path):
    store = Store(issued_home(tmp_path / "home"))
    slot, giver, taker, back = clean_swap(store)
    sides = [(slot, giver), (back, taker)]
    with store.write() as transaction:
        for _, who in sides:
            logins.add(transaction, offices.load(transaction), who[2:], "official", who[2:], PASSWORD, NOW, "test")
    before = pairs(store)
    with site_process(store.home, NOW.isoformat()) as (site, _):
        tokens = {
            who: send(f"{site}/api/v1/session", "", name=who[2:], password=PASSWORD)[1]["token"] for _, who in sides
        }
        for number in range(RACES):
            (slot, giver), (back, taker) = sides
            made = asked(store, slot, giver, taker, back)
            request = f"{site}/api/v1/me/requests/{made.id}"
            answers = parallel([partial(send, request, tokens[taker], answer="accept")] * CROWD)
            told = Counter((status, answer.get("state") or answer.get("code")) for status, answer in answers)
            assert told == {(200, "applied"): 1, (409, "CLOSED"): CROWD - 1}, number
            assert numbers(store)["RX"] == 2 + number
            assert pairs(store) == before - set(sides) | {(slot, taker), (back, giver)}
            before, sides = pairs(store), [(slot, taker), (back, giver)]
    with store.read() as transaction:
        assert verify(transaction, offices.load(transaction)) == [] and record.broken(transaction) == []
