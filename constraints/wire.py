"""Problems and books as bytes, for the solver's child process and for keeping with a version."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import msgspec

from constraints.book import RuleBook
from constraints.problem import Problem


@cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder(order="deterministic")


def problem_bytes(problem: Problem) -> bytes:
    """A problem as JSON; the same problem always gives the same bytes."""
    return _encoder().encode(problem)


def read_problem(data: bytes) -> Problem:
    """The problem that `problem_bytes` wrote."""
    return msgspec.json.decode(data, type=Problem)


def request_bytes(problem: Problem, book: RuleBook, settings: dict[str, Any]) -> bytes:
    """What the solver's child reads: settings, book and problem, one JSON line each."""
    head = json.dumps(settings), json.dumps(book.to_json(), ensure_ascii=False)
    return "\n".join(head).encode() + b"\n" + problem_bytes(problem) + b"\n"


def digest(problem: Problem, book: RuleBook) -> str:
    """SHA-256 over problem and book: what a roster rests on."""
    return hashlib.sha256(problem_bytes(problem) + book.digest().encode()).hexdigest()
