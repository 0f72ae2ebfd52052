"""Sifting: the bound of a large linear programme from a few of its columns (Bixby, Gregory and others 1992).

Any prices of the rows prove a bound over all columns, in one pass over them, so a small programme that shows the right
prices is enough. Other columns join it where the prices say that they would gain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from constraints.engines.protocol import SCALE
from constraints.model.form import Form

MORE = 0.3
"""How many columns join at once, as a part of those there are."""
DEAR = 10
"""What the few columns cannot do may be left undone, at so many times the dearest cost: a start, never an answer."""
Whole = NDArray[np.int64]
"""Whole numbers: an array by column or by row."""
_Numbers = Whole | NDArray[np.float64]


def sift(form: Form, few: Sequence[int], seconds: float, tell: Callable[[int], None]) -> None:
    """Tell the bound of one round after another, until no column would gain any more or the seconds are up.

    The first round has the columns `few`; each further one has those that would gain most as well.
    """
    programme = _Programme(form, seconds)
    inside = np.zeros(len(form.upper), dtype=bool)
    joining = np.array(few, dtype=np.int64)
    while len(joining):
        inside[joining] = True
        programme.join(joining)
        prices = programme.prices()
        if prices is None:
            return
        bound, worth = programme.bound(prices)
        tell(-(-bound // SCALE))
        gaining = np.flatnonzero((worth < 0) & ~inside)
        joining = gaining[np.argsort(worth[gaining])][: 1 + int(MORE * inside.sum())]


class _Programme:
    """All rows of a form and some of its columns in HiGHS; costs and prices in hundredths."""

    def __init__(self, form: Form, seconds: float) -> None:
        rows = [*form.rows, *(([(column, 1) for column in clique], 1) for clique in form.cliques)]
        lengths = np.array([len(terms) for terms, _ in rows])
        column = np.array([column for terms, _ in rows for column, _ in terms], dtype=np.int64)
        order = np.argsort(column, kind="stable")
        self._column = column[order]
        self._row = np.repeat(np.arange(len(rows)), lengths)[order]
        self._factor = np.array([factor for terms, _ in rows for _, factor in terms], dtype=np.int64)[order]
        self._start = np.searchsorted(self._column, np.arange(len(form.upper) + 1))
        self._high = np.array([high for _, high in rows], dtype=np.int64)
        self._cost = np.array([form.costs.get(column, 0) for column in range(len(form.upper))], dtype=np.int64)
        self._upper, self._offset = np.array(form.upper, dtype=np.int64), form.offset
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds)):
            self._solver.setOptionValue(name, value)
        count = len(rows)
        self._solver.addRows(
            count,
            np.full(count, -highspy.kHighsInf),
            self._high.astype(np.float64),
            0,
            np.zeros(count, dtype=np.int32),
            np.zeros(0, dtype=np.int32),
            np.zeros(0),
        )
        asking = np.flatnonzero(self._high < 0)
        dear = float(DEAR * np.abs(self._cost).max(initial=1))
        self._add(
            np.full(len(asking), dear),
            np.full(len(asking), highspy.kHighsInf),
            np.ones(len(asking)),
            asking,
            np.full(len(asking), -1),
        )

    def join(self, columns: Whole) -> None:
        """Put these columns into the programme."""
        lengths = self._start[columns + 1] - self._start[columns]
        places = np.repeat(self._start[columns] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(
            lengths.sum()
        )
        self._add(self._cost[columns], self._upper[columns], lengths, self._row[places], self._factor[places])

    def _add(self, costs: _Numbers, upper: _Numbers, lengths: _Numbers, rows: _Numbers, factors: _Numbers) -> None:
        starts = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int32)
        self._solver.addCols(
            len(costs),
            costs.astype(np.float64),
            np.zeros(len(costs)),
            upper.astype(np.float64),
            len(rows),
            starts,
            rows.astype(np.int32),
            factors.astype(np.float64),
        )

    def prices(self) -> Whole | None:
        """Solve the programme: what each row is worth, in hundredths, never below 0; None where no optimum is found."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        dual: NDArray[np.float64] = np.array(self._solver.getSolution().row_dual)
        return np.maximum(0, np.rint(-SCALE * dual)).astype(np.int64)

    def bound(self, prices: Whole) -> tuple[int, Whole]:
        """The bound over all columns that these prices prove, and what each column is worth at them; in hundredths."""
        worth = SCALE * self._cost
        np.add.at(worth, self._column, prices[self._row] * self._factor)
        return int(SCALE * self._offset - prices @ self._high + np.minimum(0, worth) @ self._upper), worth
