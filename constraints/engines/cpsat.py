"""CP-SAT (OR-Tools) reads a Form: one worker, full linearisation, fixed seed; repeatable and quick to prove."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence

from ortools.sat.python import cp_model

from constraints.engines.search import Known, Limits, Outcome, SearchStatus, Stop, TellValues, Values, silent
from constraints.model.form import Form

STATUS: dict[object, SearchStatus] = {
    cp_model.OPTIMAL: SearchStatus.OPTIMAL,
    cp_model.FEASIBLE: SearchStatus.FEASIBLE,
    cp_model.INFEASIBLE: SearchStatus.INFEASIBLE,
}


def search(form: Form, limits: Limits, stop: Stop, tell: TellValues = silent, hint: Values = ()) -> Outcome:
    """The cheapest values of a form, proved or as far as the limits let it go; it begins from the `hint`, if any."""
    if form.impossible:
        return Outcome(SearchStatus.INFEASIBLE)
    own = Stop(stop)
    known = Known(form.floor, tell, own)
    return known.outcome(run(form, limits, known, own, hint))


def run(form: Form, limits: Limits, known: Known, stop: Stop, hint: Values = ()) -> SearchStatus:
    """Search until proof, limit or stop, and report rosters and bounds to `known` as they are found.

    The status is what CP-SAT ended with; what others told `known` meanwhile is not in it.
    """
    if stop.pulled or known.proved or limits.seconds <= 0:
        return SearchStatus.UNKNOWN
    model = _model(form, hint)
    solver = _solver(limits)
    solver.best_bound_callback = lambda bound: known.bounded(_whole(bound))
    with stop.halting(solver.stop_search), _patience(limits, known, solver):
        status = STATUS.get(solver.solve(model, _Watch(known)), SearchStatus.UNKNOWN)
    if status in (SearchStatus.OPTIMAL, SearchStatus.FEASIBLE):
        known.found(round(solver.objective_value), tuple(solver.response_proto.solution))
        known.bounded(_whole(solver.best_objective_bound))
    return status


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known

    def on_solution_callback(self) -> None:
        self.known.found(round(self.objective_value), tuple(self.response_proto.solution))


class Again:
    """The rows of a form, searched again and again, each time for other costs."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._model, self._columns = _rows(form)

    def search(self, costs: Sequence[int], limits: Limits, stop: Stop) -> tuple[int, list[Values]]:
        """A bound that no values' cost lies below, and the values found on the way, the cheapest last."""
        self._model.minimize(cp_model.LinearExpr.weighted_sum(self._columns, costs))
        solver, found = _solver(limits), _Found()
        with stop.halting(solver.stop_search):
            status = solver.solve(self._model, found)
        floor = sum(min(0, cost) * high for cost, high in zip(costs, self._form.upper, strict=True))
        return max(floor, _whole(solver.best_objective_bound)) if status in STATUS else floor, found.values


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[Values] = []

    def on_solution_callback(self) -> None:
        self.values.append(tuple(self.response_proto.solution))


class _patience:
    """Ends a search without any roster after `limits.patience` seconds: the rest is for an easier question."""

    def __init__(self, limits: Limits, known: Known, solver: cp_model.CpSolver) -> None:
        self._timer = threading.Timer(limits.patience, self._out) if limits.patience is not None else None
        self._known, self._solver = known, solver

    def _out(self) -> None:
        if self._known.cost is None:
            self._solver.stop_search()

    def __enter__(self) -> None:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, *cause: object) -> None:
        if self._timer:
            self._timer.cancel()


def _whole(bound: float) -> int:
    return math.ceil(bound - 1e-6)


def _rows(form: Form) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The columns of a form and all that holds between them, at no cost yet."""
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, high, "") if high > 1 else model.new_bool_var("") for high in form.upper]
    for clique in form.cliques:
        model.add_at_most_one([columns[column] for column in clique])
    for terms, high in form.rows:
        total = cp_model.LinearExpr.weighted_sum(
            [columns[column] for column, _ in terms], [factor for _, factor in terms]
        )
        model.add(total <= high)
    return model, columns


def _model(form: Form, hint: Values) -> cp_model.CpModel:
    model, columns = _rows(form)
    priced = [(column, cost) for column, cost in form.costs.items() if cost]
    model.minimize(
        cp_model.LinearExpr.weighted_sum([columns[column] for column, _ in priced], [cost for _, cost in priced])
        + form.offset
    )
    for column, value in zip(columns, hint, strict=False):
        model.add_hint(column, value)
    return model


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = limits.seed
    if limits.brief:
        solver.parameters.cp_model_probing_level = solver.parameters.symmetry_level = 0
    if limits.deterministic:
        solver.parameters.max_deterministic_time = limits.seconds
    else:
        solver.parameters.max_time_in_seconds = limits.seconds
    return solver
