"""People at work in the store: log-ins, offers and calls, instructions, reminders of unanswered requests, names.

May ask: store's cache, database and tables.
"""
