"""What a form's linear programme costs, by an engine that the product does not use for it."""

from ortools.linear_solver import pywraplp

from constraints.engines.thin import everything


def linear_bound(form):
    """The cheapest values where halves are allowed."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    columns = [solver.NumVar(0, high, "") for high in form.upper]
    for terms, high in everything(form):
        solver.Add(sum(factor * columns[column] for column, factor in terms) <= high)
    solver.Minimize(form.offset + sum(cost * columns[column] for column, cost in form.costs.items()))
    assert solver.Solve() == solver.OPTIMAL
    return solver.Objective().Value()
