"""What is done for the record once a day: its head is kept outside the store, and what is too old is taken away."""

from __future__ import annotations

import sys
from datetime import date, datetime

from planner.clock import pretended
from planner.errors import NotPossible
from planner.store import Store, record
from planner.store.record import anchor_file


def record_day(store: Store, done: date | None, now: datetime) -> date:
    """Keep the head and take away what is old, unless that was done on the day of `now`; gives that day.

    `done` is the day on which it was done last, None at first. A record that does not hold is told on stderr.
    """
    if done != now.date():
        with store.read() as transaction:
            head = record.head(transaction)
        anchor_file.keep_head(head)
        if not pretended():
            try:
                with store.write() as transaction:
                    record.prune(transaction, now)
            except NotPossible as cause:
                print(f"{cause.words.zh} / {cause.words.en}", file=sys.stderr)
    return now.date()
