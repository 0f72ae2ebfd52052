"""The record (存证): one chain of salted digests over the log and over what people decide in the store.

In it: which rows it covers (`covered`), how a row is added (`chain`), its head as it is printed and kept outside the
store (`heads`, `anchor_file`), what is written of a restore, a pruning and a blanking (`events`), how it begins and
what a change of the schema does (`upgrade`, `older_log`), and its examination (`examination` and what it asks).
Comes in: transactions, heads kept elsewhere. Goes out: heads; what was dropped, cut, changed, moved or written anew.
May ask: store's tables and database; clock, settings.
"""

from planner.store.record.chain import changing, cover_touched, head, touch
from planner.store.record.covered import Covered
from planner.store.record.events import blanked, prune, restored
from planner.store.record.examination import broken, examine
from planner.store.record.heads import Head

__all__ = [
    "Covered",
    "Head",
    "blanked",
    "broken",
    "changing",
    "cover_touched",
    "examine",
    "head",
    "prune",
    "restored",
    "touch",
]
