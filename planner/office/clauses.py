"""Clauses: a row of the rule sheet as a rule with its parameters, or the fault in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, replace
from datetime import date
from typing import Any

from constraints.measure.parameter import Parameter
from constraints.measure.place import Scope
from constraints.measure.rule import Rule
from constraints.rules import BY_NAME, CATALOGUE
from planner.calendar.recurrence import parse
from planner.calendar.unknown_words import UnknownWords
from planner.errors import FaultKind, Refused, fault
from planner.office.cells.folding import closed_up, plain_text
from planner.office.cells.wordings import WeekdaysCell
from planner.office.sheets import ClauseRow
from planner.words import Words, series

DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
EQUALS = re.compile(r"[=＝:：]")
PAIRS = re.compile(r"[;；,，、\n]+")


def rule_class(name: str) -> type[Rule]:
    """The class of the rule with that Chinese name or code; raises Refused, which lists the known ones."""
    found = BY_NAME.get(name) or BY_NAME.get(name.lower().replace(" ", "_"))
    if found is None:
        known = "、".join(one.zh for one in CATALOGUE)
        codes = ", ".join(one.code for one in CATALOGUE)
        raise Refused(
            fault(Words("没有“%(name)s”这条规则", name=name), Words("现有规则：%(known)s", known=known, codes=codes))
        )
    return found


Days = Callable[[str], tuple[int, ...]]
"""Calendar words → the days they name, as ordinals, over the span that matters to the caller."""
People = Callable[[str], tuple[str, ...]]
"""A word for people → the tagged ids of those whom it means."""


@dataclass(frozen=True)
class _Meanings:
    """What words in a clause's values mean."""

    days_of: Days
    people_of: People


def rule_from_row(
    row: ClauseRow, scope: Scope = Scope(), days_of: Days = lambda words: (), people_of: People = lambda word: ()
) -> Rule:
    """The rule that a row of the rule sheet states, over `scope`.

    `days_of` and `people_of` say what calendar words and words for people in its values mean. Raises Refused for an
    unknown rule, for parameters that are unknown, unfit or missing, or for missing people.
    """
    rule = rule_class(row.rule)
    known = {name: one for one in rule.parameters() for name in (one.zh, one.name)}
    meanings = _Meanings(days_of, people_of)
    try:
        given = dict(_pair(part, rule, known, meanings) for part in _parts(plain_text(row.parameters), known))
        assumed = [one for one in rule.parameters() if one.assumed and one.name not in given]
        given |= dict(_pair(f"{one.zh}={one.assumed}", rule, known, meanings) for one in assumed)
    except Refused as refused:
        raise Refused(*(replace(one, kind=FaultKind.PARAMETER) for one in refused.faults)) from None
    if "who" in rule.needs and not row.who:
        raise Refused(fault(Words("“%(rule)s”须写明人员", rule=rule), Words("请在人员一栏填写人员、单位或值班序列")))
    lacking = [one.zh for one in rule.parameters() if one.default is MISSING and one.name not in given]
    if lacking:
        raise Refused(
            fault(
                Words("“%(rule)s”缺少参数：%(lacking)s", rule=rule, lacking=series(lacking)),
                Words("请填写，例如 %(lacking)s=2", lacking=lacking[0]),
                FaultKind.PARAMETER,
            )
        )
    return rule(**given, scope=scope)


def _parts(text: str, known: dict[str, Parameter]) -> list[str]:
    """The text of 参数 cut into 'name=value' pieces; the commas of a list of values do not cut it."""
    found: list[str] = []
    for part in (one.strip() for one in PAIRS.split(text)):
        name = EQUALS.split(part)[0].strip()
        if part and found and (not EQUALS.search(part) or DATED.fullmatch(name)) and name not in known:
            found[-1] += "、" + part
        elif part:
            found.append(part)
    return found


