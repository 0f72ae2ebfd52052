"""A year's holiday notice, read from what somebody hands over, before anything counts.

In it: our own JSON and the common public one (`document`), the words of the notice itself, alone or inside a copied
page (`prose`, `sections` and `sentences`, after `folding`), what every form says of a day (`said`), how that becomes
a `Notice` or faults (`settling`), and how it compares with the law of statutory days (`law`).
Comes in: text, the year it is meant for, the notice that stands now. Goes out: `ReadNotice`, or every fault (Refused).
May ask: the calendar, errors, words. The sheet 放假 is a table and is read in `planner.workbook.notice_file`.
"""
