"""The month as its workplace shows it: one matrix of days and posts, and the same month seen in other ways.

In it: the days with their names (`days`), the matrix (`matrix`, `columns`, `bands`, `slot_cells`), the other views
(`week`, `people`, `duty_table`, `visits`), what stands beside them (`balance`, `problems`, `cell_panel`,
`cell_history`), and what can be done with several cells at once (`several`).
Comes in: a `Desk` or its lines. Goes out: frozen values that templates show.
May ask: the files of `pages` beside this room, and the rooms below them.
"""
