"""Headings: which row of a table names its columns (`header_row`), and the rows below it (`headers`).

Comes in: a table of raw cells and the sheet that it is. Goes out: records, notes on what was passed over, faults.
"""
