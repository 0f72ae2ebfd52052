"""Blocks: a form taken apart into what is everybody's own and the rows that tie people together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from constraints.engines.thin import everything
from constraints.measure.expr import LinearRow
from constraints.model.form import Form, Terms

NOBODY = ""


class Block(NamedTuple):
    """One person's columns, auxiliaries among them, and the rows that hold for nobody else."""

    who: str
    columns: tuple[int, ...]
    rows: tuple[LinearRow, ...]


@dataclass(frozen=True)
class Blocks:
    """Everybody's block, sorted by name; the columns that are nobody's; the ties (number among all rows → row)."""

    people: tuple[Block, ...]
    common: tuple[int, ...]
    ties: dict[int, LinearRow]

    @classmethod
    def of(cls, form: Form) -> Blocks:
        """The form taken apart; an auxiliary goes to the one person whom it hangs on, if there is only one."""
        rows = dict(enumerate(everything(form)))
        owners = _Owners(form)
        ties = {number for number, (terms, _) in rows.items() if not owners.share(terms)}
        columns: dict[str, list[int]] = defaultdict(list)
        own: dict[str, list[LinearRow]] = defaultdict(list)
        for column in range(len(form.upper)):
            columns[owners.of(column)].append(column)
        for number, row in rows.items():
            if number not in ties:
                own[owners.of(row[0][0][0])].append(row)
        ties |= {number for number, (terms, _) in rows.items() if owners.of(terms[0][0]) == NOBODY}
        common = tuple(columns.pop(NOBODY, ()))
        people = tuple(Block(who, tuple(columns[who]), tuple(own[who])) for who in sorted(columns))
        return cls(people, common, {number: rows[number] for number in sorted(ties)})


class _Owners:
    """Whose a column is (union and find): columns that a row holds together belong to one person, or to nobody."""

    def __init__(self, form: Form) -> None:
        first: dict[str, int] = {}
        self._root = list(range(len(form.upper)))
        self._who = [NOBODY] * len(form.upper)
        for column, mark in enumerate(form.marks):
            if mark:
                self._root[column] = first.setdefault(mark[1], column)
                self._who[first[mark[1]]] = mark[1]

    def share(self, terms: Terms) -> bool:
        """Give all columns of a row one owner; False, and nothing changes, where they have several."""
        roots = {self._find(column) for column, _ in terms}
        owned = [root for root in roots if self._who[root] != NOBODY]
        if len(owned) > 1:
            return False
        to = owned[0] if owned else min(roots)
        for root in roots:
            self._root[root] = to
        return True

    def of(self, column: int) -> str:
        """Who owns a column; NOBODY where nobody does."""
        return self._who[self._find(column)]

    def _find(self, one: int) -> int:
        root = self._root
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one
