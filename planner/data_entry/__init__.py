"""Data entered on the site: rows of the workbook's sheets, clauses, uploads, one's own leave and wishes.

In it: any sheet row by row (`rows`), the rule book's values (`rules`), a whole workbook looked at before it counts
(`upload`; what it would change, `import_preview`), and what officials enter for themselves (`own_entries`).
Comes in: form fields as people typed them. Goes out: a saved office, or every fault at once (Refused).
May ask: workbook, whose reader reads each entry exactly as it reads a file; store, office.
"""
