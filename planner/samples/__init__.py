"""Invented offices: the usual template, a district of real size from a seed, the whole four-four method.

In it: `standard` (the template), `district` with its names and what people asked for, `four_four`.
Comes in: a size, a seed, a month. Goes out: `Office`. All people are invented.
May ask: office, problem, calendar.
"""
