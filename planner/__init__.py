"""The office's work around the core: what a workbook says, months, versions, swaps, papers, feeds, commands.

From the ground up: words, settings and launch · errors · calendar and clock · office (what the workbook says) ·
store, workbook, problem · roster, samples, data_entry, access · feeds, planning · paper, explaining, notifying,
judging · pages, issuing, changing · upkeep · worker · commands. Each room's `__init__` says what is in it, what comes
in, what goes out and whom it may ask; docs/architecture.md draws the whole. Nothing here is imported at start: a
command loads what it needs.
"""
