"""Checks on the lists of the sheet 轮值: everybody once, on posts that are there, used by a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from constraints.rules.rotation import Rotation
from planner.errors import Refused, fault
from planner.office.clauses import rule_from_row
from planner.office.ids import bare, is_unit
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import ClauseRow, TurnRow
from planner.problem.rotation.lists import same_days
from planner.problem.rule_book import posts_in_scope
from planner.words import Words, series
from planner.workbook.checking.row_faults import RowFault

SHEET = SHEET_OF[TurnRow]


def _lists(after: Office) -> list[list[TurnRow]]:
    found: dict[object, list[TurnRow]] = defaultdict(list)
    for row in after.of(TurnRow):
        found[SHEET.list_of(row)].append(row)
    return list(found.values())


def turn_list_faults(after: Office) -> Iterator[RowFault]:
    """Somebody who stands twice on a list, and shifts and posts that its duties do not have."""
    for rows in _lists(after):
        yield from _posts(after, rows[0])
        seen: dict[str, int] = {}
        for row in rows:
            first = seen.setdefault(row.who, row.number)
            if first != row.number:
                yield RowFault(
                    SHEET.zh,
                    row,
                    "who",
                    fault(
                        Words("%(name)s在同一名单里已是第 %(first)s 号", name=after.name(row.who), first=first),
                        Words("一轮每人一次，请删去一行"),
                    ),
                )


def _posts(after: Office, row: TurnRow) -> Iterator[RowFault]:
    ours = [post for duty in row.duties for post in after.posts.get(duty, ())]
    for name, zh in (("shift", "班次"), ("post", "岗位")):
        known = sorted({getattr(post, name) for post in ours})
        word = getattr(row, name)
        if ours and word and word not in known:
            yield RowFault(
                SHEET.zh,
                row,
                name,
                fault(
                    Words("所写事项没有%(zh)s“%(word)s”", zh=zh, word=word, name=name),
                    Words("可填：%(known)s", known=series(known)),
                ),
            )


def turn_list_notes(after: Office) -> Iterator[Words]:
    """Lists that no clause goes by, and those on a list who can take none of its posts."""
    clauses = list(_clauses(after))
    for rows in _lists(after):
        name = "、".join(after.duties[one].name for one in rows[0].duties if one in after.duties)
        near = [rule for row, rule in clauses if rule.order != "rank" and _covers(after, row, rows[0])]
        if not near:
            yield Words("轮值：“%(name)s”的名单没有规则用到，不起作用；请在规则表加一条“轮流”", name=name)
        elif rows[0].days and not any(same_days(rows[0].days, one) for rule in near for one in rule.columns):
            yield Words(
                "轮值：“%(name)s”的名单只用于%(days)s，但“轮流”没有这一列，不起作用；请在参数里写 分列=%(days)s",
                name=name,
                days=rows[0].days,
            )
        pools = {pool for some in _pools_of_posts(after, rows[0]) for pool in some}
        lost = "、".join(after.name(row.who) for row in rows if not pools & _pools(after, row.who))
        if pools and lost:
            yield Words("轮值：“%(name)s”名单里的%(lost)s不在岗位的值班序列，轮到时排不上", name=name, lost=lost)


def _clauses(after: Office) -> Iterator[tuple[ClauseRow, Rotation]]:
    for row in after.of(ClauseRow):
        try:
            rule = rule_from_row(row)
        except Refused:
            continue
        if isinstance(rule, Rotation):
            yield row, rule


def _covers(after: Office, row: ClauseRow, listed: TurnRow) -> bool:
    """Whether a clause speaks of a post that a list is for."""
    return any(
        post.duty in listed.duties and listed.shift in ("", post.shift) and listed.post in ("", post.post)
        for post in posts_in_scope(after, row)
    )


def _pools_of_posts(after: Office, listed: TurnRow) -> list[tuple[str, ...]]:
    """The pools of each post that a list is about."""
    return [
        post.pools
        for duty in listed.duties
        for post in after.posts.get(duty, ())
        if listed.shift in ("", post.shift) and listed.post in ("", post.post)
    ]


def _pools(after: Office, tagged: str) -> set[str]:
    """The pools that somebody is in at any time; of a unit those of its people as well."""
    id = bare(tagged)
    if not is_unit(tagged):
        return {pool for row in after.people.get(id, ()) for pool in row.pools}
    unit = after.units.get(id)
    mine = {pool for rows in after.people.values() for row in rows if id in row.units for pool in row.pools}
    return mine | set(unit.pools if unit else ())
