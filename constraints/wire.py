"""Problems and books as bytes, for the solver's child and for keeping with a version; what parent and child say."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache

import msgspec

from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair


class PlanRequest(msgspec.Struct, frozen=True):
    """Find the best roster: seconds, memory in MiB, cores, and the most slots that may differ from `base`.

    `until` is when the search has to end, as `monotonic` counts in every process of this machine.
    """

    seconds: float
    until: float
    seed: int
    deterministic: bool
    memory: int
    cores: int
    changes: int | None
    base: tuple[Pair, ...] | None


class MendRequest(msgspec.Struct, frozen=True, tag_field="task", tag="mend"):
    """The child is to find the fewest changes of an issued roster."""

    seconds: float
    seed: int
    memory: int


class ExplainRequest(msgspec.Struct, frozen=True, tag_field="task", tag="explain"):
    """Find why there is no full roster, and at most so many ways out; the facts follow in a line of their own."""

    seconds: float
    most: int
    memory: int


SolverRequest = PlanRequest | MendRequest | ExplainRequest


@dataclass(frozen=True)
class SearchProgress:
    """How far the search for a plan is: the cost of the best roster, if there is one, and the proved bound."""

    cost: int | None
    bound: int


@dataclass(frozen=True)
class PartSoFar:
    """The best roster so far of one part of a plan, by the part's number."""

    part: int
    best: tuple[Pair, ...]


@dataclass(frozen=True)
class PlanAnswer:
    """The best roster found, its soft cost, how much of 必须 it gives up by tier, and the seconds of each step."""

    pairs: tuple[Pair, ...]
    total: int
    bound: int
    proved: bool
    failed: bool
    given_up: dict[str, int]
    build: float
    lp: float
    solve: float


@dataclass(frozen=True)
class MendedSlots:
    """The slots that were free to change, who is on them now, and how many of them changed."""

    free: tuple[str, ...]
    pairs: tuple[Pair, ...]
    changes: int


@dataclass(frozen=True)
class MendAnswer:
    """The mended slots; None where a few changes do not suffice."""

    mended: MendedSlots | None = None


@cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder(order="deterministic")


def problem_bytes(problem: Problem) -> bytes:
    """A problem as JSON; the same problem always gives the same bytes."""
    return _encoder().encode(problem)


def read_problem(data: bytes) -> Problem:
    """The problem that `problem_bytes` wrote.

    Its many pairs share the strings of slots and assignees, which saves a large plan much memory.
    """
    problem = msgspec.json.decode(data, type=Problem)
    names = {id: id for id in (*(slot.id for slot in problem.slots), *(one.id for one in problem.assignees))}

    def shared(pairs: frozenset[Pair]) -> frozenset[Pair]:
        return frozenset((names.get(slot, slot), names.get(who, who)) for slot, who in pairs)

    return replace(
        problem, candidates=shared(problem.candidates), published=shared(problem.published), draft=shared(problem.draft)
    )


def request_bytes(problem: Problem, book: RuleBook, request: SolverRequest) -> bytes:
    """What the solver's child reads: settings, book and problem, one line of JSON each."""
    head = message_line(request), json.dumps(book.to_json(), ensure_ascii=False)
    return "\n".join(head).encode() + b"\n" + problem_bytes(problem) + b"\n"


def message_line(message: object) -> str:
    """A request or an answer as one JSON line, without its end."""
    return json.dumps(msgspec.to_builtins(message))


def read_request(line: bytes) -> SolverRequest:
    """The request of a first line; one that names no task is for a plan."""
    row = json.loads(line)
    if "task" not in row:
        return msgspec.convert(row, PlanRequest)
    asked: MendRequest | ExplainRequest = msgspec.convert(row, MendRequest | ExplainRequest)
    return asked


def read_plan(line: bytes) -> SearchProgress | PartSoFar | PlanAnswer:
    """What the child says of a plan: how far it is, the roster that a part has by now, or the answer."""
    row = json.loads(line)
    if "part" in row:
        return msgspec.convert(row, PartSoFar)
    return msgspec.convert(row, PlanAnswer) if "pairs" in row else msgspec.convert(row, SearchProgress)


def read_mended(line: bytes) -> MendAnswer:
    """What the child says of a roster to be mended; nothing mended where it ended without a word."""
    return msgspec.convert(json.loads(line or b"{}"), MendAnswer)


def problem_digest(problem: Problem, book: RuleBook) -> str:
    """SHA-256 over problem and book, in hex: what a roster rests on."""
    return hashlib.sha256(problem_bytes(problem) + book.digest().encode()).hexdigest()
