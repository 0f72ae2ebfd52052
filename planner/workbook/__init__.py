"""The workbook: reading, checking and writing what an office hands over; .xlsx, .csv or a folder of .csv.

In it, in the order of reading: the file and its tables (`opening`), the words that are known (`known`), which row names
the columns and the rows below it (`headings`), names (`refs`) and what is nearest to one that nothing goes by
(`nearest`), rows that meet what is stored (`merging`), the whole checked (`checking`), all of it together (`read`), the
way back (`write`), a copy that shows the faults (`marked`), an office's own duty tables (`own_tables`), and a holiday
notice that may be a sheet (`notice_file`).
Comes in: a file and the office as it stands. Goes out: the office as it would be with what changes, or every fault at
once with sheet, cell, cause and remedy (Refused).
May ask: effect (what a clause does), office, calendar, errors.
"""
