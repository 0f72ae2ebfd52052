"""The core: what a roster problem is, which rules there are, how it is solved, judged and explained.

It knows no office, no file, no database and no site, and could be published alone. From the ground up:
problem/ (slots, assignees, facts) · measure/ (what a rule is) · rules/ (one file a rule) · model/ (problem and book
as one linear form) · judge (a finished roster, in plain Python) · engines/ (the solvers) · solving/ and explaining/
(what runs in a child process) · process, wire, child (that child, and what is said to it) · solve, repair, explain
(what the planner calls).
"""
