"""Copies of a whole database in one file, the same from SQLite and from PostgreSQL, and their way back in.

In it: rows as lines (`rows`), what a copy says of itself (`manifest`), the file with its digests (`archive`), the end
of the audit log as any schema has it (`head`). A copy knows a connection and files, no value of an office: it is made
of a store of whatever age, also before an upgrade.
Comes in: a connection in one transaction. Goes out: a file, whole or not at all; from it rows, checked first.
May ask: errors, words.
"""
