"""The schema of a store: its migrations, all in one transaction after a copy (`migrating`), and what they run on.

In it besides: connections to a database and the one transaction that may write (`connections`).
Comes in: an address and a folder. Goes out: connections to a database whose schema is this program's, or a refusal.
May ask: copies, errors, clock.
"""
