"""Planning: the solver's roster, or one made by hand, becomes a judged draft; a draft is edited, compared, mended.

In it: what a draft rests on (`basis`), which draft a new plan keeps (`kept_draft`), the plan (`plan`), what came of it
(`outcome`), a hand-made roster (`handmade`), edits with their price (`editing`, `draft_findings`), two drafts side by
side (`comparing`), offers of a new plan for an issued month (`replan`), what a new holiday notice does (`new_notice`),
a notice looked at before it counts (`notice_preview`).
Comes in: a period and the office as it is. Goes out: `Draft`s; a draft may span all duties.
May ask: the core's solve and judge, problem, roster, store, workbook (to read a table).
"""
