"""The problem of a period: office and calendar become slots, assignees, facts and a rule book for the core.

In it: the whole (`build`), the period itself (`period`), on which days a duty falls (`occasions`, `festivals`), where
(`sites`), who (`assignees`), wishes and orders, history, and the rule sheet as a rule book (`rule_book`).
Comes in: `Office`, `Period`, what is issued. Goes out: `Problem` and `RuleBook`, the same for the same rows.
May ask: office, calendar, errors.
"""
