"""The model: one problem under one rule book, indexed once and written as one linear form.

In it: the clauses in force (`book`), the facts that rules ask for (`case`), the rows and amounts they post (`board`),
the parts that hang together (`part`), and each part as plain columns, rows and costs for one stage (`form`).
Comes in: `Problem` and `RuleBook`. Goes out: `Case` for judging, `Form` for an engine.
May ask: rules, measure, problem. Knows no engine: whoever reads a form may be any solver.
"""
