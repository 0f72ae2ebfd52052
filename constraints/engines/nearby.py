"""Nearby: better values close to the best known, by large neighbourhood search (Shaw 1998).

Some people and days are set free, everything else stays as it is, and CP-SAT searches for the best; again and again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from random import Random
from time import monotonic

from constraints.engines import cpsat
from constraints.engines.search import Known, Limits, Outcome, SearchStatus, Stop, Values
from constraints.engines.thin import everything, spread, with_candidates
from constraints.model.form import Form, Mark

SECONDS = 0.6
"""How long one neighbourhood is searched at first."""
VAIN, LONGEST = 12, 8.0
"""So many neighbourhoods without a gain double the time for the next ones, up to so many seconds."""
EASY = 0.3
"""A neighbourhood proved within this part of the time could have been larger."""
START, LEAST = 100, 30
"""How many columns are set free at first, and at least."""
KINDS = (0, 1, 2, 4)
"""Kinds of neighbourhood: 1, 2 and 4 free all, half or a quarter of the people on as many days as are not too hard;
0 frees as many people as are not too hard on all days."""
WIDER, NARROWER = 1.3, 0.8
"""By what the number of free columns changes after an easy neighbourhood, and after one too hard."""
BEGIN = 1.0
"""Seconds for a roster at any cost where one is known already."""
AGES = 1e6
"""Seconds of a search that only a proof or a stop ends."""


def begin(form: Form, known: Known, stop: Stop) -> None:
    """Report any values within the rows, whatever they cost: a search for the cheapest is slow to begin."""
    plain = Form(form.upper, form.rows, form.cliques)
    values = cpsat.search(plain, Limits(AGES if known.cost is None else BEGIN), stop).values
    if values:
        known.found(form.total(values), values)


class Nearby:
    """Neighbourhoods of one form: days by people, with every auxiliary that hangs on what is free.

    Of the columns that are 0 only the `likely` ones are set free, where somebody knows which. Before each neighbourhood
    `between` is called.
    """

    def __init__(
        self,
        form: Form,
        known: Known,
        stop: Stop,
        seed: int,
        between: Callable[[], None] = lambda: None,
        *,
        likely: Container[int] | None = None,
    ) -> None:
        self.form, self.known, self.stop, self.between, self._likely = form, known, stop, between, likely
        self._random = Random(seed)
        self._rows = list(everything(form))
        self._rows_of: list[list[int]] = [[] for _ in form.upper]
        for number, (terms, _) in enumerate(self._rows):
            for column, _ in terms:
                self._rows_of[column].append(number)
        self._columns: dict[tuple[int, str], list[int]] = defaultdict(list)
        for column, mark in enumerate(form.marks):
            if mark:
                self._columns[mark].append(column)
        self._days = sorted({day for day, _ in self._columns})
        self._people = sorted({who for _, who in self._columns})
        self._bundle = self._bundles()
        self._sizes = dict.fromkeys(KINDS, float(START))
        """Kind → how many columns to set free: each kind is hard in its own way."""
        self._seconds, self._vain = SECONDS, 0

    def _bundles(self) -> dict[int, list[int]]:
        """Auxiliary → all auxiliaries that rows tie to it, directly or through other auxiliaries."""
        first = {column for column, mark in enumerate(self.form.marks) if mark}
        bundle: dict[int, list[int]] = {}
        for start in range(len(self.form.upper)):
            if start in first or start in bundle:
                continue
            found: list[int] = []
            waiting = [start]
            bundle[start] = found
            while waiting:
                column = waiting.pop()
                found.append(column)
                for number in self._rows_of[column]:
                    for other, _ in self._rows[number][0]:
                        if other not in first and other not in bundle:
                            bundle[other] = found
                            waiting.append(other)
        return bundle

    def run(self) -> None:
        """Search one neighbourhood after another until the stop is pulled, and report every better roster.

        Does nothing where the form has no marks, or no roster is known.
        """
        if not self._columns:
            return
        values, cost = self.known.values, self.known.cost
        while cost is not None and not self.stop.pulled:
            self.between()
            best = self.known.best
            if best.cost < cost:
                values, cost = best.values, best.cost
            kind, free = self._free(values)
            outcome = self._better(kind, free, values, cost)
            self._patience(outcome, cost)
            if outcome.values and outcome.cost <= cost:  # an equal roster elsewhere is a new place to look from
                values, cost = spread(outcome.values, free, values), outcome.cost
                self.known.found(cost, values)

    def _free(self, values: Values) -> tuple[int, list[int]]:
        """The kind of the next neighbourhood and its free columns.

        They are those of some people on some days in a row, around something that costs, and all auxiliaries of theirs.
        """
        days, people = len(self._days), len(self._people)
        kind = self._random.choice(list(self._sizes))
        each = len(self._columns) / (days * people)
        many = max(1, people // kind) if kind else min(people, max(1, round(self._sizes[kind] / each / days)))
        wide = min(days, max(1, round(self._sizes[kind] / each / many))) if kind else days
        day, who = self._sore(values)
        first = min(max(0, self._days.index(day) - self._random.randrange(wide)), days - wide)
        some = [who, *self._random.sample(self._people, many - 1)]
        chosen = [
            column
            for who in some
            for day in self._days[first : first + wide]
            for column in self._columns.get((day, who), ())
            if values[column] or self._likely is None or column in self._likely
        ]
        free = dict.fromkeys(chosen)
        for column in chosen:
            for number in self._rows_of[column]:
                for other, _ in self._rows[number][0]:
                    if other in self._bundle and other not in free:
                        free.update(dict.fromkeys(self._bundle[other]))
        return kind, list(free)

    def _sore(self, values: Values) -> Mark:
        """A day, and somebody on it, drawn near something that costs; the dearer it is, the likelier."""
        paid = [
            (column, cost * values[column]) for column, cost in self.form.costs.items() if cost * values[column] > 0
        ]
        if not paid:
            return self._random.choice(list(self._columns))
        column = self._random.choices([column for column, _ in paid], [cost for _, cost in paid])[0]
        near = {other for number in self._rows_of[column] for other, _ in self._rows[number][0]} | {column}
        marks = sorted({mark for other in near if other < len(self.form.marks) and (mark := self.form.marks[other])})
        return self._random.choice(marks or list(self._columns))

    def _patience(self, outcome: Outcome, cost: int) -> None:
        """After many neighbourhoods without a gain the next ones get more time and columns, until there is a gain."""
        gained = bool(outcome.values) and outcome.cost < cost
        self._vain = 0 if gained else self._vain + 1
        if gained:
            self._seconds = SECONDS
        elif self._vain % VAIN == 0:
            self._seconds = min(LONGEST, self._seconds * 2)
            self._sizes = {kind: size * 1.5 for kind, size in self._sizes.items()}

    def _better(self, kind: int, free: Sequence[int], values: Values, cost: int) -> Outcome:
        """The best values of the free columns, the others as they are.

        The next neighbourhood of this kind is wider if that was easy, and narrower if it was too hard.
        """
        began = monotonic()
        hint = tuple(values[column] for column in free)
        outcome = cpsat.search(
            self._around(free, values),
            Limits(self._seconds, self._random.randrange(1 << 30), brief=True),
            self.stop,
            hint=hint,
        )
        if outcome.status is not SearchStatus.OPTIMAL and (not outcome.values or outcome.cost == cost):
            self._sizes[kind] = max(LEAST, self._sizes[kind] * NARROWER)
        elif outcome.status is SearchStatus.OPTIMAL and monotonic() - began < EASY * self._seconds:
            self._sizes[kind] *= WIDER
            # where all days of so many people are easy, this kind has no more to show: others have more people
            if kind and self._sizes[kind] > len(self._columns) / kind:
                del self._sizes[kind]
        return outcome

    def _around(self, free: Sequence[int], values: Values) -> Form:
        """The form with only the free columns left, renumbered from 0, and the rows that they are in."""
        return with_candidates(
            self.form,
            [self._rows[number] for number in sorted({number for column in free for number in self._rows_of[column]})],
            free,
            values,
        )
