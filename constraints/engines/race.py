"""The race: CP-SAT begins alone; what it has not proved after a moment HiGHS tries beside it, and the first proof wins."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Any

from constraints.engines import cpsat
from constraints.engines.cpsat import Limits, Outcome, Stop
from constraints.form import Form

HEAD_START = 1.5
"""Seconds that CP-SAT has for itself: most parts are proved by then."""
PAUSE = 0.02


def search(form: Form, limits: Limits, stop: Stop, tell: Callable[[int, int], None], hint: tuple[int, ...] = ()) -> Outcome:
    """The cheapest values of a form; with a deterministic limit CP-SAT stays alone, so that the same roster comes back."""
    if limits.deterministic or limits.seconds <= HEAD_START or form.impossible:
        return cpsat.search(form, limits, stop, tell, hint)
    rival = _Rival(form, limits.seconds, stop)
    try:
        outcome = cpsat.search(form, limits, stop, tell, hint)
    finally:
        rival.end()
    if outcome.status in ("optimal", "infeasible") or rival.proved is None:
        return outcome
    return rival.proved


class _Rival:
    """The other engine in its own process, started once the head start is over."""

    def __init__(self, form: Form, seconds: float, stop: Stop) -> None:
        self.proved: Outcome | None = None
        self._form, self._deadline, self._stop = form, monotonic() + seconds, stop
        self._over = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Nothing is asked of it any more."""
        self._over.set()
        if self._child is not None:
            self._child.kill()
        self._thread.join()

    def _run(self) -> None:
        if self._over.wait(HEAD_START):
            return
        child = subprocess.Popen([sys.executable, "-m", "constraints.engines.highs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._child = child
        answer = {} if self._over.is_set() else self._ask(child)
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what was left to write to one that died
                if pipe:
                    pipe.close()
        if "values" in answer and not self._over.is_set():
            self.proved = Outcome("optimal", tuple(answer["values"]), answer["cost"], answer["cost"])
            while not self._over.is_set():  # it may still be loading the model, where no search can be stopped
                solver = self._stop.solver
                if solver is not None:
                    solver.stop_search()
                sleep(PAUSE)

    def _ask(self, child: subprocess.Popen[bytes]) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(_request(self._form, max(0.1, self._deadline - monotonic())))
            child.stdin.flush()
            answer: dict[str, Any] = json.loads(child.stdout.readline() or b"{}")
        except (OSError, ValueError):
            return {}
        return answer


def _request(form: Form, seconds: float) -> bytes:
    """The line that asks HiGHS for the best values."""
    return json.dumps({
        "upper": form.upper, "rows": form.rows, "cliques": form.cliques, "costs": list(form.costs.items()), "offset": form.offset, "seconds": seconds,
    }).encode() + b"\n"
