"""The second factor: a code from a telephone beside the password, for roles that the office names and whoever likes.

In it: the factor itself, on, off and taken off by the office (`second_factor`), codes for whoever has no telephone at
hand (`recovery`), and the second step of coming in (`code_entering`).
Comes in: a log-in, codes as people type them, the true moment. Goes out: whether a code fits; codes to be shown once.
May ask: the rest of access, store, home, settings. Raises NotPossible, TryLater.
"""
