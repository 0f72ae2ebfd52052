"""Judging what is issued and changes to it: who can still serve, may it be changed, who could stand in, why me.

In it: what is in force, indexed once (`in_force`), the verdict by the versions' own rules (`verdict`), the terms and
deadlines of posts (`swap_terms`), the closed list of `refusals`, `standins`, a `chain` of changes, `repairs` ranked by
price, and `why_this_person`; who can still serve (`still_serves`), and a month by today's facts (`by_today`).
Comes in: an exchange of pairs. Goes out: `Verdict`, ranked choices; nothing is written here.
May ask: planning, roster, store, office, problem; the core's judge, never a solver.
"""
