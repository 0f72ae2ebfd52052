"""A worker class for gunicorn that serves as `serve` does: `gunicorn -k web.gunicorn_worker.PatientWorker`.

gunicorn's own workers give a thread to each client that has begun to send; some hundred slow ones stop them.
"""

from __future__ import annotations

import os
from functools import partial

from gunicorn.workers.base import Worker

from planner.access.hashing import LANES
from web import body_limit, waits_aside
from web.gate.connections import Connections


class PatientWorker(Worker):  # type: ignore[misc]
    """One process of gunicorn's, with `threads` requests answered at once."""

    def run(self) -> None:
        """Serve until gunicorn says stop."""
        threads = max(4, self.cfg.threads)
        LANES.share(threads)
        connections = Connections(
            self.wsgi,
            partial(body_limit, self.wsgi),
            partial(waits_aside, self.wsgi),
            threads=threads,
            lanes=LANES.count,
            sockets=[one.sock for one in self.sockets],
        )
        try:
            while self.alive and self.ppid == os.getppid():
                self.notify()
                connections.turn()
        finally:
            connections.close()
