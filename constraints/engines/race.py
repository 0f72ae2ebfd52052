"""The race: CP-SAT and HiGHS at one form, each in a process of its own; rosters and bounds are shared, the first proof wins."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from time import monotonic

import msgspec

from constraints.engines import cpsat, thin
from constraints.engines.nearby import Nearby
from constraints.engines.search import Known, Limits, Outcome, Stop, Tell, Values
from constraints.engines.words import Asked, Heard
from constraints.form import Form

HELPER = "constraints.engines.highs"
HEAD_START = 0.2
"""Seconds that CP-SAT has for itself: most parts are proved by then."""
PATIENCE = 1.0
"""Seconds after which neighbourhoods are searched too."""
WIDE = 30_000
"""Of so many columns CP-SAT sees only some at first, and neighbourhoods wait for its first roster."""
FAR, STILL = 0.05, 3.0
"""A roster that costs so much more than a bound that has not risen for so many seconds is what has to get better first."""


class Race:
    """One form under search: CP-SAT leads, HiGHS may come to help."""

    def __init__(self, form: Form, limits: Limits, stop: Stop, tell: Tell, hint: Values = (), *, crowded: bool = True) -> None:
        self.form, self.hint, self.crowded = form, hint, crowded
        self.helped = False
        self._limits, self._deadline = limits, monotonic() + limits.seconds
        self._stop = Stop(stop)
        self._over = threading.Event()
        self._known = Known(form.floor, tell, self._stop)
        self._wide = len(form.upper) >= WIDE and not limits.deterministic
        if len(hint) == len(form.upper) and form.keeps(hint):
            self._known.found(form.total(hint), hint)
        self._taught: int | None = None
        """What the last roster of the helper costs: it need not be told of it again."""
        self._resting = self._bounded = False
        self._pipe = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def may_be_helped(self) -> bool:
        """Whether nobody helps yet, and help would not change which roster comes back."""
        return not self.helped and not self._limits.deterministic

    def lead(self) -> Outcome:
        """Search until somebody has a proof, or the time is up."""
        if not self._limits.deterministic:
            threading.Thread(target=self._look_around, daemon=True).start()
        try:
            lead = thin.run if self._wide else cpsat.run
            return self._known.outcome(lead(self.form, self._limits, self._known, self._stop, self.hint))
        finally:
            self._over.set()
            self._known.close()
            self._stop.pull()
            if self._child is not None:
                self._child.kill()

    def help(self) -> None:
        """HiGHS at the same form until the race is over."""
        if self._over.wait(HEAD_START):
            return
        child = subprocess.Popen([sys.executable, "-m", HELPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._child = child
        if self._over.is_set():
            child.kill()
        sharing = threading.Thread(target=self._share, args=(child,), daemon=True)
        sharing.start()
        with suppress(OSError, ValueError, msgspec.DecodeError):  # what the helper dies of is no concern of the one it helps
            self._listen(child)
        child.kill()
        child.wait()
        sharing.join()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was left to write to one that died
                if pipe:
                    pipe.close()

    def _look_around(self) -> None:
        """What is not proved soon is improved piece by piece as well."""
        if self._over.wait(PATIENCE) or not self.form.marks or (self._wide and not self._known.better(None)):
            return
        if not self._over.is_set():
            Nearby(self.form, self._known, self._stop, self._limits.seed, self._make_room).run()

    def _make_room(self) -> None:
        """Where cores are few, HiGHS rests as long as better rosters are needed more than a better bound."""
        known, child = self._known, self._child
        if not self.crowded or child is None or known.cost is None:
            return
        begun = self._bounded or not self._wide  # the linear programme of a wide form takes a while, and then says most of all
        rest = begun and known.cost - known.bound > FAR * known.cost and monotonic() - known.raised > STILL
        if rest != self._resting:
            self._resting = rest
            with suppress(OSError), self._pipe:
                _send(child, Heard(rest=rest))

    def _listen(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            heard = msgspec.json.decode(line, type=Heard)
            if heard.over or self._over.is_set():
                return
            if heard.cost is not None:
                values = [0] * len(self.form.upper)
                for column, value in heard.values:
                    values[column] = value
                self._taught = heard.cost
                self._known.found(heard.cost, tuple(values))
            if heard.bound is not None:
                self._bounded = True
                self._known.bounded(heard.bound)

    def _share(self, child: subprocess.Popen[bytes]) -> None:
        """The question, then every better roster that is found meanwhile."""
        with suppress(OSError):
            seconds = max(0.1, self._deadline - monotonic())
            with self._pipe:
                _send(child, Asked.of(self.form, seconds))
            cost: int | None = None
            while better := self._known.better(cost):
                cost = better.cost
                if cost != self._taught:
                    with self._pipe:
                        _send(child, Heard(cost, [(column, value) for column, value in enumerate(better.values) if value]))


def _send(child: subprocess.Popen[bytes], words: msgspec.Struct) -> None:
    assert child.stdin is not None
    child.stdin.write(msgspec.json.encode(words) + b"\n")
    child.stdin.flush()
