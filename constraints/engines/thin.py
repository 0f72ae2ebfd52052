"""Thin: a large form with only a few candidates for each demand, then with more of them.

It ends with the whole form, or where that is too large with as much as memory bears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random
from time import monotonic

from constraints.engines import cpsat
from constraints.engines.search import Known, Limits, Outcome, SearchStatus, Stop, Values
from constraints.measure.expr import LinearRow
from constraints.model.form import Form, Terms

FEW, WIDER = 3, 2
"""How many candidates each demand has at first, and how many times as many in the next round."""
SECONDS, PACE = 10.0, 10_000
"""How long a round lasts at most: so many seconds, or if that is more a second for so many columns; the last one, with
everybody, has what is left."""
HUGE = 250_000
"""A form of more columns is not searched whole, for want of memory: other candidates are drawn, until time is up."""


def run(form: Form, limits: Limits, known: Known, stop: Stop, hint: Values = ()) -> SearchStatus:
    """Search thin forms, then the whole one, until proof, limit or stop; report to `known` what is found.

    Every roster of a thin form is one of the whole form.
    """
    deadline, few, rounds = monotonic() + limits.seconds, FEW, 0
    demands = [len(terms) for terms, high in form.rows if _demands(terms, high)]
    huge = len(form.upper) > HUGE
    while demands and (few < max(demands) or huge) and not stop.pulled and monotonic() < deadline:
        short = replace(
            limits, seconds=min(max(SECONDS, len(form.upper) / PACE), deadline - monotonic()), seed=limits.seed + rounds
        )
        found = search(form, few, short, stop, known.values)
        if found.values:
            known.found(found.cost, found.values)
        few, rounds = few * WIDER, rounds + 1
        if huge:
            few = min(few, max(FEW, HUGE // len(demands)))
    return cpsat.run(form, replace(limits, seconds=deadline - monotonic()), known, stop, known.values or hint)


def search(form: Form, few: int, limits: Limits, stop: Stop, best: Values = ()) -> Outcome:
    """The cheapest values of a form with only `few` candidates for each demand, and those of the best values so far.

    The status is never a proof, and the bound is no more than the form's floor: neither speaks of the whole form.
    """
    free = some(form, few, Random(limits.seed), best)
    hint = tuple(best[column] for column in free) if best else ()
    found = cpsat.search(with_candidates(form, everything(form), free, [0] * len(form.upper)), limits, stop, hint=hint)
    if not found.values:
        return Outcome(SearchStatus.UNKNOWN)
    return Outcome(SearchStatus.FEASIBLE, spread(found.values, free, [0] * len(form.upper)), found.cost, form.floor)


def with_candidates(form: Form, rows: Iterable[LinearRow], free: Sequence[int], values: Sequence[int]) -> Form:
    """A form of these rows with only the free columns left, renumbered from 0; the others are as `values` has them."""
    local = {column: number for number, column in enumerate(free)}
    costs = form.costs
    held = form.total(values) - sum(costs.get(column, 0) * values[column] for column in free)
    left = Form(
        [form.upper[column] for column in free],
        costs={local[column]: costs[column] for column in free if column in costs},
        offset=held,
    )
    for terms, high in rows:
        taken = sum(factor * values[column] for column, factor in terms if column not in local)
        left.row([(local[column], factor) for column, factor in terms if column in local], high - taken)
    return left


def spread(some: Values, columns: Sequence[int], values: Sequence[int]) -> Values:
    """The values of a whole form, with those of some `columns` replaced by `some`."""
    changed = list(values)
    for column, value in zip(columns, some, strict=True):
        changed[column] = value
    return tuple(changed)


def everything(form: Form) -> Iterator[LinearRow]:
    """Every row of a form, its cliques as rows after the others."""
    yield from form.rows
    for clique in form.cliques:
        yield tuple((column, 1) for column in clique), 1


def _demands(terms: Terms, high: int) -> bool:
    """Whether a row asks for something, so that not all of its columns can stay at 0."""
    return high < 0 and all(factor < 0 for _, factor in terms)


def some(form: Form, few: int, random: Random, best: Values = ()) -> list[int]:
    """The columns of a thin form, sorted.

    They are the auxiliaries, what the best values assign, what somebody wishes for, and `few` of each demand, drawn
    among people who have few columns yet.
    """
    marks = form.marks
    free = {
        column
        for column in range(len(form.upper))
        if column >= len(marks) or not marks[column] or (best and best[column]) or form.costs.get(column, 0) < 0
    }
    often: dict[str, int] = defaultdict(int)
    for terms, high in form.rows:
        if not _demands(terms, high):
            continue
        drawn = [
            (often[mark[1]], random.random(), column)
            for column, _ in terms
            if column < len(marks) and (mark := marks[column])
        ]
        for _, _, column in sorted(drawn)[:few]:
            mark = marks[column]
            if mark and column not in free:
                often[mark[1]] += 1
                free.add(column)
    return sorted(free)
