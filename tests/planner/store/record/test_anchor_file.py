"""Heads kept in a file outside the store: written whole or passed over, at each issue, and never in anybody's way."""

import os
import stat
from datetime import datetime

import pytest

from planner.store import Store, record
from planner.store.door import tries
from planner.store.record import anchor_file
from planner.store.record.anchor_file import append_head, read_anchors
from planner.store.record.heads import Head
from tests.fixtures.recorded import ZONE, issue, steps

HEADS = [Head(count, f"{count:064x}", datetime(2026, 12, count, 9, 30, 1, 250, tzinfo=ZONE)) for count in (1, 2, 3)]


def test_heads_come_out_as_they_went_in(tmp_path):
    file = tmp_path / "anchor"
    for head in (*HEADS, HEADS[-1]):
        append_head(file, head)
    assert read_anchors(file) == (HEADS, [])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_head_torn_anywhere_by_a_kill_is_passed_over_and_the_next_is_whole(tmp_path):
    file = tmp_path / "anchor"
    for head in HEADS[:2]:
        append_head(file, head)
    whole = file.read_bytes()
    first = len(whole) // 2
    for length in range(first, len(whole)):
        file.write_bytes(whole[:length])
        append_head(file, HEADS[2])
        heads, _ = read_anchors(file)
        assert (heads[0], heads[-1]) == (HEADS[0], HEADS[2])
        assert all(one.is_of(2, HEADS[1].digest) for one in heads[1:-1])


def test_a_head_is_written_by_one_call(tmp_path, monkeypatch):
    written = []
    real = os.write
    monkeypatch.setattr(os, "write", lambda to, data: written.append(bytes(data)) or real(to, data))
    for head in HEADS:
        append_head(tmp_path / "anchor", head)
    assert written == [f"{head.text()}\n".encode() for head in HEADS]


def test_what_is_no_head_is_named_by_its_line(tmp_path):
    file = tmp_path / "anchor"
    file.write_text(f"\n{HEADS[0].text()}\nnothing here\n3 zz 2026-12-01\n{HEADS[1].text()}\n")
    assert read_anchors(file) == (HEADS[:2], [3, 4])


@pytest.mark.parametrize("head", HEADS)
def test_a_printed_head_is_the_head_of_the_same_row_alone(head):
    typed = Head.parse(head.printed())
    assert typed.is_of(head.count, head.digest) and not typed.is_of(head.count, "f" * 64)
    assert not typed.is_of(head.count + 1, head.digest) and typed.when == head.when.replace(second=0, microsecond=0)


@pytest.mark.parametrize("text", ["", "5", "5 abc 2026-12-01", f"x {'a' * 64} 2026-12-01", f"5 {'a' * 64} soon"])
def test_another_text_is_no_head(text):
    with pytest.raises(ValueError, match=r".*"):
        Head.parse(text)


def test_each_issue_is_anchored_once_it_is_committed_and_nothing_else_is(tmp_path, monkeypatch):
    file = tmp_path / "anchor"
    monkeypatch.setenv("DANGZHI_ANCHOR", str(file))
    store = Store(tmp_path / "home")
    heads = []
    for step in steps():
        with store.write() as transaction:
            step(transaction)
        with store.read() as transaction:
            heads.append(record.head(transaction))
    assert read_anchors(file) == ([heads[1], heads[6]], [])

    def taken_back():
        with store.write() as transaction:
            issue(transaction, 3, [("JF|1", "p:B"), ("JF|2", "p:B")], [])
            record.head(transaction)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        taken_back()
    assert read_anchors(file) == ([heads[1], heads[6]], [])


def test_a_file_that_cannot_be_written_is_told_and_stops_nobody(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DANGZHI_ANCHOR", str(tmp_path / "nowhere" / "anchor"))
    anchor_file.keep_head(HEADS[0])
    assert "日志存证没有写进" in capsys.readouterr().err


def test_who_counts_wrong_passwords_writes_nothing_in_the_record(tmp_path):
    store = Store(tmp_path / "home")
    with store.read() as transaction:
        before = record.head(transaction)
    with store.write() as transaction:
        tries.keep_tries(transaction, "digest", "10.0.0.1", tries.Tries(3, "2026-12-01T09:00:00+00:00", None))
    with store.read() as transaction:
        assert record.head(transaction) == before and record.broken(transaction, before) == []
