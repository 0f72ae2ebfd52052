"""A draft edited by hand, each change priced before it is made, one deed a file.

In it: who could take a cell and what any change would cost (`choosing`), cells changed and undone (`editing`), people
fixed and let go (`pinning`), last month's pattern taken over (`copying`).
Comes in: a draft and what is to change in it. Goes out: prices with their reasons; the draft changed.
May ask: the files of `planning` beside this room, and the rooms below them.
"""
