"""Checks on the rule sheet of a whole office."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from constraints.measure.rule import Rule
from constraints.rules.stay_home import StayHome
from planner.calendar.recurrence import parse
from planner.calendar.unknown_words import UnknownWords
from planner.effect.effect import clause_effect
from planner.errors import Fault, FaultKind, Refused, fault
from planner.office.clauses import rule_class, rule_from_row
from planner.office.office import Office
from planner.office.sheets import ClauseRow, Post
from planner.problem.rule_book import counted_from, sharing
from planner.words import Words, series
from planner.workbook.checking.incoming import Incoming, note
from planner.workbook.checking.row_faults import RowFault, RowNote


def clause_faults(after: Office) -> Iterator[RowFault]:
    """Clauses that cannot be read, lack their duties, or name a shift or post that no row of 岗位 has."""
    shifts, posts = {post.shift for post in after.of(Post)}, {post.post for post in after.of(Post)}
    for row in after.of(ClauseRow):
        if row.days and (unknown := _unread(row.days, counted_from(after, row))):
            one = unknown.fault() if not unknown.needs_start else _no_start(row.days)
            yield RowFault("规则", row, "days", one, by=("duties",), needs=("值班事项", "设置"))
        try:
            if "duties" in rule_class(row.rule).needs and not row.duties:
                yield _no_duties(row)
            yield from _shared_names(after, row, rule_from_row(row))
        except Refused as refused:
            for one in refused.faults:
                yield RowFault(
                    "规则", row, "parameters" if one.kind is FaultKind.PARAMETER else "rule", one, by=("rule", "who")
                )
        for words, known, name, label in ((row.shifts, shifts, "shifts", "班次"), (row.posts, posts, "posts", "岗位")):
            for word in words:
                if after.of(Post) and word not in known:
                    yield RowFault(
                        "规则",
                        row,
                        name,
                        fault(
                            Words("没有%(label)s“%(word)s”", label=label, word=word, name=name[:-1]),
                            Words("可填：%(known)s", known=series(sorted(known))),
                        ),
                        needs=("岗位",),
                    )


def _shared_names(after: Office, row: ClauseRow, rule: Rule) -> Iterator[RowFault]:
    """Names in a clause's values that several people, or several units, share."""
    for one in (one for one in rule.parameters() if one.kind == "people"):
        for word, _ in getattr(rule, one.name):
            if shared := sharing(after, word):
                listed = "、".join(map(after.name, shared))
                yield RowFault(
                    "规则",
                    row,
                    "parameters",
                    fault(
                        Words("%(one)s“%(word)s”对应不止一个：%(listed)s", one=one.zh, word=word, listed=listed),
                        Words("请写编号，或写成 姓名（单位）"),
                    ),
                    by=("rule",),
                    needs=("人员", "单位"),
                )


def _unread(words: str, start: date | None) -> UnknownWords | None:
    try:
        parse(words, start)
    except UnknownWords as unknown:
        return unknown
    return None


def _no_start(words: str) -> Fault:
    """Days that count from a date where neither the duties nor the settings have one."""
    return fault(
        Words("“%(words)s”要从某一天起算", words=words),
        Words("请写明事项，并在“值班事项”填它的起始日期；或在“设置”填 单双周起点"),
    )


def clause_notes(incoming: Incoming) -> Iterator[RowNote]:
    """New clauses of which one value makes the other one idle."""
    for row in incoming.of(ClauseRow):
        rule = rule_from_row(row)
        if isinstance(rule, StayHome) and rule.least and rule.percent:
            yield note(
                row,
                "parameters",
                Words(
                    "最少 %(least)s 人和比例 %(percent)s%% 都写了，按人数多的一项留守",
                    least=rule.least,
                    percent=rule.percent,
                ),
            )


def effect_faults(
    after: Office, clauses: Collection[ClauseRow], found: list[RowFault], *, tried: bool
) -> tuple[list[RowFault], list[Words]]:
    """What these clauses of a finished office cannot do beside what is `found`, and notes on what they leave out.

    They are `tried` on a year of the office's slots where these can be made out.
    """
    effect = clause_effect(after, clauses, slots=tried)
    told = [(one.row, one.column) for one in found]
    notes = [
        Words("规则第 %(number)s 条“%(rule)s”：%(words)s", number=one.number, rule=one.rule, words=one.words)
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
        fault(Words("“%(rule)s”须填写事项", rule=row.rule), Words("请写明哪些事项算作离岗")),
        by=("rule",),
    )
