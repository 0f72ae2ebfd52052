"""Merging: rows of a file meet what is stored, and take their place in the office.

In it, in the order of reading: a record read cell by cell (`drafts`), ids and namesakes (`identity`), ids that change
(`renaming`), which stored row a row means (`matching`), names as references (`resolving`), rows that go, or end
(`ending`), and all of it together (`merge`).
"""
