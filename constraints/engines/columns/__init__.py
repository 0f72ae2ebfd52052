"""Columns: everybody's whole period as one choice, tied together by prices (Dantzig-Wolfe decomposition).

In it: what is everybody's own and what ties people (`blocks`), what one person would best do at given prices
(`pricing`), the restricted master problem that sets them (`master`), the search that alternates both and dives for
rosters (`lines`), and the proof that the bound is reached (`proof`).
Comes in: a `Form`. Goes out: a bound, and rosters told to the race on the way.
May ask: engines' `cpsat` and `search`, model.
"""
