"""The calendar: which days are workdays, where a date on a day off goes, which dates a calendar word names.

In it: holiday notices and kinds of day (`workdays`, with one file a year in holidays/), how a notice is read from what
people hand over (`notice`), calendar words as dates (`recurrence`, with `regular_words` for 每月第二个周三,
`festival_words` for 除夕 and dates, `rrule` for RRULE), and the lunar year (`lunar`).
Comes in: years, dates, words. Goes out: `Calendar`, dates, kinds of day. Dates are local, without a time.
May ask: errors, words. Source: the State Council's yearly notices, whose numbers each file names.
"""
