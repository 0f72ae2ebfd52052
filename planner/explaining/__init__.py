"""Explaining a month: why it has no full roster, in counts and rows of the workbook, and the ways out with prices.

In it: rows as facts that can be given up (`causes`), the answer put together and one way applied (`explain`), ways out
with their price (`pricing`), a way out as changes to rows (`remedies`), and clashes told for a meeting (`clash_text`).
Comes in: the store and a month. Goes out: what was found, as values a page or a command shows.
May ask: constraints.explain for the search, planning, problem, office, roster.
"""
