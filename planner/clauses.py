"""Clauses: a row of the rule sheet as a rule with its parameters, or the fault in it."""

from __future__ import annotations

import re
from dataclasses import MISSING
from typing import Any

from constraints.rule import Parameter, Rule, Scope
from constraints.rules import BY_NAME, CATALOGUE
from planner.cells.dates import plain
from planner.cells.wordings import Weekdays
from planner.fault import Refused, fault
from planner.sheets import ClauseRow

LEAST = {"days": 2, "each": 1, "sessions": 1, "least": 0}
EQUALS = re.compile(r"[=＝:：]")
PAIRS = re.compile(r"[;；,，、\n]+")


def rule_class(name: str) -> type[Rule]:
    """The rule of that Chinese name or code; raises Refused with the known ones."""
    found = BY_NAME.get(name) or BY_NAME.get(name.lower().replace(" ", "_"))
    if found is None:
        known = "、".join(one.zh for one in CATALOGUE)
        codes = ", ".join(one.code for one in CATALOGUE)
        raise Refused(fault(
            f"没有“{name}”这条规则", f"there is no rule '{name}'",
            f"现有规则：{known}", f"the rules are: {codes}",
        ))
    return found


def build(row: ClauseRow, scope: Scope = Scope()) -> Rule:
    """The rule of a clause; raises Refused for unknown names, unknown or unfit parameters."""
    rule = rule_class(row.rule)
    known = {name: one for one in rule.parameters() for name in (one.zh, one.name)}
    given: dict[str, Any] = {}
    for part in _parts(plain(row.parameters)):
        name, value = _pair(part, rule, known)
        given[name] = value
    if "who" in rule.needs and not row.who:
        raise Refused(fault(
            f"“{rule.zh}”须写明人员", f"'{rule.en}' needs people", "请在人员一栏填写人员、单位或值班序列", "fill in the people, units or pools",
        ))
    lacking = [one.zh for one in rule.parameters() if one.default is MISSING and one.name not in given]
    if lacking:
        raise Refused(fault(
            f"“{rule.zh}”缺少参数：{'、'.join(lacking)}", f"'{rule.en}' lacks parameters: {', '.join(lacking)}",
            f"请填写，例如 {lacking[0]}=2", f"write for example {lacking[0]}=2",
        ))
    return rule(**given, scope=scope)


def _parts(text: str) -> list[str]:
    """name=value each; a list of values stays with its name."""
    found: list[str] = []
    for part in (one.strip() for one in PAIRS.split(text)):
        if part and found and not EQUALS.search(part):
            found[-1] += "、" + part
        elif part:
            found.append(part)
    return found


def _pair(part: str, rule: type[Rule], known: dict[str, Parameter]) -> tuple[str, Any]:
    name, equals, text = EQUALS.sub("=", part, count=1).partition("=")
    if not equals or name.strip() not in known:
        names = "、".join(one.zh for one in rule.parameters()) or "无"
        raise Refused(fault(
            f"“{rule.zh}”没有参数“{name.strip()}”", f"'{rule.en}' has no parameter '{name.strip()}'",
            f"可用参数：{names}；写成 名称=值", f"its parameters are: {names}; write name=value",
        ))
    field, zh, _, choices, kind = known[name.strip()]
    text = text.strip()
    if choices:
        return field, _choice(rule, zh, text, choices)
    if kind == "weekdays":
        return field, Weekdays().read(text, None)
    if kind == "words":
        return field, tuple(text.split("、"))
    number = re.fullmatch(r"(\d{1,6})(?:天|次|个|人|小时|分钟|月|个月|场)?", text)
    if not number or int(number[1]) < LEAST.get(field, 0):
        raise Refused(fault(
            f"“{rule.zh}”的{zh}不能是“{text}”", f"{zh} of '{rule.en}' cannot be '{text}'",
            f"请填不小于 {LEAST.get(field, 0)} 的整数", f"write a whole number from {LEAST.get(field, 0)}",
        ))
    return field, int(number[1])


def _choice(rule: type[Rule], zh: str, text: str, choices: dict[str, str]) -> str:
    for word, stored in choices.items():
        if text in (word, "每" + word, stored):
            return stored
    listed = "、".join(choices)
    raise Refused(fault(
        f"“{rule.zh}”的{zh}不能是“{text}”", f"{zh} of '{rule.en}' cannot be '{text}'",
        f"可填：{listed}", f"choose one of: {listed}",
    ))
