"""HiGHS reads a Form, in a process of its own that never loads the other engine.

The first line on stdin asks (`HelperTask`); later ones bring rosters that the other engine found. Lines on stdout tell
of bounds and better rosters, checked in whole numbers first; the last one says `over`. The process ends when stdin
closes.
"""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Iterable

import highspy
import msgspec
import numpy as np

from constraints.engines.protocol import SCALE, HelperTask, HelperWord
from constraints.engines.sifting import sift
from constraints.model.form import Form

OPTIONS = (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0), ("mip_lp_solver", "ipm"))
"""Linear programmes by interior points: on some large forms in a sixth of the simplex's time, on others in as much."""
RELAXED = (("solver", "ipm"), ("run_crossover", "off"))
"""For the linear programme alone: interior points, without the way on to a corner."""
USUAL = (("solver", "choose"), ("run_crossover", "on"))
"""What RELAXED changes, as it is by default."""
TIGHT = 1e-6
"""How far above a whole number a bound may lie by rounding and still mean that number, for each unit of its size."""


def main() -> None:
    """Read one task and search its form until it is proved, time is up, or nobody asks any more."""
    asked = msgspec.json.decode(sys.stdin.buffer.readline(), type=HelperTask)
    search = HighsSearch(asked.form())
    threading.Thread(target=search.listen, daemon=True).start()
    if asked.few is not None:
        sift(search.form, asked.few, asked.seconds, search.proved)
    if asked.whole:
        search.run(asked.seconds, prices=asked.few is None)
    _say(HelperWord(over=True))
    os._exit(0)


class HighsSearch:
    """One form in HiGHS, with what it has told so far."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.cost: int | None = None
        self.bound: int | None = None
        self._gift: dict[int, int] | None = None
        self._at_work = threading.Event()
        self._at_work.set()

    def run(self, seconds: float, *, prices: bool) -> None:
        """Search for so many seconds, and tell of every better roster and bound.

        Where `prices` are wanted, the linear programme is solved first, and they are told too.
        """
        solver = _loaded(self.form)
        solver.setOptionValue("time_limit", seconds)
        if prices:
            self._relax(solver)
        _make_whole(solver, len(self.form.upper))
        solver.cbMipImprovingSolution.subscribe(lambda event: self._found(event.data_out.mip_solution))
        solver.cbMipInterrupt.subscribe(lambda event: self._bounded(event.data_out.mip_dual_bound))
        solver.cbSimplexInterrupt.subscribe(lambda event: self._pause())
        solver.cbMipUserSolution.subscribe(self._take)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            self._found(solver.getSolution().col_value)
            self._bounded(solver.getInfo().mip_dual_bound)

    def _relax(self, solver: highspy.Highs) -> None:
        """Solve the linear programme, and tell its bound and the price of each row (its dual value, in hundredths)."""
        for name, value in RELAXED:
            solver.setOptionValue(name, value)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            self._bounded(solver.getInfo().objective_function_value)
            duals = solver.getSolution().row_dual
            _say(
                HelperWord(
                    prices=[(row, price) for row, dual in enumerate(duals) if (price := round(-SCALE * dual)) > 0]
                )
            )
        for name, value in USUAL:
            solver.setOptionValue(name, value)
        solver.clearSolver()

    def listen(self) -> None:
        """Take in what stdin says: rosters that the other engine found, to rest or to go on; when it closes, end."""
        for line in sys.stdin.buffer:
            heard = msgspec.json.decode(line, type=HelperWord)
            if heard.cost is not None:
                self._gift = dict(heard.values)
            if heard.rest is not None:
                (self._at_work.clear if heard.rest else self._at_work.set)()
        os._exit(1)

    def _pause(self) -> None:
        self._at_work.wait()

    def _take(self, event: highspy.HighsCallbackEvent) -> None:
        gift, self._gift = self._gift, None
        if gift is not None and event.data_in is not None:
            values = np.zeros(len(self.form.upper))
            values[list(gift.keys())] = list(gift.values())
            event.data_in.setSolution(values)

    def _found(self, solution: Iterable[float]) -> None:
        values = [round(value) for value in solution]
        cost = self.form.total(values)
        if (self.cost is None or cost < self.cost) and self.form.keeps(values):
            self.cost = cost
            _say(HelperWord(cost=cost, values=[(column, value) for column, value in enumerate(values) if value]))

    def _bounded(self, dual: float) -> None:
        self._pause()
        bound = self.form.offset + dual
        if not math.isfinite(bound):
            return
        self.proved(math.ceil(bound - TIGHT * max(1.0, abs(bound))))

    def proved(self, bound: int) -> None:
        """Take in, and tell, that no roster costs less than this."""
        if self.bound is None or bound > self.bound:
            self.bound = bound
            _say(HelperWord(bound=bound))


def _say(heard: HelperWord) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(heard) + b"\n")
    sys.stdout.buffer.flush()


def _loaded(form: Form) -> highspy.Highs:
    rows = [*form.rows, *(([(column, 1) for column in clique], 1) for clique in form.cliques)]
    columns, count = len(form.upper), len(rows)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS:
        solver.setOptionValue(name, value)
    solver.addVars(columns, np.zeros(columns), np.array(form.upper, dtype=np.float64))
    everything = np.arange(columns, dtype=np.int32)
    solver.changeColsCost(
        columns, everything, np.array([float(form.costs.get(column, 0)) for column in range(columns)])
    )
    lengths = [len(terms) for terms, _ in rows]
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int32)
    solver.addRows(
        count,
        np.full(count, -highspy.kHighsInf),
        np.array([float(high) for _, high in rows]),
        sum(lengths),
        starts,
        np.array([column for terms, _ in rows for column, _ in terms], dtype=np.int32),
        np.array([float(factor) for terms, _ in rows for _, factor in terms]),
    )
    return solver


def _make_whole(solver: highspy.Highs, columns: int) -> None:
    solver.changeColsIntegrality(
        columns, np.arange(columns, dtype=np.int32), np.full(columns, highspy.HighsVarType.kInteger)
    )


if __name__ == "__main__":
    main()
