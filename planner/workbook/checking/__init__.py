"""Checking an office as a whole: what no single cell can show to be wrong; `whole_office` asks the others.

Comes in: the office as it would be. Goes out: faults of its rows (`row_faults`), and notes.
"""
