"""Master: the restricted master problem (Dantzig and Wolfe), a linear programme over the lines known so far.

Everybody takes one line, or parts of several, so that all ties hold at the least cost; it says what each tie is worth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.linear_solver import pywraplp

from constraints.engines.columns.blocks import Blocks
from constraints.engines.columns.pricing import Common, PersonLine, Uses
from constraints.engines.protocol import SCALE
from constraints.model.form import Form

DEAR = 10
"""A tie may be broken at so many times the dearest cost for each unit: a start, never part of an answer."""
LEAST = 1e-6
"""A smaller share of a line is none."""


@dataclass(frozen=True)
class Mix:
    """The cheapest mixture of lines: its cost in cost units, the prices of ties in hundredths, and shares of lines."""

    cost: float
    prices: list[int]
    shares: list[list[tuple[float, PersonLine]]]
    """By person: (share, line), for lines that have a share; those of one person add up to 1."""


class Master:
    """The linear programme; people are numbers from 0, and some may be held to one line while the others are mixed."""

    def __init__(self, form: Form, blocks: Blocks, common: Iterable[Common]) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._goal = self._solver.Objective()
        self._goal.SetMinimization()
        self._goal.SetOffset(form.offset)
        forever = self._solver.infinity()
        self._ties = [self._solver.Constraint(-forever, high) for _, high in blocks.ties.values()]
        self._one = [self._solver.Constraint(1, 1) for _ in blocks.people]
        self._lines: list[dict[tuple[int, ...], tuple[pywraplp.Variable, PersonLine]]] = [{} for _ in blocks.people]
        self._held: dict[int, PersonLine] = {}
        dear = DEAR * max(form.costs.values(), default=1)
        for tie in range(len(self._ties)):
            self._variable(forever, dear, [(tie, -1)])
        for _, cost, upper, some in common:
            self._variable(upper, cost, some)

    def _variable(self, high: float, cost: int, uses: Uses) -> pywraplp.Variable:
        variable = self._solver.NumVar(0, high, "")
        self._goal.SetCoefficient(variable, cost)
        for tie, factor in uses:
            self._ties[tie].SetCoefficient(variable, factor)
        return variable

    def add(self, who: int, line: PersonLine) -> bool:
        """Take a line in; False if it was there already."""
        if line.values in self._lines[who]:
            return False
        variable = self._variable(1 if who not in self._held else 0, line.cost, line.uses)
        self._one[who].SetCoefficient(variable, 1)
        self._lines[who][line.values] = variable, line
        return True

    def lines(self, who: int) -> list[PersonLine]:
        """All lines known of a person."""
        return [line for _, line in self._lines[who].values()]

    def hold(self, who: int, line: PersonLine) -> None:
        """Hold a person to this line, one that is known."""
        self._held[who] = line
        for variable, other in self._lines[who].values():
            variable.SetUb(1 if other is line else 0)

    def release(self) -> None:
        """Let everybody be mixed again."""
        for who in self._held:
            for variable, _ in self._lines[who].values():
                variable.SetUb(1)
        self._held.clear()

    def mix(self) -> Mix | None:
        """The cheapest mixture; None where its arithmetic fails."""
        if not any(self._solved(way) for way in (pywraplp.MPSolverParameters.PRIMAL, pywraplp.MPSolverParameters.DUAL)):
            return None
        shares = [
            [(share, line) for variable, line in lines.values() if (share := variable.solution_value()) > LEAST]
            for lines in self._lines
        ]
        return Mix(self._goal.Value(), [max(0, round(-SCALE * tie.dual_value())) for tie in self._ties], shares)

    def _solved(self, way: int) -> bool:
        parameters = pywraplp.MPSolverParameters()
        parameters.SetIntegerParam(parameters.LP_ALGORITHM, way)
        return bool(self._solver.Solve(parameters) == self._solver.OPTIMAL)
