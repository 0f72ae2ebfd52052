"""Findings in words: the ids and ordinals in a finding's key become names, dates and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from constraints.judge import Finding
from constraints.measure.parameter import Parameter
from constraints.measure.shares import loads_away
from constraints.model.book import RuleBook
from constraints.problem.problem import DAY, Problem, Slot, moment
from constraints.rules.around_leave import AroundLeave
from constraints.rules.available import Available
from constraints.rules.not_together_anywhere import NotTogetherAnywhere
from constraints.rules.pinned import Pinned
from constraints.rules.qualified import Qualified
from constraints.rules.wishes import Wishes
from planner.office.ids import as_unit
from planner.office.keys import OrderKey
from planner.office.office import Office
from planner.words import WEEKDAYS, Lang, Words, day_words

ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIDES = {"below": Words("少于"), "above": Words("多于")}
MEETINGS = {"moment": Words("同时"), "day": Words("同日"), "night": Words("同夜")}
HALVES = {"am": Words("上午"), "pm": Words("下午")}


@dataclass(frozen=True)
class FindingSentence:
    """A finding in words: its rule, how much of it is broken, its force (必须, or a weight), who laid it down."""

    rule: str
    text: str
    amount: int
    force: int | str
    authority: str
    personal: bool = False
    """Whether it tells what only the office may know, of single people, their leave, exemptions or wishes."""


PERSONAL = Words("有涉及个人的规则未落实，由办公室掌握")
"""What a paper that leaves the office says instead."""


PRIVATE = (Wishes.code, Available.code, Qualified.code, AroundLeave.code, NotTogetherAnywhere.code)
"""Rules whose findings tell of wishes, absences, exemptions or of who is kept from whom."""


def private(finding: Finding) -> bool:
    """Whether only the office may see a finding: of a wish, absence, exemption, or order to leave somebody out.

    So is what a clause finds that names single people.
    """
    return finding.personal or finding.rule in PRIVATE or (finding.rule == Pinned.code and finding.nature == "ban")


class Speaker:
    """Says findings about one problem, in one language."""

    def __init__(self, office: Office, problem: Problem, book: RuleBook, lang: Lang) -> None:
        self.office, self.book, self.lang = office, book, lang
        self.slots: dict[str, Slot] = {one.slot.id: one.slot for one in problem.taken} | {
            slot.id: slot for slot in problem.slots
        }

    def say(self, finding: Finding) -> str:
        """The sentence of the finding's rule, filled in with key, parameters and amount."""
        rule = self.book.clauses[finding.clause].rule
        words = {name: self._word(name, value, rule) for name, value in zip(rule.keys, finding.key, strict=True)}
        words |= {
            one.name: self._value(getattr(rule, one.name), one) for one in rule.parameters() if one.name not in words
        }
        text = rule.say_zh if self.lang == "zh" else rule.say_en
        filled = text.format(**words, amount=finding.amount, far=loads_away(finding.amount))
        said = " ".join(filled.split())  # a shift of no site leaves a gap
        return said.replace(" ：", "：").replace(" :", ":").replace(" ,", ",")

    def _value(self, value: Any, one: Parameter) -> str:
        """A parameter as people write it."""
        if one.kind == "weekdays":
            return self._weekdays(value)
        if one.kind in ("calendar", "topics", "people"):
            return "、".join(str(word) for word, _ in value)
        joint = {"words": "、", "columns": "/"}.get(one.kind)
        return str(value) if joint is None else joint.join(value)

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
            return self.office.name(as_unit(value))
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
        if name in ("half", "within"):
            return (HALVES | MEETINGS)[value].say(self.lang)
        if name == "time":
            return self._time(value)
        if name == "weekday":
            return "周" + WEEKDAYS[value] if self.lang == "zh" else ENGLISH_DAYS[value]
        return self._period(value, rule.period) if name == "period" else str(value)

    def _time(self, value: int) -> str:
        """A moment in words; midnight stands for the whole day."""
        day = day_words(moment(value).date(), self.lang)
        return f"{day} {moment(value):%H:%M}" if value % DAY else day

    def _period(self, first: int, period: str) -> str:
        day = date.fromordinal(first)
        quarter = (day.month + 2) // 3
        said = {
            "week": Words("%(month)s月%(day)s日起的一周", month=day.month, day=day.day, date=f"{day:%-d %b}"),
            "month": Words.meaning("of a year", "%(month)s月", month=day.month, called=f"{day:%B}"),
            "quarter": Words("%(quarter)s季度", quarter=quarter),
            "year": Words("%(year)s年", year=day.year),
        }
        return said.get(period, Words("全期")).say(self.lang)

    def _wish(self, id: str) -> str:
        """A wish or an order in words."""
        key = OrderKey.of(id)
        kind, day, duty, shift = key.kind, key.day, key.duty, key.shift
        days = "、".join("周" + WEEKDAYS[int(one)] for one in day.split("、")) if day and "-" not in day else day
        name = self.office.name("d:" + duty) if duty not in self.office.duties else self.office.duties[duty].name
        want = {
            "have": Words.meaning("of somebody", "希望安排"),
            "avoid": Words.meaning("of somebody", "希望避开"),
        }.get(key.rest[0] if key.rest else "", Words("指定"))
        text = " ".join(part for part in (want.say(self.lang), days, name, shift) if part)
        return text if kind in ("wish", "pin") else id


def sentences(
    office: Office, problem: Problem, book: RuleBook, found: Iterable[Finding], lang: Lang
) -> list[FindingSentence]:
    """Each finding as the API gives it: rule, text, amount, force (必须 or its weight), authority."""
    speaker = Speaker(office, problem, book, lang)
    return [
        FindingSentence(
            book.clauses[one.clause].rule.zh,
            speaker.say(one),
            one.amount,
            "必须" if one.must else one.force,
            book.clauses[one.clause].authority,
            private(one),
        )
        for one in found
    ]
