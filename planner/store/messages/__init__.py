"""What leaves the office, in the store: messages, ticks on reminders, subscriptions, who fetched them.

May ask: store's cache, database and tables.
"""
