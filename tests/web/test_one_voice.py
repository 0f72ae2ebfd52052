"""One voice: a clause and a breach have the same words in the terminal, on the pages, in a refusal and on paper."""

import html
from datetime import date
from urllib.parse import urlencode

import openpyxl
import pytest

from planner.access import logins
from planner.judging.standins import standins
from planner.office import clause_text
from planner.office.clauses import rule_class
from planner.office.sheets import ClauseRow
from planner.pages.roster_note import note
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from tests.fixtures.office_at_work import MONTH, NOW, issued_home, run
from tests.fixtures.site_log_ins import PASSWORD, token_of
from web import create_app


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DANGZHI_NOW", "2026-11-26T09:00")
    return issued_home(tmp_path / "home")


def page(home, login, path):
    """A page in Chinese as somebody sees it, as plain text."""
    client = create_app(Store(home)).test_client()
    assert (
        client.post(
            "/login", data={"name": login, "password": PASSWORD, "csrf_token": token_of(client.get("/login"))}
        ).status_code
        == 302
    )
    client.get("/?lang=zh")
    return html.unescape(client.get(path).get_data(as_text=True))


def refused(home):
    """(slot, holder, somebody who would break exactly one clause there that is nobody's secret, its sentence)"""
    store = Store(home)
    with store.write() as transaction:
        for slot, who in sorted(versions.in_force(transaction).pairs):
            if slot.startswith("RX|"):
                for one in standins(Standing.read(transaction), slot, who, "zh"):
                    if len(one.broken) == 1 and "休息不足" in one.broken[0]:
                        logins.add(
                            transaction, offices.load(transaction), "giver", "official", who[2:], PASSWORD, NOW, "test"
                        )
                        logins.add(transaction, offices.load(transaction), "clerk", "clerk", "", PASSWORD, NOW, "test")
                        return slot, who, one.who, one.broken[0]
    raise AssertionError("somebody has to rest")


@pytest.mark.slow
def test_a_breach_is_said_in_the_same_words_wherever_it_is_met(home):
    slot, who, other, sentence = refused(home)
    with Store(home).read() as transaction:
        held = versions.in_force(transaction).slots[slot].slot
    duty = (
        MONTH,
        "--duty",
        held.duty,
        "--date",
        str(date.fromordinal(held.day)),
        "--shift",
        held.shift,
        "--post",
        held.post,
        "--instead",
        who[2:],
    )
    assert sentence in run(home, "standins", *duty).stdout
    assert sentence in run(home, "why", *duty, "--not", other[2:]).stdout
    offered = run(home, "swap", "offer", "--slot", slot, "--from", who[2:], "--to", other[2:], now="2026-11-26T09:00")
    assert offered.returncode == 1 and sentence in offered.stdout + offered.stderr
    assert sentence in page(home, "clerk", f"/office/{MONTH}/duty/{slot}")
    assert sentence in page(home, "giver", f"/me/swap/{slot}?" + urlencode({"who": who, "to": other}))


@pytest.mark.slow
def test_a_clause_is_said_in_the_same_words_on_the_note_the_sheet_and_the_page(home, tmp_path):
    refused(home)
    with Store(home).read() as transaction:
        office = offices.load(transaction)
        wanted = [clause_text.sentence(office, row, "zh") for row in office.of(ClauseRow)]
        assert [text for text, _ in note(Standing.read(transaction), MONTH, NOW, "zh").rules] == wanted
    sheet = tmp_path / "rules.xlsx"
    assert run(home, "rules", "--to", str(sheet)).returncode == 0
    rows = list(openpyxl.load_workbook(sheet)["编排规则"].iter_rows(min_row=3, values_only=True))
    assert rows[0] == ("序号", "条款", "依据", "备注")
    assert [row[1] for row in rows[1:]] == wanted
    assert [row[2] or "" for row in rows[1:]] == [row.authority for row in office.of(ClauseRow)]
    beside = page(home, "clerk", f"/office/{MONTH}/note")
    assert all(text in beside for text in wanted)
    shown = page(home, "clerk", "/office/rules")
    for row in office.of(ClauseRow):
        rule = rule_class(row.rule)
        assert all(part.strip() in shown for part in clause_text.pieces(rule, "zh") if isinstance(part, str))
    client = create_app(Store(home)).test_client()
    client.post("/login", data={"name": "clerk", "password": PASSWORD, "csrf_token": token_of(client.get("/login"))})
    (tmp_path / "page.xlsx").write_bytes(client.get("/office/rules.xlsx").get_data())
    assert [
        row[1] for row in openpyxl.load_workbook(tmp_path / "page.xlsx").active.iter_rows(min_row=4, values_only=True)
    ] == wanted
