"""Results: what came of work, as the store keeps it: one class a kind of result, read from JSON and written to it here.

In it: the outcome of a plan (`outcome`), why a month has no full roster (`explanation`), offers of a new plan
(`plan_offers`), a drawn check list (`draw_list`), what else a job leaves (`job_results`), and how all of them become
JSON (`as_json`).
Comes in: what planning, explaining and drawing found. Goes out: the same, from a row of any age.
May ask: the core for statuses, words.
"""
