"""An office's own duty tables, of any of the usual layouts, read as who stands where on which day.

In it, in the order of reading: what comes out (`table`), words of headers and marks (`vocabulary`), days (`days`),
names (`names`), where days run (`axes`), the layouts (`by_day`, `by_person`, `by_slot`), a file whole (`read`), what
its words mean in an office (`meaning`), its rows put on slots (`placed`, with the `faults` of that), and as sheets of
the workbook (`history`, `proposal`).
Comes in: a file, the office, what somebody chose. Goes out: frozen tables, questions, every fault with its cell.
May ask: opening, headers and refs of the workbook; problem, office, errors.
"""
