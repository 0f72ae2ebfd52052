"""Measuring: what a rule is, and the words that its amounts are said in. Rules stand on this room alone.

In it: the base class of rules (`rule`), their parameters, the places they look at, linear expressions and hinges
(`expr`), what a rule may ask and post (`protocols`), and what several rules share: slots by scope and day, who is on
duty when, fair shares.
Comes in: a `CaseFacts` to look at, a `Measures` to post to, a `Roster` to check.
Goes out: `Place`s, and for each an `Amount` (for a solver) or a whole number ≥ 0 (for a finished roster).
May ask: problem.
"""
