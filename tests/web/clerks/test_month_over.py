"""A month that is over, on the site: it is issued as a record alone, by page, operation and command alike."""

import re
from types import SimpleNamespace

import pytest

from constraints.problem.roster import Roster
from planner.issuing.withdrawal import withdraw
from planner.planning.plan import by_hand
from planner.problem.period import Period
from planner.store import Store
from planner.store.roster import versions
from tests.fixtures.clerk_at_work import with_clerk
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.officials import PASSWORD
from tests.fixtures.site_log_ins import token_of
from web import create_app

OVER = "2027-01-05T09:00"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The site in January, over an office with a draft of receptions that were to be in December."""
    store = with_clerk(issued_home(tmp_path / "home"))
    with store.read() as transaction:
        roster = Roster(frozenset(one for one in versions.in_force(transaction).pairs if one[0].startswith("JF|")))
    withdraw(store, MONTH, "JF", "重排", NOW, "test")
    by_hand(store, Period.month(MONTH, ("JF",)), roster, NOW, "zh")
    monkeypatch.setenv("DANGZHI_NOW", OVER)
    client = create_app(store).test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    return SimpleNamespace(store=store, client=client)


def numbers(store: Store):
    with store.read() as transaction:
        return {one.number for one in versions.current(transaction, MONTH, "JF")}


def test_the_sheet_says_it_is_a_record_asks_for_a_tick_and_refuses_without_it(here):
    text = here.client.get(f"/office/{MONTH}").get_data(as_text=True)
    assert "本月已全部过去，只能补登" in text and "再编排" not in text and f"/office/{MONTH}/sign" not in text
    page = here.client.get(f"/office/{MONTH}/issue")
    text = page.get_data(as_text=True)
    box = re.search(r'<input[^>]*name="record"[^>]*>', text)
    assert box and "required" in box[0] and "不对外公示" in text and "按补登印发" in text
    seen = re.search(r'name="seen" value="([^"]+)"', text)[1]
    form = {"csrf_token": token_of(page), "signed_by": "主任", "reason": "补登", "seen": seen}
    refused = here.client.post(f"/office/{MONTH}/issue", data=form, follow_redirects=True).get_data(as_text=True)
    assert "只能作为事后补登印发" in refused and numbers(here.store) == set()
    done = here.client.post(f"/office/{MONTH}/issue", data=form | {"record": "yes"}, follow_redirects=True)
    assert numbers(here.store) == {2} and "已按补登印发" in done.get_data(as_text=True)
    shown = here.client.get(f"/office/{MONTH}").get_data(as_text=True)
    assert "补登" in shown and "本月已全部过去，留存备查" in shown


def test_operation_and_command_ask_for_the_same(here):
    body = {"name": "clerk", "password": PASSWORD}
    token = here.client.post("/api/v1/session", json=body).json["token"]
    headers, order = {"Authorization": f"Bearer {token}"}, {"signed_by": "主任", "reason": "补登"}
    path = f"/api/v1/office/months/{MONTH}/issue"
    assert here.client.post(path, json=order, headers=headers).status_code == 409
    assert numbers(here.store) == set()
    done = run(here.store.home, "publish", MONTH, "--signed-by", "主任", "--reason", "补登", "--record", now=OVER)
    assert (done.returncode, numbers(here.store)) == (0, {2})
    served = here.client.get(f"/api/v1/office/months/{MONTH}/served", headers=headers).json
    with here.store.read() as transaction:
        receptions = versions.content(transaction, "JF", MONTH).pairs
    assert sum(one.get("recorded", 0) for one in served.values()) == len(receptions) > 0
    assert here.client.post(path, json=order | {"record": True}, headers=headers).status_code == 409, "no draft is left"
