"""What a page shows, as frozen values: the month, my duties, the notice, the note, the 25th, tomorrow, the year.

In it: one module a page; the site and the API show the same values.
Comes in: what stands in a transaction, a month or people, the moment. Goes out: values with their words in the asked
language.
May ask: every room of reading below (roster, judging, explaining, planning, feeds). Writes nothing but the ticks of
tomorrow's reminders.
"""
