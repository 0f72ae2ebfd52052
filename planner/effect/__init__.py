"""What a clause does: whether it has an effect as it is written, and whether it has one this month.

In it: clauses by themselves (`written`), against each other (`against`), over a year of slots (`one_year`, `tried`),
people who are to serve together (`company`), what a clause leaves out (`remarks`), the `sentences`, all of it as one
value (`effect`), and what has no effect this month (`this_month`).
Comes in: an office and rows of its rule sheet; or the case of a month. Goes out: the cells at fault, each with cause
and cure, and remarks.
May ask: problem, office, calendar, errors.
"""
