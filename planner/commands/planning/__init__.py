"""Commands from the workbook to the draft: data in and out, plan, check, explain, look.

Comes in and goes out as planner/commands says. May ask: the planner's rooms, and commands' shared modules.
"""
