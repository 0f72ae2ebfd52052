"""Findings in words: each key of a rule becomes names, dates and places that people know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from constraints.judge import Finding
from constraints.model.book import RuleBook
from constraints.problem.problem import Problem, Slot, moment
from planner.office.office import Office
from planner.words import WEEKDAYS, Lang, Words, day_words

ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIDES = {"below": Words("少于", "less than"), "above": Words("多于", "more than")}
HALVES = {"am": Words("上午", "morning"), "pm": Words("下午", "afternoon")}


@dataclass(frozen=True)
class FindingSentence:
    """A finding in words, with its rule, how much of it is broken, its force (必须, or a weight) and its authority."""

    rule: str
    text: str
    amount: int
    force: int | str
    authority: str


class Speaker:
    """Says findings about one problem, in one language."""

    def __init__(self, office: Office, problem: Problem, book: RuleBook, lang: Lang) -> None:
        self.office, self.book, self.lang = office, book, lang
        self.slots: dict[str, Slot] = {one.slot.id: one.slot for one in problem.taken} | {
            slot.id: slot for slot in problem.slots
        }

    def say(self, finding: Finding) -> str:
        """The rule's sentence, filled in."""
        rule = self.book.clauses[finding.clause].rule
        words = {name: self._word(name, value, rule) for name, value in zip(rule.keys, finding.key, strict=True)}
        words |= {
            one.name: self._value(getattr(rule, one.name), one.kind)
            for one in rule.parameters()
            if one.name not in words
        }
        text = rule.say_zh if self.lang == "zh" else rule.say_en
        said = " ".join(text.format(**words, amount=finding.amount).split())  # a shift of no site leaves a gap
        return said.replace(" ：", "：").replace(" :", ":").replace(" ,", ",")

    def _value(self, value: Any, kind: str) -> str:
        """A parameter as people write it."""
        if kind == "weekdays":
            return self._weekdays(value)
        if kind in ("calendar", "topics"):
            return "、".join(str(one) for one, _ in value)
        return "、".join(value) if kind == "words" else str(value)

    def _weekdays(self, some: tuple[int, ...]) -> str:
        return (
            "、".join("周" + WEEKDAYS[one] for one in some)
            if self.lang == "zh"
            else ", ".join(ENGLISH_DAYS[one] for one in some)
        )

    def slot(self, slot: Slot) -> str:
        """A slot as people name it: date, duty, shift, post, site."""
        duty = self.office.duties.get(slot.duty)
        parts = [duty.name if duty else slot.duty, slot.shift, slot.post, slot.place if slot.site else ""]
        return f"{day_words(date.fromordinal(slot.day), self.lang)} {' '.join(part for part in parts if part)}"

    def _word(self, name: str, value: Any, rule: Any) -> str:
        if name in ("who", "other"):
            return self.office.name(value)
        if name == "unit":
            return self.office.name("u:" + value)
        if name in ("slot", "before", "after"):
            return self.slot(self.slots[value]) if value in self.slots else self._wish(value)
        if name in ("first", "last", "date"):
            return day_words(date.fromordinal(value), self.lang)
        if name == "moment":
            return f"{day_words(moment(value).date(), self.lang)} {moment(value):%H:%M}"
        if name == "duty":
            return self.office.duties[value].name if value in self.office.duties else str(value)
        if name == "site":
            return self.office.name(value) if value else ""
        if name == "side":
            return SIDES[value].say(self.lang)
        if name == "half":
            return HALVES[value].say(self.lang)
        if name == "weekday":
            return "周" + WEEKDAYS[value] if self.lang == "zh" else ENGLISH_DAYS[value]
        return self._period(value, rule.period) if name == "period" else str(value)

    def _period(self, first: int, period: str) -> str:
        day = date.fromordinal(first)
        if self.lang == "zh":
            return {
                "week": f"{day.month}月{day.day}日起的一周",
                "month": f"{day.month}月",
                "quarter": f"{(day.month + 2) // 3}季度",
                "year": f"{day.year}年",
            }.get(period, "全期")
        return {
            "week": f"the week of {day:%-d %b}",
            "month": f"{day:%B}",
            "quarter": f"quarter {(day.month + 2) // 3}",
            "year": str(day.year),
        }.get(period, "the plan")

    def _wish(self, id: str) -> str:
        """A wish or an order by its own words: kind, day, duty, shift."""
        kind, day, duty, shift, *rest = [*id.split("|"), "", "", "", ""]
        days = "、".join("周" + WEEKDAYS[int(one)] for one in day.split("、")) if day and "-" not in day else day
        name = self.office.name("d:" + duty) if duty not in self.office.duties else self.office.duties[duty].name
        want = {"have": Words("希望安排", "wants"), "avoid": Words("希望避开", "avoids")}.get(
            rest[0], Words("指定", "ordered")
        )
        text = " ".join(part for part in (want.say(self.lang), days, name, shift) if part)
        return text if kind in ("wish", "pin") else id


def sentences(
    office: Office, problem: Problem, book: RuleBook, found: Iterable[Finding], lang: Lang
) -> list[FindingSentence]:
    """Each finding in words, with its rule, force and authority."""
    speaker = Speaker(office, problem, book, lang)
    return [
        FindingSentence(
            book.clauses[one.clause].rule.zh,
            speaker.say(one),
            one.amount,
            "必须" if one.must else one.force,
            book.clauses[one.clause].authority,
        )
        for one in found
    ]
