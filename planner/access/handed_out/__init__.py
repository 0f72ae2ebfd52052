"""What is handed out and shown once: secrets that can be copied, log-ins for all people at once, tokens.

In it: letters that nobody mistakes (`readable`), log-ins for everybody who has none, with first passwords
(`many_log_ins`), and tokens for programs (`tokens`).
Comes in: an office, a role, the log-ins there are. Goes out: who would get one, and slips to print once.
May ask: the rest of access, store, office. Raises NotPossible, TryLater.
"""
