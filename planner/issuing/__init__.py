"""Issuing: a draft is locked, issued as versions, verified, planned again, drawn from.

In it: sign, publish, withdraw (`publish`), whether everything issued still holds (`verify`), an issued version planned
again from what it stored (`replay`), and the double-random inspection draw (`inspection_draw`).
Comes in: a draft, who signs, the moment. Goes out: versions, append-only, one a duty and month, in one transaction.
May ask: notifying, feeds, planning, roster, store.
"""
