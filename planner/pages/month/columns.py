"""The columns of the matrix: each duty's posts side by side, a duty at many sites in one; as many as fit a desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from planner.office.office import Office
from planner.roster.lines import Line, in_office_order
from planner.words import Words, in_both, span_words

FIT = 11
"""How many names stand side by side on a desk of 1366 pixels, beside the day and the panel."""
ABREAST = 2
"""How many names of one slot stand side by side; more of them are counted."""
PostColumn = tuple[str, str]
"""(shift, post)"""


@dataclass(frozen=True)
class MatrixColumn:
    """A post of a duty, or with `sites` all places of a duty that has many.

    `label` is as short as tells it from its neighbours, `code` a letter or two for where even that is too long.
    """

    duty: str
    shift: str
    post: str
    label: str
    code: str
    sites: bool = False
    width: int = 1
    """How many names stand side by side in it."""


@dataclass(frozen=True)
class DutyColumns:
    """A duty of the month: its name, its hours where all its posts have the same, its columns."""

    duty: str
    name: str
    hours: Words | None
    columns: tuple[MatrixColumn, ...]

    @property
    def sites(self) -> bool:
        """Whether the duty is served at many places at once."""
        return self.columns[0].sites

    @property
    def width(self) -> int:
        """How many names stand side by side in all its columns."""
        return sum(column.width for column in self.columns)


def duty_columns(office: Office, lines: Iterable[Line]) -> tuple[DutyColumns, ...]:
    """The duties that have lines, in the order of the duty sheet."""
    by_duty: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_duty[line.slot.duty].append(line)
    order = [*(duty for duty in office.duties if duty in by_duty), *(by_duty.keys() - office.duties.keys())]
    return tuple(_columns(office, duty, by_duty[duty]) for duty in order)


def _columns(office: Office, duty: str, lines: list[Line]) -> DutyColumns:
    name, hours = lines[0].duty_name, _hours(lines)
    if any(line.slot.site for line in lines):
        word = "、".join(dict.fromkeys(line.slot.shift for line in lines))
        return DutyColumns(duty, name, hours, (MatrixColumn(duty, "", "", word, name[:1], sites=True),))
    posts = list(
        dict.fromkeys((line.slot.shift, line.slot.post) for line in in_office_order(office, duty, list(lines)))
    )
    wide = {(line.slot.shift, line.slot.post) for line in lines if max(line.slot.need, len(line.people)) > 1}
    labels = _labels(posts)
    columns = (
        MatrixColumn(duty, *post, labels[post], labels[post][:1], width=ABREAST if post in wide else 1)
        for post in posts
    )
    return DutyColumns(duty, name, hours, tuple(columns))


def _labels(posts: Sequence[PostColumn]) -> dict[PostColumn, str]:
    """The post alone where that tells the columns apart, else the shift alone, else both."""
    for part in (1, 0):
        words = [post[part] for post in posts]
        if len(set(words)) == len(words):
            return dict(zip(posts, words, strict=True))
    return {post: " ".join(dict.fromkeys(part for part in post if part)) for post in posts}


def _hours(lines: Iterable[Line]) -> Words | None:
    said = {span_words(line.start, line.end, "zh"): line for line in lines if not line.lasting}
    if len(said) != 1:
        return None
    line = next(iter(said.values()))
    return in_both(span_words, line.start, line.end)


def fitting(every: Sequence[DutyColumns], asked: Collection[str]) -> tuple[DutyColumns, ...]:
    """The duties asked for; where none of them is there, those that fit a desk, the first ones of the sheet first."""
    wanted = tuple(one for one in every if one.duty in asked)
    if wanted:
        return wanted
    found, left = list[DutyColumns](), FIT
    for one in every:
        if one.width <= left:
            found.append(one)
            left -= one.width
    return tuple(found or every[:1])
