"""What has no effect this month: clauses of a month's book that have nothing to look at in its case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from constraints.measure.place import ALL
from constraints.model.book import Clause
from constraints.model.case import Case
from planner.effect.effect import ClauseRemark
from planner.words import Words

UNREAD = Words("人员一栏不起作用：编排当时这条规则还不看人员")
PASSING = {
    "keep": Words("本月还没有印发的安排"),
    "pinned": Words("本月没有这一条管得到的领导指定"),
    "wishes": Words("本月没有这一条管得到的时间要求"),
    "available": Words("本月没有人因请假外出排不了班"),
    "topic": Words("本月没有写明主题的班次"),
    "festival_turns": Words("本月没有这个节日，或没有人在规定年数内值过"),
    "around_leave": Words("本月没有班次挨着所写的请假外出"),
    "shadow": Words("本月没有新到岗的人要跟班"),
    "own_air_day": Words("本月没有单位和本单位的人同日可排"),
    "not_together_anywhere": Words("“回避”表里本月没有要错开的人"),
    "window": Words("本月各单位都可以上线"),
    "keep_village": Words("本月没有换村的可能"),
}
"""Code of a rule that speaks of passing facts → why it has nothing to say."""


def month_remarks(known: Iterable[ClauseRemark], case: Case) -> tuple[ClauseRemark, ...]:
    """The clauses without effect in a month: those that can have none, as is `known` of its office, and the others."""
    never = [one for one in known if one.idle]
    numbers = {one.number for one in never}
    month = [one for one in without_effect(case) if one.number not in numbers]
    return tuple(sorted((*never, *month), key=lambda one: one.number))


def without_effect(case: Case) -> tuple[ClauseRemark, ...]:
    """The clauses of the rule sheet that have no effect in a month's case, in their order, each with the reason."""
    found = []
    for index, clause in enumerate(case.book.clauses):
        why = UNREAD if clause.unread != ALL else _idle(case, index)
        if why and clause.source:
            head = clause.unread == ALL
            words = Words("本月不起作用：%(why)s", why=why) if head else why
            found.append(ClauseRemark(_number(clause), Words.given(clause.rule.zh, clause.rule.en), words))
    return tuple(found)


def _number(clause: Clause) -> int:
    return int(clause.source.rpartition("!")[2])


def _idle(case: Case, index: int) -> Words | None:
    """Why the clause with this number has nothing to look at; None where it has."""
    rule = case.book.clauses[index].rule
    if not case.on(rule.scope) and rule.scope.term and case.on(replace(rule.scope, term=None)):
        return Words("本月不在这一条的起止日期内")
    if not case.on(rule.scope):
        return Words("本月没有这样的班次")
    if rule.scope.who is not None and "who" in rule.reads and not case.mine(rule.whom):
        return Words("本月没有所列的人可排")
    if case.stands(index):
        return None
    return PASSING.get(rule.code, Words("本月没有用得上的地方"))
