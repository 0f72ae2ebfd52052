"""The frame around every page: the navigation with how many wait, and the month that is being worked on.

In it: groups and links of each role (`menu`), the month kept by the browser (`working_month`).
Comes in: the request and its log-in. Goes out: values that the templates of the frame show.
May ask: planner, and what the shell knows of the request; no audience.
"""
