"""Whose turn it is: clauses of 轮流 worked out from facts, before anything is solved.

In it: an order of people or units and how it goes on (`order`), the orders of a clause by rank or by the sheet 轮值
(`lists`), who cannot take a turn and why (`hindrances`), the places to be filled (`seats`), the whole (`turns`).
Comes in: `Office`, `Period`, slots, people, orders, what is issued. Goes out: `Turn`s and `Cursor`s for the `Problem`.
May ask: office, calendar, and in its own room history, period, occasions and sites.
"""
