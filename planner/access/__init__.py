"""Log-ins and the log in words: who may come in, and what people call each kind of deed.

In it: log-ins added, closed, their passwords kept, locked after failures (`logins`), and the audit log's deeds in both
languages (`log_text`).
Comes in: names, passwords, roles, the moment. Goes out: a `User` or None; sentences.
May ask: store, office, errors. Raises Refused (bad input) and NotPossible (nobody of that name).
"""
