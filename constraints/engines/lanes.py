"""Lanes: work on many forms side by side, one a core; a lane with nothing left helps the searches that still go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from constraints.engines.race import Race
from constraints.engines.search import Limits, Outcome, SearchStatus, Stop, TellValues, Values
from constraints.model.form import Form

LaneItem = TypeVar("LaneItem")
LaneResult = TypeVar("LaneResult")


class Lanes:
    """As many searches at once as there are cores.

    With a deterministic limit nobody helps another, so that the same roster comes back.
    """

    def __init__(self, cores: int) -> None:
        self._cores = cores
        self._change = threading.Condition()
        self._races: list[Race] = []
        self._open = 0

    def each(
        self, work: Callable[[LaneItem], LaneResult], items: Sequence[LaneItem], *, helped: bool = False
    ) -> list[LaneResult]:
        """The work's result for every item, in their order; they are begun in that order too.

        Where every search is to be `helped` from its beginning, half of the lanes stay free for that.
        Raises what the work raises.
        """
        self._open = len(items)
        abreast = max(1, self._cores // 2) if helped else self._cores

        def one(item: LaneItem) -> LaneResult:
            try:
                return work(item)
            finally:
                with self._change:
                    self._open -= 1
                    self._change.notify_all()

        with ThreadPoolExecutor(abreast) as pool, ThreadPoolExecutor(self._cores) as free:
            done = [pool.submit(one, item) for item in items]
            for _ in range(self._cores - abreast):
                free.submit(self._lend_a_hand)
            for _ in range(abreast if helped else abreast - 1):
                pool.submit(self._lend_a_hand)
            return [future.result() for future in done]

    def search(self, form: Form, limits: Limits, stop: Stop, tell: TellValues, hint: Values = ()) -> Outcome:
        """The cheapest values of a form, proved or as far as the limits let it go; a free lane may help."""
        if form.impossible:
            return Outcome(SearchStatus.INFEASIBLE)
        race = Race(form, limits, stop, tell, hint, cores=self._cores)
        with self._change:
            self._races.append(race)
            self._change.notify_all()
        try:
            return race.lead()
        finally:
            with self._change:
                self._races.remove(race)

    def _lend_a_hand(self) -> None:
        """Help the largest search that nobody helps, as long as any work is unfinished."""
        while race := self._next():
            race.help()

    def _next(self) -> Race | None:
        with self._change:
            while self._open:
                alone = [race for race in self._races if race.may_be_helped]
                if alone:
                    chosen = max(alone, key=lambda race: len(race.form.upper))
                    chosen.helped = True
                    return chosen
                self._change.wait()
            return None
