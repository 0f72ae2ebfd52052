"""English words of a clause and of its days as the Chinese ones that are stored, so that neither doubles the other."""

from __future__ import annotations

import re
from typing import Any

from constraints.measure.rule import Rule
from planner.errors import Refused
from planner.office.cells.folding import plain_text
from planner.office.clauses import EQUALS, PAIRS, rule_class

DAYS = {
    "all": "全部",
    "daily": "每天",
    "workdays": "每个工作日",
    "days off": "每个休息日",
    "workday": "工作日",
    "weekend": "双休日",
    "holiday": "假期",
    "statutory": "法定节日",
}
WORD = re.compile("|".join(rf"\b{one}\b" for one in DAYS), re.I)
RRULE = re.compile("FREQ=", re.I)


def days_in_chinese(words: str) -> str:
    """Calendar words with the English ones among them put in Chinese; an RRULE stays as it is."""
    return words if RRULE.search(words) else WORD.sub(lambda found: DAYS[found[0].lower()], words)


def clause_in_chinese(rule: str, parameters: str) -> tuple[str, str]:
    """The name of a rule, be it a code, and its parameters with the names and choices that a Chinese sheet has.

    What is Chinese already, or is no rule, stays as it is written.
    """
    try:
        known = rule_class(rule)
    except Refused:
        return rule, parameters
    return known.zh, _parameters(known, parameters)


def _parameters(rule: type[Rule], text: str) -> str:
    names: dict[str, Any] = {one.name: one for one in rule.parameters()}
    found = []
    for part in PAIRS.split(plain_text(text)):
        name, *value = EQUALS.split(part.strip(), maxsplit=1)
        one = names.get(name.strip().lower().replace(" ", "_"))
        if one is None or not value:
            return text
        words = {stored: word for word, stored in (one.choices or {}).items()}
        several = (part.strip() for part in (value[0].split("、") if one.kind == "choices" else value))
        found.append(f"{one.zh}={'、'.join(words.get(part, part) for part in several)}")
    return "；".join(found)
