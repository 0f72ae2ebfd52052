"""The month as its workplace shows it: one matrix of days and posts, and the same month seen in other ways.

In it: the month on the desk (`month_desk`, `month_grid`), its days with their names (`days`), the matrix (`matrix`,
`columns`, `bands`, `slot_cells`), the other ways to see it (`views`), what stands beside it (`balance`, `problems`,
`cell_panel`, `cell_history`), and what can be done with several cells at once (`several`).
Comes in: a `Standing`, a month. Goes out: frozen values that templates show.
May ask: the files of `pages` beside this room, and the rooms below them.
"""
