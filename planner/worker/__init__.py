"""Work in the background: plans, explanations and offers one after another, and short chores in a lane beside them.

In it: the loop over the queue (`jobs`), the short lane (`chores`), who is on duty as a file for the night (`snapshot`),
the folder of public pages (`portal`), the head of the record once a day (`record_day`).
Comes in: job rows. Goes out: job rows with what came of them; files beside the store.
May ask: every room below; the site it starts by name.
"""
