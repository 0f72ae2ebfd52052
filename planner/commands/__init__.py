"""The command line: each command parses, calls the office's work, and prints.

In it: the list of commands and the exit codes (`__main__`), what all of them share (`shared`, `lookup`, `files`), the
site and its worker as processes (`serve`), and three rooms: planning/, issuing/ and people/.
Comes in: words of a shell. Goes out: lines in the asked language, one JSON object with --json, and an exit code:
0 done, 1 refused or not possible, 2 bad usage or bad input.
May ask: every room of the planner; never web, which it starts by name.
"""
