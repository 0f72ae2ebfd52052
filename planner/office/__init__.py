"""The office: everything a workbook says, validated, with the ways to look it up.

In it: the rows together (`office`), sheets/ (one row class a sheet), cells/ (each kind of cell, read and shown), a rule
sheet's row as a rule (`clauses`, `clause_text`), and key periods (`key_periods`).
Comes in: rows that the workbook's reader made. Goes out: `Office`, frozen.
May ask: calendar, errors, words; the core's rules by name.
"""
