"""Keeping an office's data safe and its program running: backups and their way back, and a look at what is wrong.

In it: a backup now (`backup`) and every night (`nightly`), its way back into an empty home (`restore`), the sealing
key apart (`sealing_key`), the worker's sign of life (`worker_beat`), and what looks at all of it (doctor/).
Comes in: a store, or the path of a home that may hold none. Goes out: files whole or not at all; findings with cures.
May ask: issuing (verify), store, paper (fonts), settings, clock.
"""
