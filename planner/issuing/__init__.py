"""Issuing: a draft is locked and issued as versions; versions are verified, planned again, withdrawn, drawn from.

In it: sign and publish (`publish`), whom an issue would tell (`preview`), withdrawal, whether everything issued still
holds (`verify`), a version planned again from what it stored (`replay`), the double-random draw (`inspection_draw`).
Comes in: a draft, who signs, the moment. Goes out: versions, append-only, one a duty and month, in one transaction.
May ask: notifying, feeds, planning, roster, store.
"""
