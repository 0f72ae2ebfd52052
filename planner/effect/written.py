"""A clause by itself: cells that its rule does not read, values that ask for nothing, words that its duties lack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from constraints.measure.place import CELLS
from constraints.measure.rule import Rule
from planner.effect import sentences
from planner.errors import Fault
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
from planner.problem.rule_book import named, posts_in_scope
from planner.words import Words, series


class CellFault(NamedTuple):
    """What is wrong with a cell of a clause."""

    row: ClauseRow
    cell: str
    fault: Fault


def written_faults(office: Office, row: ClauseRow, rule: Rule) -> Iterator[CellFault]:
    """The faults that show without looking at days and people."""
    for cell in CELLS:
        if getattr(row, cell) and cell not in rule.reads:
            yield CellFault(row, cell, sentences.unread(type(rule), cell))
    bounds = rule.bounds()
    if not rule.asks():
        yield CellFault(row, "parameters", sentences.asks_nothing(rule))
    elif bounds and bounds.most is not None and bounds.least > bounds.most:
        yield CellFault(row, "parameters", sentences.contrary(bounds))
    if rule.company and row.who and len(named(office, row)) == 1:
        yield CellFault(row, "who", sentences.one_alone(rule))
    if any(office.posts.get(duty) for duty in row.duties or office.duties):
        yield from _words(office, row, rule)


def where(office: Office, row: ClauseRow) -> Words:
    """The duties of a clause as a sentence names them."""
    names = [office.duties[one].name if one in office.duties else one for one in row.duties]
    return Words("“%(names)s”", names=series(names)) if names else Words("各事项")


def _words(office: Office, row: ClauseRow, rule: Rule) -> Iterator[CellFault]:
    """Shifts and posts that are on none of the duties, and what the rule speaks of that is not there."""
    at = where(office, row)
    ours = [post for post in office.of(Post) if not row.duties or post.duty in row.duties]
    lacking = False
    for cell, name in (("shifts", "shift"), ("posts", "post")):
        known = {getattr(post, name) for post in ours}
        for word in getattr(row, cell):
            if word not in known:
                lacking = True
                yield CellFault(row, cell, sentences.no_word(at, cell, word, sorted(known)))
    inside = posts_in_scope(office, row)
    if lacking:
        return
    if not inside:
        yield CellFault(row, "posts", sentences.no_word(at, "posts", "、".join(row.posts), _beside(ours, row)))
        return
    shifts = {post.shift for post in inside}
    for one in rule.parameters():
        if one.kind == "words":
            for word in getattr(rule, one.name):
                if word not in shifts:
                    yield CellFault(row, "parameters", sentences.no_value(rule, at, one.zh, word))
    if (row.duties or row.shifts or row.posts) and not _spoken_of(office, rule, inside):
        yield CellFault(row, "duties" if row.duties else "posts", sentences.no_subject(rule, at))


def _beside(ours: list[Post], row: ClauseRow) -> list[str]:
    """The posts of the shifts that a clause names."""
    return sorted({post.post for post in ours if post.shift in row.shifts})


def _spoken_of(office: Office, rule: Rule, inside: list[Post]) -> bool:
    """Whether what the rule speaks of is among some posts."""
    if rule.subject == "units":
        return any(post.assignee == "unit" for post in inside)
    if rule.subject == "sites":
        return any(office.duties[post.duty].per_site for post in inside)
    if rule.subject == "units beside people":
        kinds = {(post.duty, post.shift, post.assignee) for post in inside}
        return any((duty, shift, "person") in kinds for duty, shift, kind in kinds if kind == "unit")
    return True
