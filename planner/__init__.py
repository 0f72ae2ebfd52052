"""The office's work around the core: calendar, workbook, months, versions, papers, feeds and the command line."""
