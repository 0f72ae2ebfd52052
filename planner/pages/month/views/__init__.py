"""The month seen in other ways than day by day: a week, everybody's days, one duty's table, the places of a duty.

In it: `week`, `people`, `duty_table`, `visits`.
Comes in: the lines of a desk, or its matrix. Goes out: frozen values that templates show.
May ask: the room around it, and the rooms below that.
"""
