"""A clause in words: its parameters as people write them, its scope by names, and the whole as one sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from constraints.measure.parameter import Parameter
from constraints.measure.rule import Rule
from planner.errors import Refused
from planner.office.cells.policies import ForceCell
from planner.office.cells.wordings import WeekdaysCell
from planner.office.clauses import rule_from_row
from planner.office.ids import Tag, untagged
from planner.office.office import Office
from planner.office.people_words import EXCEPT, PeopleCell
from planner.office.sheets import ClauseRow
from planner.words import Lang

OPTIONAL = re.compile(r"\[([^\]|]*)(?:\|([^\]]*))?\]")
VALUE = re.compile(r"\{(\w+)\}")
ONE = re.compile(r"\b1 (\w+)s\b")
ENGLISH_KINDS = {
    "工作日": "workdays",
    "双休日": "weekends",
    "假期": "days off",
    "法定节日": "statutory festivals",
    "调休上班日": "make-up workdays",
}
ENGLISH_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
FORCES = {0: "hard", 100: "important", 10: "normal", 1: "if possible"}


def parameters(rule: Rule) -> str:
    """The values of a rule as the rule sheet writes them, such as 期间=月；最少=0；最多=3; without those not set."""
    said = [(one, value_words(one, getattr(rule, one.name))) for one in rule.parameters()]
    return "；".join(f"{one.zh}={text}" for one, text in said if text)


def value_words(one: Parameter, value: Any) -> str:
    """A parameter's value as people write it; '' for none."""
    if value is None:
        return ""
    if one.choices:
        some = value if one.kind == "choices" else (value,)
        return "、".join(word for word, stored in one.choices.items() if stored in some)
    if one.kind == "weekdays":
        return WeekdaysCell().show(value)
    if one.kind == "words":
        return "、".join(value)
    if one.kind == "columns":
        return "/".join(value)
    if one.kind in ("calendar", "people"):
        return "、".join(word for word, _ in value)
    if one.kind == "topics":
        return "、".join(f"{date.fromordinal(day).isoformat()}:{'|'.join(topics)}" for day, topics in value)
    return str(value)


def scope_words(office: Office, row: ClauseRow, lang: Lang) -> str:
    """What a clause applies to, in names: duties, shifts, posts, days, people; '' where it applies to everything."""
    parts = [
        "、".join(office.duties[one].name if one in office.duties else one for one in row.duties),
        "、".join(row.shifts),
        "、".join(row.posts),
        _days(row.days, lang),
        people_words(office, row),
        _term(row, lang),
    ]
    return (" " if lang == "en" else "，").join(part for part in parts if part)


def people_words(office: Office, row: ClauseRow) -> str:
    """The people of a clause as they are written on the sheet: 话务员，除李四外."""
    told = [(untagged(one)[0] is Tag.NOT, one) for one in row.who]
    return PeopleCell().show(
        tuple(EXCEPT + office.name(untagged(one)[1]) if off else office.name(one) for off, one in told)
    )


def _term(row: ClauseRow, lang: Lang) -> str:
    """From when to when a clause holds; '' where it always does."""
    first, last = (_dated(day, lang) if day else "" for day in (row.start, row.end))
    if lang == "zh":
        return f"{first}至{last}" if first and last else f"{first}起" if first else f"至{last}" if last else ""
    return " ".join(part for part in (f"from {first}" if first else "", f"until {last}" if last else "") if part)


def _dated(day: date, lang: Lang) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day:%-d %b %Y}"


def _days(words: str, lang: Lang) -> str:
    """The days of a clause: in English the kinds of day have their English names, all else stays as it was written."""
    if lang == "zh":
        return words
    said = [ENGLISH_KINDS.get(one.strip(), one.strip()) for one in re.split("[、,，;；]", words)]
    return " and ".join(said)


def laid_down(rule: Rule, lang: Lang) -> str:
    """The sentence of a rule with its values filled in.

    A part in [brackets] stands only where one of its values is not the default; of [one|other], the other does
    instead.
    """
    known = {one.name: one for one in rule.parameters()}

    def shown(part: re.Match[str]) -> str:
        named = [known[name] for name in VALUE.findall(part[1])]
        return part[1] if any(getattr(rule, one.name) != one.default for one in named) else part[2] or ""

    text = OPTIONAL.sub(shown, rule.law_zh if lang == "zh" else rule.law_en)
    said = VALUE.sub(lambda name: _spoken(known[name[1]], getattr(rule, name[1]), lang), text).strip("， ,")
    return ONE.sub(r"1 \1", said)


def _spoken(one: Parameter, value: Any, lang: Lang) -> str:
    """A value within a sentence; names and calendar words stay as people wrote them."""
    if lang == "en" and one.choices:
        return " and ".join(value) if one.kind == "choices" else str(value)
    if lang == "en" and one.kind == "weekdays":
        return ", ".join(ENGLISH_DAYS[number] for number in value)
    return value_words(one, value)


def pieces(rule: type[Rule], lang: Lang) -> list[str | Parameter]:
    """The sentence of a rule as texts and, where a value stands, its parameter; parts in [brackets] are all in."""
    known = {one.name: one for one in rule.parameters()}
    text = OPTIONAL.sub(lambda part: part[1], rule.law_zh if lang == "zh" else rule.law_en)
    found: list[str | Parameter] = [
        known[part] if number % 2 else part for number, part in enumerate(VALUE.split(text))
    ]
    if isinstance(found[-1], str):
        found[-1] = found[-1].rstrip("， ,")
    return [one for one in found if one]


def sentence(office: Office, row: ClauseRow, lang: Lang) -> str:
    """A whole clause as one sentence to be read out: what it applies to, what it lays down, how strictly."""
    said = stated(office, row, lang)
    if lang == "zh":
        return f"{said}（{ForceCell().show(row.force) if row.force in FORCES else f'权重 {row.force}'}）"
    return f"{said} ({FORCES.get(row.force, f'weight {row.force}')})"


def stated(office: Office, row: ClauseRow, lang: Lang) -> str:
    """What a clause applies to and lays down, without its force; the row's own words where it cannot be read."""
    try:
        said = laid_down(rule_from_row(row), lang)
    except Refused:
        said = " ".join(part for part in (row.rule, row.parameters) if part)
    scope = scope_words(office, row, lang)
    return said if not scope else f"{scope}：{said}" if lang == "zh" else f"{scope}: {said}"
