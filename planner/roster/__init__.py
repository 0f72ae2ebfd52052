"""The roster as people read it: lines in rank order, what changed, who is on duty now, the fairness account.

In it: lines and holders (`lines`, `contacts`), what is issued as lines (`issued`), differences in words (`changes`),
findings in words (`finding_text`), swaps in words and on record (`swap_words`, `swap_register`), who is on duty at a
moment (`on_duty`), served and owed (`fairness`), check codes.
Comes in: what stands in a transaction, or rows and pairs. Goes out: frozen values.
May ask: store, office, problem.
"""
