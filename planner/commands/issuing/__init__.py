"""Commands from the draft to whoever reads it: issue, draw and replay, feeds, messages.

Comes in and goes out as planner/commands says. May ask: the planner's rooms, and commands' shared modules.
"""
