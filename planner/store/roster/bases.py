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
        """The digests of problem and rule book: two bases with the same ones allow the same rosters."""
        return blobs.blob_digest(problem_bytes(self.problem)), blobs.blob_digest(self._book())

    def encoded(self) -> tuple[bytes, bytes, bytes]:
        """Problem, book and office as JSON bytes, the same for the same values."""
        return problem_bytes(self.problem), self._book(), offices.to_bytes(self.office)

    def _book(self) -> bytes:
        return json.dumps(self.book.to_json(), ensure_ascii=False, sort_keys=True).encode()


def keep_basis(transaction: Transaction, basis: Basis) -> tuple[str, str, str]:
    """Keep problem, book and office as blobs; returns their digests in this order."""
    problem, book, office = (blobs.keep_blob(transaction, data) for data in basis.encoded())
    return problem, book, office


@cache.kept(4)
def basis(transaction: Transaction, digests: tuple[str, str, str]) -> Basis:
    """The basis of these digests; it never changes, so the last few read stay at hand.

    Raises LookupError where one is not kept, ValueError where one was altered.
    """
    return read_basis(transaction, digests)


def read_basis(transaction: Transaction, digests: tuple[str, str, str]) -> Basis:
    """The basis of these digests, read and checked anew; raises LookupError, ValueError as `basis` does."""
    problem, book, office = (blobs.fetch_blob(transaction, name) for name in digests)
    return Basis(read_problem(problem), RuleBook.from_json(json.loads(book)), offices.from_bytes(office))
