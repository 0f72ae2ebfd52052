"""The session of a request: who is logged in by its cookie, since when, and why no more.

In it: the session found, begun and ended (`current`), what this process has seen of sessions, for the minutes in which
the store cannot be asked (`seen`), forms that came after the end (`late_forms`).
Comes in: the cookie's token. Goes out: a log-in with its session, or why it is over.
May ask: planner; of the shell who calls, the language and the store.
"""
