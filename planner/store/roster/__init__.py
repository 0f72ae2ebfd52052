"""The roster in the store: the office's rows, drafts with what they rest on, issued versions, who really served.

What stands in a transaction is read by `standing`, once, by whoever opened it. Versions are append-only; rows carry
since and until. May ask: store's blobs, cache, database and tables.
"""
