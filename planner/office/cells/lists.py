"""Lists in a cell: parted by 、 ; , always, by blanks / + 和 only where what stands between is known."""

from __future__ import annotations

import re
from collections.abc import Callable

from planner.office.cells.folding import closed_up

STRONG = re.compile(r"[、;；,，､﹑﹐﹔\n\r\x0b\x0c\x85\u2028\u2029]+")
WEAK = re.compile(r"(\s*[/／+＋&＆|｜和与及]\s*|\s+)")
LONGEST = 5
"""A known word holds at most so many pieces: 王 二 is two, 李和平 is two as well."""


def list_parts(text: str) -> tuple[str, ...]:
    """The parts of a list between its strong separators, in order, each once; a blank inside one stays as one."""
    found = (" ".join(part.split()) for part in STRONG.split(text))
    return tuple(dict.fromkeys(part for part in found if part))


def split(text: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """A list as the names and words in it; what a cell kept of one (`ManyCell`, `RefsCell`) is split on by this.

    Each part between 、 ; , is one name where it is known as it stands. Where it is not, and it can be cut at blanks,
    / + & | 和 与 及 so that every piece is known, the pieces are what is meant: 王二 张三, 夜班/白班, 李和平和王 二.
    Otherwise the part stays whole, for the caller to refuse; `loose_pieces` tells whether it looks like several.
    `known` is asked about names without blanks between Chinese characters, and such names are what is returned: the
    caller calls this for every part of every list cell, so that nothing with a needless blank is ever stored.
    """
    found = (one for part in list_parts(text) for one in _cut(part, known) or (closed_up(part),))
    return tuple(dict.fromkeys(found))


def loose_pieces(text: str) -> tuple[str, ...]:
    """What stands between blanks, / + & | 和 与 及: two or more where a text may be several unknown names."""
    return tuple(one for one in WEAK.split(text)[::2] if one)


def _cut(part: str, known: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The known names that a part is made of, the longer ones first; None where it is not made of such."""
    if known(closed_up(part)):
        return (closed_up(part),)
    cuts = WEAK.split(part)
    count = (len(cuts) + 1) // 2
    found: list[tuple[int, str] | None] = [None] * count + [(count, "")]
    for begin in reversed(range(count)):
        for end in reversed(range(begin + 1, min(begin + LONGEST, count) + 1)):
            name = closed_up("".join(cuts[2 * begin : 2 * end - 1]))
            if found[begin] is None and found[end] and known(name):
                found[begin] = (end, name)
    names, at = [], 0
    while at < count:
        step = found[at]
        if step is None:
            return None
        at, name = step
        names.append(name)
    return tuple(names)
