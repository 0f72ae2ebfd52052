"""The agreement law: pin any roster in the model, minimise, and every amount is what check says."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from constraints.engines.cpsat import search
from constraints.engines.search import Limits, Stop
from constraints.judge import amount_at
from constraints.model.board import Board
from constraints.model.case import Case
from constraints.model.form import Form, price
from tests.constraints.dense import Drawn

Amounts = dict[tuple[int, tuple[Any, ...]], int]


def disagreements(drawn: Drawn, free: Set[str] | None = None) -> dict[tuple[str, tuple[Any, ...]], tuple[int, int]]:
    """(rule, key) → (solver, check) wherever the two differ, the total price under '*'.

    With `free` slots the others are frozen, and only what depends on a free one is compared.
    """
    case = Case(drawn.problem, drawn.book, drawn.roster.pairs)
    posted, priced = _solved(case, drawn, free)
    places = case.all_places() if free is None else case.touched([pair for pair in case.columns if pair[0] in free])
    checked = {(index, place.key): amount_at(case, index, place, drawn.roster) for index, place in places}
    book = drawn.book.clauses
    found = {
        (book[index].rule.code, key): (posted.get((index, key), 0), checked.get((index, key), 0))
        for index, key in posted.keys() | checked.keys()
        if posted.get((index, key), 0) != checked.get((index, key), 0)
    }
    if priced != sum(checked.values()):
        found["*", ()] = priced, sum(checked.values())
    return found


def _solved(case: Case, drawn: Drawn, free: Set[str] | None) -> tuple[Amounts, int]:
    board = Board(case, measure=True, free=free, held=drawn.roster)
    form = Form(list(board.upper))
    for terms, high in board.rows:
        form.row(list(terms), high)
    for column, pair in enumerate(board.pairs):
        form.row([(column, -1)], -1) if pair in drawn.roster else form.row([(column, 1)], 0)
    for one in board.posted:
        form.pay(one.hinges, 1, one.base)
    outcome = search(form, Limits(10, deterministic=True), Stop())
    if outcome.status != "optimal":  # a pinned roster is never infeasible
        return {}, -1
    amounts: Amounts = {}
    for one in board.posted:
        reached = sum(
            price(hinge, max(
                expr.const + sum(factor * outcome.values[column] for column, factor in expr.terms)
                for expr in hinge.exprs
            )) for hinge in one.hinges
        )
        key = one.clause, one.place.key
        assert key not in amounts, f"{key} is measured twice"
        amounts[key] = reached - one.base
    return amounts, outcome.cost
