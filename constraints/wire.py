"""Problems and books as bytes, for the solver's child process and for keeping with a version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.problem.roster import Pair


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

    return replace(problem, candidates=shared(problem.candidates), published=shared(problem.published))


def request_bytes(problem: Problem, book: RuleBook, settings: dict[str, Any]) -> bytes:
    """What the solver's child reads: settings, book and problem, one line of JSON each."""
    head = json.dumps(settings), json.dumps(book.to_json(), ensure_ascii=False)
    return "\n".join(head).encode() + b"\n" + problem_bytes(problem) + b"\n"


def problem_digest(problem: Problem, book: RuleBook) -> str:
    """SHA-256 over problem and book, in hex: what a roster rests on."""
    return hashlib.sha256(problem_bytes(problem) + book.digest().encode()).hexdigest()
