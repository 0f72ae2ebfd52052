"""Some days of a slot on the command line: who could stand in, an instruction, a swap, an open call."""

import json
from datetime import timedelta

import pytest

from tests.fixtures.office_at_work import run
from tests.fixtures.weeks import MONDAY, parts, someone, week, weeks

pytestmark = pytest.mark.slow

DAYS = ("--from-day", "2026-12-10", "--until", "2026-12-11")


@pytest.fixture
def store(tmp_path):
    return weeks(tmp_path / "home")


def said(store, *words, code=0):
    done = run(store.home, *words, "--json")
    assert done.returncode == code, (words, done.stdout, done.stderr)
    return json.loads(done.stdout)


def test_days_go_by_instruction_and_come_back_by_swap(store):
    slot, mine = week(store)
    other = someone(store, mine)[0]
    found = said(store, "standins", "2026-12", "--duty", "总值班", "--date", "2026-12-07", *DAYS)
    assert found["slot"] == f"{slot}-20261210-20261211" and other in {one["who"] for one in found["standins"]}
    to = ("--from", mine[2:], "--to", other[2:])
    looked = said(store, "direct", "standin", "--slot", slot, *DAYS, *to, "--dry-run")
    assert "12月10日（周四）—12月11日（周五）" in looked["notice"] and len(parts(store)) == 1
    said(store, "direct", "standin", "--slot", slot, *DAYS, *to, "--ordered-by", "主任", "--agreed", "--reason", "公务")
    assert parts(store)[1] == ("1210", "1212", other)
    back = ("--from", other[2:], "--to", mine[2:])
    made = said(store, "swap", "offer", "--duty", "总值班", "--date", "2026-12-10", "--from-day", "2026-12-11", *back)
    said(store, "swap", "accept", str(made["id"]), "--as", "office")
    assert parts(store) == [("1207", "1210", mine), ("1210", "1211", other), ("1211", "1214", mine)]
    made = said(store, "swap", "offer", "--slot", f"{slot}-20261210", *back)
    said(store, "swap", "accept", str(made["id"]), "--as", "office")
    assert parts(store) == [("1207", "1214", mine)]
    assert run(store.home, "verify").returncode == 0


def test_days_against_days_are_named_by_the_words_that_were_shown(store):
    slot, mine = week(store)
    other_slot, theirs = week(store, MONDAY + timedelta(days=7))
    days = ("--from-day", "2026-12-17", "--until", "2026-12-18")
    shown = said(store, "standins", "2026-12", "--duty", "总值班", "--date", "2026-12-14", *days)["slot"]
    made = said(store, "swap", "offer", "--slot", slot, *DAYS, "--from", mine[2:], "--for", shown)
    said(store, "swap", "accept", str(made["id"]), "--as", "office")
    assert parts(store)[1] == ("1210", "1212", theirs)
    assert parts(store, MONDAY + timedelta(days=7))[1] == ("1217", "1219", mine)
    assert shown.startswith(other_slot)


def test_days_that_are_none_of_the_slot_s_are_refused_with_those_it_has(store):
    slot, mine = week(store)
    done = run(store.home, "swap", "call", "--slot", slot, "--from-day", "2026-12-20", "--from", mine[2:])
    assert done.returncode != 0 and "12月7日（周一）至12月13日（周日）" in done.stderr + done.stdout


def test_an_open_call_for_some_days_is_listed_with_its_days(store):
    slot, mine = week(store)
    said(store, "swap", "call", "--slot", slot, *DAYS, "--from", mine[2:])
    assert "12月10日（周四）—12月11日（周五）" in run(store.home, "swap", "list").stdout


def test_days_in_return_are_said_by_their_dates_and_need_their_slot(store):
    slot, mine = week(store)
    second, theirs = week(store, MONDAY + timedelta(days=7))
    back = ("--for-from-day", "2026-12-16", "--for-until", "2026-12-17")
    made = said(store, "swap", "offer", "--slot", slot, *DAYS, "--from", mine[2:], "--for", second, *back)
    said(store, "swap", "accept", str(made["id"]), "--as", "office")
    assert parts(store)[1] == ("1210", "1212", theirs)
    assert parts(store, MONDAY + timedelta(days=7))[1] == ("1216", "1218", mine)
    alone = run(store.home, "swap", "offer", "--slot", slot, "--from", mine[2:], "--to", theirs[2:], *back)
    assert alone.returncode != 0 and "--for" in alone.stderr
