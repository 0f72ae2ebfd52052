"""The calendar: which days are workdays, where a date on a day off goes, which dates a calendar word names.

In it: holiday notices and kinds of day (`workdays`, with one file a year in holidays/), 每月第二个周三 and the like as
dates (`recurrence`), and the lunar year (`lunar`).
Comes in: years, dates, words. Goes out: `Calendar`, dates, kinds of day. Dates are local, without a time.
May ask: words. Source: the State Council's yearly notices, whose numbers each file names.
"""
