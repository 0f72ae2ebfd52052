"""Engines: each reads a `Form` and answers with values, a cost and a bound. The only room that knows a solver.

In it: CP-SAT (`cpsat`), HiGHS in a process of its own (`highs`, spoken to by `protocol`), the race between them, large
forms with few candidates (`thin`, `sifting`), better values near the best known (`nearby`), many forms side by side
(`lanes`), what is asked and known on the way (`search`), and columns/: whole lines a person with prices.
Comes in: `Form`, `Limits`, `Stop`. Goes out: `Outcome`; improvements are told as they are found.
May ask: model, measure. The two solvers are never loaded into one process.
"""
