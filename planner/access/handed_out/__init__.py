"""What the office hands out on paper: secrets that can be copied, and log-ins for all people at once.

In it: letters that nobody mistakes (`readable`), log-ins for everybody who has none, with first passwords
(`many_log_ins`).
Comes in: an office, a role, the log-ins there are. Goes out: who would get one, and slips to print once.
May ask: the rest of access, store, office. Raises NotPossible, TryLater.
"""
