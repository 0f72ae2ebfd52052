"""Whoever asks a solver's process ends it in time, whatever it is at, and keeps the best it had said."""

import json
import os
import subprocess
import sys
import time

import pytest

from constraints import child, process
from constraints import solve as solving
from constraints.explaining.found import Clashing
from constraints.model.book import RuleBook
from constraints.problem.roster import Pair
from constraints.process import Cancel
from constraints.solve import Effort, PlanStatus, solve
from constraints.wire import PlanRequest, request_bytes
from tests.fixtures.spoken import person, problem, slot

LINES = [
    {"part": 0, "best": [["d1", "a"]]},
    {"part": 1, "best": [["d2", "b"]]},
    {"part": 0, "best": [["d1", "b"]]},
    {"cost": 0, "bound": 0},
]
TWO_DAYS = problem([slot(1), slot(2)], people=[person("a"), person("b")])


def deaf(monkeypatch, lines, read=3):
    """From now on a solver's process says these lines and then hears nothing any more."""

    def start():
        steps = ["read -r line"] * read + [f"echo '{json.dumps(line)}'" for line in lines] + ["exec sleep 600"]
        return subprocess.Popen(["sh", "-c", "; ".join(steps)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(solving, "start_child", start)
    monkeypatch.setattr(process, "LATE", 0.2)
    monkeypatch.setattr(process, "STOPPED", 0.2)


def pairs(found) -> set[Pair]:
    return set(found.roster.pairs)


@pytest.mark.slow
def test_a_process_that_does_not_end_by_its_deadline_is_ended_and_the_last_roster_of_each_part_is_kept(monkeypatch):
    deaf(monkeypatch, LINES)
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=2))
    assert (found.status, found.proved, pairs(found)) == (PlanStatus.FEASIBLE, False, {("d1", "b"), ("d2", "b")})


@pytest.mark.slow
def test_a_roster_that_leaves_a_post_open_when_time_is_up_is_no_complete_result(monkeypatch):
    deaf(monkeypatch, LINES[:1])
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=2))
    assert (found.status, pairs(found), found.reason) == (PlanStatus.FAILED, {("d1", "a")}, "")


def test_a_process_that_does_not_hear_that_it_is_called_off_is_ended(monkeypatch):
    deaf(monkeypatch, LINES)
    cancel = Cancel()
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=600), lambda cost, bound: cancel.now(), cancel)
    assert (found.status, pairs(found)) == (PlanStatus.FEASIBLE, {("d1", "b"), ("d2", "b")})


def test_a_process_that_never_reads_its_request_is_ended_and_said_to_have_nothing(monkeypatch):
    deaf(monkeypatch, [], read=0)
    cancel = Cancel()
    cancel.now()
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=600), cancel=cancel)
    assert (found.status, pairs(found), found.reason) == (PlanStatus.FAILED, set(), "no roster was found in time")


@pytest.mark.slow
def test_the_clock_of_a_plan_begins_before_its_search_if_whoever_asked_began_before(monkeypatch):
    deaf(monkeypatch, LINES)
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=600), until=time.monotonic() + 2)
    assert pairs(found) == {("d1", "b"), ("d2", "b")}


def test_a_plan_that_is_to_be_repeatable_has_no_deadline_on_the_wall():
    that = problem([slot(number) for number in range(1, 13)])
    found = solve(that, RuleBook.of([]), Effort(0.5, repeatable=True), until=time.monotonic() - 60)
    assert (found.status, len(found.roster)) == (PlanStatus.OPTIMAL, 12)


@pytest.mark.slow
def test_an_explanation_that_does_not_end_keeps_what_it_has_found(monkeypatch):
    from constraints import explain as explaining

    said = {"clash": {"facts": ["f"], "slots": ["d1"]}}
    deaf(monkeypatch, [said], read=4)
    monkeypatch.setattr(explaining, "start_child", solving.start_child)
    found = explaining.explain(TWO_DAYS, RuleBook.of([]), [], seconds=2)
    assert (found.clashes, found.ways, found.complete) == ((Clashing(("f",), ("d1",)),), (), False)


@pytest.mark.parametrize("read", [0, 3])
def test_a_process_that_dies_by_itself_is_not_taken_for_one_that_was_ended(monkeypatch, read):
    def start():
        code = f"import sys; [sys.stdin.buffer.readline() for _ in range({read})]"
        return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(solving, "start_child", start)
    found = solve(TWO_DAYS, RuleBook.of([]), Effort(seconds=60))
    assert found.status is PlanStatus.FAILED and "without an answer" in found.reason


ASKED = request_bytes(TWO_DAYS, RuleBook.of([]), PlanRequest(5.0, 0.0, 1, True, 4096, 1, None, None))


@pytest.mark.slow
@pytest.mark.parametrize("left", [10, ASKED.index(b"\n") + 2, len(ASKED) - 40, len(ASKED) - 1])
def test_a_process_whose_parent_dies_while_it_asks_ends_without_a_word(left):
    command = [sys.executable, "-m", "constraints.child"]
    done = subprocess.run(command, input=ASKED[:left], capture_output=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (child.PARENT_GONE, b"", b"")


@pytest.mark.slow
def test_a_process_to_which_nobody_listens_any_more_ends_without_a_word():
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "constraints.child"]
    made = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    made.stdin.write(ASKED)
    made.stdin.flush()  # the line stays open: only its stdout tells that nobody is there
    assert made.wait(120) == child.PARENT_GONE
    assert made.stderr.read() == b""
