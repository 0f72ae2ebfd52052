"""Commands about people: swaps and calls, leaders' instructions and actual service, log-ins.

Comes in and goes out as planner/commands says. May ask: the planner's rooms, and commands' shared modules.
"""
