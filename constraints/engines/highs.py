"""HiGHS reads a Form, in a process of its own that never loads the other engine; it answers only with what it proved.

One JSON line comes in on stdin, one goes out on stdout; the process ends when stdin closes.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
from typing import Any

import highspy
import numpy as np

from constraints.form import Form

TIGHT = 1e-6
"""How far a bound may lie below a whole number that it means, for each unit of its size."""


def main() -> None:
    """One request, one answer."""
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    form = Form(asked["upper"], [([(column, factor) for column, factor in terms], high) for terms, high in asked["rows"]],
                [tuple(one) for one in asked["cliques"]], dict(asked["costs"]), asked["offset"])
    print(json.dumps(best(form, asked["seconds"])), flush=True)
    os._exit(0)


def best(form: Form, seconds: float) -> dict[str, Any]:
    """{"values", "cost"} if they are proved the cheapest, checked in whole numbers; else {}."""
    solver = _loaded(form)
    solver.setOptionValue("time_limit", seconds)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return {}
    values = [round(value) for value in solver.getSolution().col_value]
    cost = form.offset + sum(cost * values[column] for column, cost in form.costs.items())
    bound = form.offset + solver.getInfo().mip_dual_bound
    if math.ceil(bound - TIGHT * max(1.0, abs(bound))) < cost or not _keeps(form, values):
        return {}
    return {"values": values, "cost": cost}


def _loaded(form: Form) -> highspy.Highs:
    rows = [*form.rows, *(([(column, 1) for column in clique], 1) for clique in form.cliques)]
    columns, count = len(form.upper), len(rows)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(name, value)
    solver.addVars(columns, np.zeros(columns), np.array(form.upper, dtype=np.float64))
    everything = np.arange(columns, dtype=np.int32)
    solver.changeColsIntegrality(columns, everything, np.full(columns, highspy.HighsVarType.kInteger))
    solver.changeColsCost(columns, everything, np.array([float(form.costs.get(column, 0)) for column in range(columns)]))
    lengths = [len(terms) for terms, _ in rows]
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int32)
    solver.addRows(
        count, np.full(count, -highspy.kHighsInf), np.array([float(high) for _, high in rows]), sum(lengths), starts,
        np.array([column for terms, _ in rows for column, _ in terms], dtype=np.int32),
        np.array([float(factor) for terms, _ in rows for _, factor in terms]),
    )
    return solver


def _keeps(form: Form, values: list[int]) -> bool:
    """Whether whole values keep to every bound and row."""
    return (
        all(0 <= value <= high for value, high in zip(values, form.upper, strict=True))
        and all(sum(factor * values[column] for column, factor in terms) <= high for terms, high in form.rows)
        and all(sum(values[column] for column in clique) <= 1 for clique in form.cliques)
    )


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
