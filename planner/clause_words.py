"""A clause in words: its parameters as people write them, its scope by names, and the whole as one sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from constraints.rule import Parameter, Rule
from planner.cells.wordings import Force, Weekdays
from planner.clauses import build, rule_class
from planner.fault import Lang, Refused
from planner.office import Office
from planner.sheets import ClauseRow


def parameters(rule: Rule) -> str:
    """Every value of a rule as the rule sheet writes it, such as 期间=月；最少=0；最多=3; what is not set is left out."""
    said = [(one, value_words(one, getattr(rule, one.name))) for one in rule.parameters()]
    return "；".join(f"{one.zh}={text}" for one, text in said if text)


def value_words(one: Parameter, value: Any) -> str:
    """A parameter's value as people write it; '' for none."""
    if value is None:
        return ""
    if one.choices:
        return next(word for word, stored in one.choices.items() if stored == value)
    if one.kind == "weekdays":
        return Weekdays().show(value)
    if one.kind == "words":
        return "、".join(value)
    if one.kind == "calendar":
        return "、".join(word for word, _ in value)
    if one.kind == "topics":
        return "、".join(f"{date.fromordinal(day).isoformat()}:{'|'.join(topics)}" for day, topics in value)
    return str(value)


def scope_words(office: Office, row: ClauseRow, lang: Lang) -> str:
    """What a clause speaks of, by names; '' for everything."""
    parts = [
        "、".join(office.duties[one].name if one in office.duties else one for one in row.duties), "、".join(row.shifts),
        "、".join(row.posts), row.days, "、".join(office.name(one) for one in row.who),
    ]
    return (" " if lang == "en" else "，").join(part for part in parts if part)


def sentence(office: Office, row: ClauseRow, lang: Lang) -> str:
    """The clause for a meeting: rule, scope, values, force."""
    force = Force().show(row.force) if lang == "zh" else {0: "hard", 100: "important", 10: "normal", 1: "if possible"}.get(row.force, str(row.force))
    return f"{stated(office, row, lang)}{'：' if lang == 'zh' else ': '}{force}"


def stated(office: Office, row: ClauseRow, lang: Lang) -> str:
    """Rule, scope and values of a clause."""
    try:
        rule = rule_class(row.rule)
        name, given = (rule.zh if lang == "zh" else rule.en), parameters(build(row))
    except Refused:
        name, given = row.rule, row.parameters
    said = "；".join(part for part in (scope_words(office, row, lang), given) if part)
    return name if not said else f"{name}（{said}）" if lang == "zh" else f"{name} ({said})"
