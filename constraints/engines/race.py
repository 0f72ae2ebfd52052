"""The race: CP-SAT and HiGHS at one form, each in a process of its own; they share rosters and bounds.

The first proof wins. On large forms a search of neighbourhoods and one of lines (columns/) take part as well.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from random import Random
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from constraints.engines import cpsat, thin
from constraints.engines.columns.blocks import Blocks
from constraints.engines.nearby import Nearby, begin
from constraints.engines.protocol import HelperTask, HelperWord
from constraints.engines.search import PAUSE, Known, Limits, Outcome, SearchStatus, Stop, TellValues, Values
from constraints.model.form import Form

if TYPE_CHECKING:
    from constraints.engines.columns.lines import Lines

HELPER = "constraints.engines.highs"
CROWD = 3
"""How many cores CP-SAT, HiGHS and the search of neighbourhoods need to run at once."""
HEAD_START = 0.2
"""Seconds that CP-SAT has for itself: most parts are proved by then."""
PATIENCE = 1.0
"""Seconds after which neighbourhoods are searched too."""
LEAD = 4.0
"""Seconds after which the search of lines begins; where cores are few it takes the place of CP-SAT."""
SHARE = 1 / 2
"""The search of neighbourhoods waits no longer than this part of the time for the first roster from lines."""
WIDE = 30_000
"""From so many columns on CP-SAT sees only some of them at first, and neighbourhoods wait for its first roster."""
FAR, STILL = 0.05, 3.0
"""A roster so much dearer than the bound, as a part of its cost, has to get better first, once the bound has not risen
for so many seconds."""


class Race:
    """One form under search: CP-SAT leads (`lead`), HiGHS may come to help (`help`, from another thread)."""

    def __init__(
        self, form: Form, limits: Limits, stop: Stop, tell: TellValues, hint: Values = (), *, cores: int = 1
    ) -> None:
        self.form, self.hint, self.cores = form, hint, cores
        self.helped = False
        self._crowded = cores < CROWD
        self._limits, self._deadline = limits, monotonic() + limits.seconds
        self._stop = Stop(stop)
        self._over = threading.Event()
        self._known = Known(form.floor, tell, self._stop)
        self._wide = len(form.upper) >= WIDE and not limits.deterministic
        if len(hint) == len(form.upper) and form.keeps(hint):
            self._known.found(form.total(hint), hint)
        self._taught: int | None = None
        """The cost of the helper's own last roster, which it need not be told."""
        self._resting = self._bounded = False
        self._raised = monotonic()
        """When HiGHS last raised the bound."""
        self._prices: dict[int, int] = {}
        self._lines: Lines | None = None
        self._pipe = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def may_be_helped(self) -> bool:
        """Whether nobody helps yet, and help would not change which roster comes back."""
        return not self.helped and not self._limits.deterministic

    def lead(self) -> Outcome:
        """Search until somebody has a proof, time is up or the race is stopped; then end everybody's search."""
        if not self._limits.deterministic:
            threading.Thread(target=self._look_around, daemon=True).start()
        try:
            return self._known.outcome(self._lead())
        finally:
            self._over.set()
            self._known.close()
            self._stop.pull()
            if self._child is not None:
                self._child.kill()

    def _lead(self) -> SearchStatus:
        if self._wide:
            return thin.run(self.form, self._limits, self._known, self._stop, self.hint)
        if self._limits.deterministic or not self.form.marks:
            return cpsat.run(self.form, self._limits, self._known, self._stop, self.hint)
        begun = Stop(self._stop)
        looking = threading.Thread(target=self._look_at_lines, args=(begun,), daemon=True)
        looking.start()
        status = cpsat.run(self.form, self._limits, self._known, begun, self.hint)
        if begun.pulled and not self._stop.pulled and status is not SearchStatus.INFEASIBLE:
            looking.join(max(0.0, self._deadline - monotonic()))
            left = replace(self._limits, seconds=self._deadline - monotonic())
            status = cpsat.run(self.form, left, self._known, self._stop, self._known.values)
        return status

    def _look_at_lines(self, begun: Stop) -> None:
        """After a while search lines too; where cores are few, end CP-SAT's search (`begun`) for that."""
        if self._over.wait(LEAD):
            return
        from constraints.engines.columns.lines import Lines  # takes a while to load, and most parts never need it

        blocks = Blocks.of(self.form)
        if len(blocks.people) < 2 or not self._known.better(None):
            return
        if self._crowded:
            begun.pull()
        self._lines = Lines(self.form, blocks, self._known, self._stop, self._limits.seed, self.cores)
        self._lines.run([self._prices.get(tie, 0) for tie in blocks.ties])
        self._lines = None

    def help(self) -> None:
        """Have HiGHS search the same form until the race is over; comes back then, or when the helper has ended."""
        if self._over.wait(HEAD_START):
            return
        child = subprocess.Popen([sys.executable, "-m", HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._child = child
        if self._over.is_set():
            child.kill()
        sharing = threading.Thread(target=self._share, args=(child,), daemon=True)
        sharing.start()
        # what the helper dies of is no concern of the one it helps
        with suppress(OSError, ValueError, msgspec.DecodeError):
            self._listen(child)
        child.kill()
        child.wait()
        sharing.join()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was left to write to one that died
                if pipe:
                    pipe.close()

    def _look_around(self) -> None:
        """After a while search neighbourhoods too."""
        if self._over.wait(PATIENCE) or not self.form.marks or (self._wide and not self._known.better(None)):
            return
        if not self._over.is_set():
            begin(self.form, self._known, self._stop)
            Nearby(self.form, self._known, self._stop, self._limits.seed, self._make_room).run()

    def _make_room(self) -> None:
        """Where cores are few, have neighbourhoods and HiGHS wait for the first roster from lines."""
        self._let_rest()
        while (
            self._crowded
            and (lines := self._lines)
            and self._deadline - monotonic() > (1 - SHARE) * self._limits.seconds
        ):
            if lines.begun.wait(PAUSE) or self._stop.pulled:
                return
            self._let_rest()

    def _let_rest(self) -> None:
        """Tell HiGHS to rest or to go on, where cores are few.

        It rests while better rosters are needed more than a better bound, and while lines have none or prove as much.
        """
        known, child, lines = self._known, self._child, self._lines
        if not self._crowded or child is None or known.cost is None:
            return
        far, still = known.cost - known.bound > FAR * known.cost, monotonic() - self._raised > STILL
        rest = self._bounded and ((lines is not None and (lines.leads or not lines.begun.is_set())) or (far and still))
        if rest != self._resting:
            self._resting = rest
            with suppress(OSError), self._pipe:
                _send(child, HelperWord(rest=rest))

    def _listen(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            heard = msgspec.json.decode(line, type=HelperWord)
            if heard.over or self._over.is_set():
                return
            if heard.cost is not None:
                values = [0] * len(self.form.upper)
                for column, value in heard.values:
                    values[column] = value
                self._taught = heard.cost
                self._known.found(heard.cost, tuple(values))
            if heard.prices is not None:
                self._prices = dict(heard.prices)
            if heard.bound is not None:
                self._bounded = True
                self._raised = monotonic() if heard.bound > self._known.bound else self._raised
                self._known.bounded(heard.bound)

    def _question(self, seconds: float) -> HelperTask:
        """The helper's task: the whole form; of a wide one its linear programme from a few columns on.

        A huge one is not searched in whole numbers, for want of memory.
        """
        if not self._wide:
            return HelperTask.of(self.form, seconds)
        return HelperTask.of(
            self.form,
            seconds,
            thin.some(self.form, thin.FEW, Random(self._limits.seed)),
            whole=len(self.form.upper) <= thin.HUGE,
        )

    def _share(self, child: subprocess.Popen[bytes]) -> None:
        """Send the helper its task, then every better roster that others find meanwhile."""
        with suppress(OSError):
            seconds = max(0.1, self._deadline - monotonic())
            with self._pipe:
                _send(child, self._question(seconds))
            cost: int | None = None
            while better := self._known.better(cost):
                cost = better.cost
                if cost != self._taught:
                    with self._pipe:
                        _send(
                            child,
                            HelperWord(cost, [(column, value) for column, value in enumerate(better.values) if value]),
                        )


def _send(child: subprocess.Popen[bytes], words: msgspec.Struct) -> None:
    assert child.stdin is not None
    child.stdin.write(msgspec.json.encode(words) + b"\n")
    child.stdin.flush()
