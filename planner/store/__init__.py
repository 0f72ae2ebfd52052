"""The store: the one place that knows SQL. Reading and writing happen in transactions.

In it: the database and its migrations, the audit log, what covers it and more (record/), kept blobs, the cache, commits
watched, requests that act once, jobs, what comes of them as values (results/), the ids of rows, their states in words,
and three rooms of tables: roster/ (office, drafts, versions), people/ (log-ins, offers, calls, instructions) and
messages/ (messages, reminders, feeds).
Comes in: frozen values. Goes out: the same; no row leaves it. No solver call and no network inside a transaction.
May ask: office, clock, home.
"""

from planner.home.trouble import Unreadable
from planner.store.database import Store, Transaction
from planner.store.idempotency import Repeated, once

__all__ = ["Repeated", "Store", "Transaction", "Unreadable", "once"]
