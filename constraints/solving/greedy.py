"""Greedy: values for a part for which no search has any; every ban is kept, and demands are met as they come."""

from __future__ import annotations

from collections import defaultdict

from constraints.model.part import Part


def fill(part: Part) -> tuple[int, ...]:
    """A value for each column of the part, breaking no ban of 必须: each demand takes the first columns that still fit.

    Columns in a row of the part stay at 0: auxiliaries depend on them, and all of them at 0 keep to every such row.
    """
    values = [0] * len(part.columns)
    room, rows_of = _rows(part)
    shut = {column for terms, _ in part.rows for column, _ in terms}
    for posted, tier in part.musts:
        for hinge in posted.hinges if tier else ():
            for expr in hinge.exprs:
                lack = expr.const + sum(factor * values[column] for column, factor in expr.terms)
                for column, factor in expr.terms:
                    if lack <= 0:
                        break
                    if factor < 0 and not values[column] and column not in shut and _fits(column, rows_of, room):
                        values[column] = 1
                        lack += factor
                        for row, weight in rows_of[column]:
                            room[row] -= weight
    return tuple(values)


def _rows(part: Part) -> tuple[list[int], dict[int, list[tuple[int, int]]]]:
    """What each row of a ban still allows, by row, and column → (row, factor) of those that it is in."""
    room: list[int] = []
    rows_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for posted, tier in part.musts:
        if tier is None:
            for hinge in posted.hinges:
                for expr in hinge.exprs:
                    for column, factor in expr.terms:
                        rows_of[column].append((len(room), factor))
                    room.append(posted.base - expr.const)
    return room, rows_of


def _fits(column: int, rows_of: dict[int, list[tuple[int, int]]], room: list[int]) -> bool:
    return all(factor <= room[row] for row, factor in rows_of[column])
