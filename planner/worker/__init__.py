"""Work in the background: plans, explanations and offers one after another, short work beside them, the house kept.

In it: the queue's loop (`jobs`), who is on duty as a file for the night (`snapshot`), the portal's folder (`portal`).
Comes in: job rows. Goes out: job rows with what came of them; files beside the store.
May ask: every room below; the site it starts by name.
"""
