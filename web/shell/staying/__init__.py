"""What a log-in sees of its own sessions: where it is logged in (`my_sessions`), and what it sent too late (`unsent`).

Comes in: requests of any log-in. Goes out: its own sessions and forms, nobody else's.
May ask: planner; all of the shell but the log-in page, which asks for none of it.
"""