def _pair(part: str, rule: type[Rule], known: dict[str, Parameter], meanings: _Meanings) -> tuple[str, Any]:
    name, equals, text = EQUALS.sub("=", _with_name(part, known), count=1).partition("=")
    if not equals or name.strip() not in known:
        names = "、".join(one.zh for one in rule.parameters()) or "无"
        raise Refused(
            fault(
                Words("“%(rule)s”没有参数“%(name)s”", rule=rule, name=name.strip()),
                Words("可用参数：%(names)s；写成 名称=值", names=names),
            )
        )
    one = known[name.strip()]
    field, zh, choices, kind = one.name, one.zh, one.choices, one.kind
    text = text.strip()
    if choices and kind == "choices":
        several = dict.fromkeys(_choice(rule, zh, one.strip(), choices) for one in text.split("、"))
        return field, tuple(stored for stored in choices.values() if stored in several)
    if choices:
        return field, _choice(rule, zh, text, choices)
    if kind == "weekdays":
        return field, WeekdaysCell().read(text, None)
    if kind == "words":
        return field, tuple(text.split("、"))
    if kind == "calendar":
        return field, tuple((word, _named(word, meanings.days_of)) for word in text.split("、"))
    if kind == "columns":
        return field, tuple(_column(one.strip()) for one in text.split("/") if one.strip())
    if kind == "people":
        return field, tuple((word, meanings.people_of(word)) for word in map(closed_up, text.split("、")))
    if kind == "topics":
        return field, tuple(_dated(rule, zh, one) for one in text.split("、"))
    number = re.fullmatch(r"(\d{1,6})(?:天|次|个|人|小时|分钟|月|个月|场|[%％])?", text)
    if not number or not one.lowest <= int(number[1]) <= one.highest:
        raise Refused(
            fault(
                Words("“%(rule)s”的%(zh)s不能是“%(text)s”", rule=rule, zh=zh, text=text),
                Words("请填 %(lowest)s 至 %(highest)s 的整数", lowest=one.lowest, highest=one.highest),
            )
        )
    return field, int(number[1])


def _column(words: str) -> str:
    """A column of days in calendar words; raises Refused."""
    try:
        parse(words)
    except UnknownWords:
        raise Refused(
            fault(
                Words("分列中的“%(words)s”不是日历用语", words=words),
                Words("请写成 工作日/双休日/假期、法定节日：斜线分列，顿号并列"),
            )
        ) from None
    return words


def _with_name(part: str, known: dict[str, Parameter]) -> str:
    """A value with the name that it was written without, where one parameter alone has it: 优先 is 方式=优先."""
    names = {one.name for one in known.values() if part in (one.choices or ())}
    return f"{names.pop()}={part}" if len(names) == 1 else part


def _named(word: str, days_of: Days) -> tuple[int, ...]:
    try:
        parse(word)
    except UnknownWords:
        raise Refused(
            fault(Words("“%(word)s”不是节日或日历用语", word=word), Words("请写 除夕、正月初一、国庆节 等"))
        ) from None
    return days_of(word)


def _dated(rule: type[Rule], zh: str, text: str) -> tuple[int, tuple[str, ...]]:
    """2026-12-03:教育|医保 as (ordinal of the day, its topics); raises Refused."""
    when, _, topics = text.partition(":")
    try:
        return date.fromisoformat(when.strip()).toordinal(), tuple(
            one.strip() for one in topics.split("|") if one.strip()
        )
    except ValueError:
        raise Refused(
            fault(
                Words("“%(rule)s”的%(zh)s不能是“%(text)s”", rule=rule, zh=zh, text=text),
                Words("请写成 2026-12-03:教育|医保"),
            )
        ) from None


def _choice(rule: type[Rule], zh: str, text: str, choices: dict[str, str]) -> str:
    for word, stored in choices.items():
        if text in (word, "每" + word, stored):
            return stored
    listed = "、".join(choices)
    raise Refused(
        fault(
            Words("“%(rule)s”的%(zh)s不能是“%(text)s”", rule=rule, zh=zh, text=text),
            Words("可填：%(listed)s", listed=listed),
        )
    )
