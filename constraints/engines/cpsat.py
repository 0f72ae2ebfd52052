"""CP-SAT reads a Form: one worker, full linearisation, fixed seed; repeatable and quick to prove."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from constraints.form import Form

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Outcome:
    """What a search ended with; `values` by column, empty when there is none."""

    status: Status
    values: tuple[int, ...] = ()
    cost: int = 0
    bound: int = 0


class Stop:
    """A switch that ends the search under way and every later one."""

    def __init__(self) -> None:
        self.pulled = threading.Event()
        self.solver: cp_model.CpSolver | None = None

    def pull(self) -> None:
        """End the search; the best roster found is kept."""
        self.pulled.set()
        if self.solver is not None:
            self.solver.stop_search()


@dataclass(frozen=True)
class Limits:
    """How long one search may take: seconds of the wall, or of the solver's own deterministic clock."""

    seconds: float
    seed: int = 1
    deterministic: bool = False
    patience: float | None = None
    """Seconds after which a search without any roster gives up."""


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, stop: Stop, solver: cp_model.CpSolver, tell: Callable[[int, int], None]) -> None:
        super().__init__()
        self.stop, self.solver, self.tell = stop, solver, tell
        self.found = False
        self.cost = 0

    def on_solution_callback(self) -> None:
        self.found = True
        self.cost = round(self.objective_value)
        self.tell(self.cost, math.ceil(self.best_objective_bound - 1e-6))
        if self.stop.pulled.is_set():
            self.stop_search()

    def on_bound(self, bound: float) -> None:
        """A better bound between two rosters."""
        if self.found:
            self.tell(self.cost, math.ceil(bound - 1e-6))

    def out_of_patience(self) -> None:
        """Nothing found so far: leave the rest of the time to an easier question."""
        if not self.found:
            self.solver.stop_search()


def search(
    form: Form, limits: Limits, stop: Stop, tell: Callable[[int, int], None], hint: tuple[int, ...] = ()
) -> Outcome:
    """The cheapest values of a form, proved or as far as the limits let it go."""
    if form.impossible:
        return Outcome("infeasible")
    if stop.pulled.is_set() or limits.seconds <= 0:
        return Outcome("unknown", bound=form.floor)
    model, columns = _model(form, hint)
    solver = _solver(limits)
    stop.solver = solver
    watch = _Watch(stop, solver, tell)
    solver.best_bound_callback = watch.on_bound
    timer = threading.Timer(limits.patience or limits.seconds, watch.out_of_patience)
    timer.daemon = True
    if not limits.deterministic:
        timer.start()
    status = solver.solve(model, watch)
    timer.cancel()
    stop.solver = None
    if status == cp_model.INFEASIBLE:
        return Outcome("infeasible")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome("unknown", bound=form.floor)
    values = tuple(solver.value(column) for column in columns)
    total, bound = round(solver.objective_value), math.ceil(solver.best_objective_bound - 1e-6)
    return Outcome("optimal" if status == cp_model.OPTIMAL else "feasible", values, total, bound)


def _model(form: Form, hint: tuple[int, ...]) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    columns = [model.new_int_var(0, high, "") if high > 1 else model.new_bool_var("") for high in form.upper]
    for clique in form.cliques:
        model.add_at_most_one([columns[column] for column in clique])
    for terms, high in form.rows:
        total = cp_model.LinearExpr.weighted_sum(
            [columns[column] for column, _ in terms], [factor for _, factor in terms]
        )
        model.add(total <= high)
    priced = [(column, cost) for column, cost in form.costs.items() if cost]
    model.minimize(cp_model.LinearExpr.weighted_sum(
        [columns[column] for column, _ in priced], [cost for _, cost in priced]
    ) + form.offset)
    for column, value in zip(columns, hint, strict=False):
        model.add_hint(column, value)
    return model, columns


def _solver(limits: Limits) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = limits.seed
    if limits.deterministic:
        solver.parameters.max_deterministic_time = limits.seconds
    else:
        solver.parameters.max_time_in_seconds = limits.seconds
    return solver
