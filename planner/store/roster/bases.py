"""What a draft or a version rests on, kept whole: office, problem and rule book under their digests."""

from __future__ import annotations

import json
from dataclasses import dataclass

from constraints.model.book import RuleBook
from constraints.problem.problem import Problem
from constraints.wire import problem_bytes, read_problem
from planner.office.office import Office
from planner.store import blobs, cache
from planner.store.database import Transaction
from planner.store.roster import offices


@dataclass(frozen=True)
class Basis:
    """What a roster rests on: the problem, the rule book and the office, all kept whole."""

    problem: Problem
    book: RuleBook
    office: Office

    def ground(self) -> tuple[str, str]:
        """The names of the problem's and the book's blobs."""
        return blobs.blob_digest(problem_bytes(self.problem)), blobs.blob_digest(self._book())

    def encoded(self) -> tuple[bytes, bytes, bytes]:
        """Problem, book and office as bytes."""
        return problem_bytes(self.problem), self._book(), offices.to_bytes(self.office)

    def _book(self) -> bytes:
        return json.dumps(self.book.to_json(), ensure_ascii=False, sort_keys=True).encode()


def keep_basis(transaction: Transaction, basis: Basis) -> tuple[str, str, str]:
    """Keep problem, book and office; returns their digests."""
    problem, book, office = (blobs.keep_blob(transaction, data) for data in basis.encoded())
    return problem, book, office


@cache.kept(4)
def basis(transaction: Transaction, digests: tuple[str, str, str]) -> Basis:
    """The basis of those digests; it never changes, so the last few stay at hand."""
    return read_basis(transaction, digests)


def read_basis(transaction: Transaction, digests: tuple[str, str, str]) -> Basis:
    """The basis of those digests, read and checked anew; raises LookupError, ValueError."""
    problem, book, office = (blobs.fetch_blob(transaction, name) for name in digests)
    return Basis(read_problem(problem), RuleBook.from_json(json.loads(book)), offices.from_bytes(office))
