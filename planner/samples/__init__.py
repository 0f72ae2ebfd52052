"""Invented offices: the empty workbook, a district of real size from a seed, the whole four-four method.

In it: the `template`, a district's usual duties, posts and rules (`standard`), `district` with its names, what its
people asked for and what rules may ask of them, `four_four` with who serves with whom.
Comes in: a size, a seed, a month. Goes out: `Office`. All people are invented.
May ask: office, problem, calendar.
"""
