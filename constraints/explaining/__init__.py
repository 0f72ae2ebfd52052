"""Explaining: why a part of a plan has no roster, and the cheapest ways out. Every answer is verified by solving.

In it: what people could change (`fact`, `facts`), whether some of it in force leaves a roster (`oracle`), the smallest
sets that leave none (`clash`; minimal unsatisfiable subsets), how far one number has to give way (`easing`), and the
fewest facts to give up, or loans to take (`ways`; minimal correction subsets); both as the child tells them (`found`).
Comes in: a `Case`. Goes out: `Clash`es and `Way`s over fact ids; words are found above, in the planner.
May ask: engines, model, measure, problem. Runs in a child process: see constraints/child.py.
"""
