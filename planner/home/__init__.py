"""The folder of an office's data: its own account's alone, and never made anew where it should have been found.

In it: who may read it (`private`), its two keys (`keys`), the file that says which stores it has had (`had_store`),
what can be wrong with it or with its store, in words (`trouble`, `server_words`), files written whole (`whole_file`).
Comes in: the path of the folder. Goes out: modes that were mended, keys, sealed text, sentences.
May ask: errors, words, launch; no database.
"""
