"""What the office registers: rows of the workbook's sheets, rules, and files that are handed over.

In it: every sheet row by row (`data`), the rule book (`rules`), a workbook looked at and imported (`upload`), and an
office's own duty table (`own_table`). Endpoints leave the room's name out: `clerks.rules.home`.
"""
