"""The problem: what has to be filled, who may fill it, and what is known already. The ground floor of the core.

In it: slots, assignees, absences and pins (`problem`), whose turn a slot is (`turns`), the roster as a set of (slot,
assignee) pairs (`roster`), and the week, month, quarter or year that a day belongs to (`period`). Everything is frozen.
Comes in: nothing; whoever plans builds a `Problem`. Goes out: `Problem` and `Roster`, which every other room reads.
May ask: nobody.
"""
