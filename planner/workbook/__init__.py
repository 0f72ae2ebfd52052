"""The workbook: reading, checking and writing what an office hands over; .xlsx, .csv or a folder of .csv.

In it, in the order of reading: what the file is (`guard`), its tables (`files`), headers, names (`refs`), which stored
row each row means (`matching`), rows put in place (`merge`), the whole checked (`checks`), all of it together (`read`),
and the way back (`write`).
Comes in: a file and the office as it stands. Goes out: the office as it would be with what changes, or every fault at
once with sheet, cell, cause and remedy (Refused).
May ask: effect (what a clause does), office, calendar, errors.
"""
