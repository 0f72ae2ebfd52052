"""Feeds: rosters as calendars that phones read, each entry serialised once, when it changes.

In it: one line as a calendar entry (`entry`; RFC 5545), what an issue does to them (`revisions`: UID, SEQUENCE,
DTSTAMP), the file a request gets (`calendar_file`), subscriptions, which clients read them (`clients`), and the public
feeds as files for when the store does not answer (`standby`).
Comes in: what is in force. Goes out: bytes; the same store and local date always give the same.
May ask: roster, store, office, clock.
"""
