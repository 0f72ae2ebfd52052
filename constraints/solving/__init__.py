"""Solving: the order in which a plan's parts are searched, and what is given up where not everything can be met.

In it: parts side by side within one limit (`stages`), one part at its best (`settle`), a first roster where no search
has one (`greedy`), at most so many changes (`capped`), the fewest changes to an issued roster (`mend`), and cost and
bound of the whole on the way (`progress`).
Comes in: a `Case` and limits in seconds. Goes out: `Answer` or `Mended`: a roster, its cost and what was proved.
May ask: engines, judge, model, measure, problem. Runs in a child process: see constraints/child.py.
"""
