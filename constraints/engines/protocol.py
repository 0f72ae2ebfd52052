"""Words: what the two engines' processes say to each other, one JSON line each."""

from __future__ import annotations

import msgspec

from constraints.measure.expr import LinearRow
from constraints.model.form import Form

SCALE = 100
"""Prices are whole numbers, in hundredths of a cost, so that what they prove is exact."""


class HelperTask(msgspec.Struct, array_like=True):
    """A form to be searched, and for how long."""

    seconds: float
    upper: list[int]
    rows: list[LinearRow]
    cliques: list[tuple[int, ...]]
    costs: list[tuple[int, int]]
    offset: int
    few: list[int] | None = None
    """The columns that the linear programme of a large form begins with; None where it is solved as it is, with what each row is worth."""
    whole: bool = True
    """Whether rosters are wanted as well as bounds."""

    @classmethod
    def of(cls, form: Form, seconds: float, few: list[int] | None = None, *, whole: bool = True) -> HelperTask:
        """The question about a form."""
        return cls(seconds, form.upper, form.rows, form.cliques, list(form.costs.items()), form.offset, few, whole)

    def form(self) -> Form:
        """The form asked about."""
        return Form(self.upper, self.rows, self.cliques, dict(self.costs), self.offset)


class HelperWord(msgspec.Struct, omit_defaults=True):
    """News of a search: a better roster (column → value where it is not 0) with its cost, a higher bound, its end, what each row
    (number → price, where it is not 0) is worth in the linear programme; or a word to the helper, to rest or to go on."""

    cost: int | None = None
    values: list[tuple[int, int]] = []
    bound: int | None = None
    prices: list[tuple[int, int]] | None = None
    over: bool = False
    rest: bool | None = None
