"""Checks on the rule sheet of a whole office."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.effect.effect import clause_effect
from planner.errors import FaultKind, Refused, fault
from planner.office.clauses import rule_class, rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
from planner.words import Words
from planner.workbook.row_faults import RowFault


def clause_faults(after: Office) -> Iterator[RowFault]:
    """Clauses that cannot be read, lack their duties, or name a shift or post that no row of 岗位 has."""
    shifts, posts = {post.shift for post in after.of(Post)}, {post.post for post in after.of(Post)}
    for row in after.of(ClauseRow):
        try:
            if "duties" in rule_class(row.rule).needs and not row.duties:
                yield _no_duties(row)
            rule_from_row(row)
        except Refused as refused:
            for one in refused.faults:
                yield RowFault("规则", row, "parameters" if one.kind is FaultKind.PARAMETER else "rule", one)
        for words, known, name, label in ((row.shifts, shifts, "shifts", "班次"), (row.posts, posts, "posts", "岗位")):
            for word in words:
                if after.of(Post) and word not in known:
                    yield RowFault(
                        "规则",
                        row,
                        name,
                        fault(
                            f"没有{label}“{word}”",
                            f"there is no {name[:-1]} '{word}'",
                            f"可填：{'、'.join(sorted(known))}",
                            f"choose one of: {', '.join(sorted(known))}",
                        ),
                    )


def effect_faults(
    after: Office, clauses: Collection[ClauseRow], found: list[RowFault]
) -> tuple[list[RowFault], list[Words]]:
    """What these clauses of a finished office cannot do beside what is `found`, and notes on what they leave out."""
    effect = clause_effect(after, clauses, slots=not found)
    told = [(one.row, one.column) for one in found]
    notes = [
        Words(
            f"规则第 {one.number} 条“{one.rule.zh}”：{one.words.zh}",
            f"clause {one.number}, {one.rule.en}: {one.words.en}",
        )
        for one in effect.remarks
    ]
    return [
        RowFault("规则", one.row, one.cell, one.fault) for one in effect.faults if (one.row, one.cell) not in told
    ], notes


def _no_duties(row: ClauseRow) -> RowFault:
    return RowFault(
        "规则",
        row,
        "duties",
        fault(
            f"“{row.rule}”须填写事项",
            f"'{row.rule}' needs its duties",
            "请写明哪些事项算作离岗",
            "name the duties that count as being away",
        ),
    )
