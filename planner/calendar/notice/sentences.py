"""One sentence of a notice, 10月1日（周四）至7日（周三）放假调休，共7天, as days off and days to be worked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.calendar.notice.folding import CHINESE, small_number
from planner.calendar.notice.said import SaidDay, Where, quoted
from planner.errors import Fault
from planner.words import WEEKDAYS, Words, day_words, in_both

ONE = timedelta(days=1)
LONGEST = 31
"""No holiday is longer than so many days."""
LONGEST_SENTENCE = 500
"""Nor a sentence that speaks of one than so many letters."""
NOT_MEANT = re.compile(r"鼓励|倡导|建议|提倡|可以?结合")
"""What an office is encouraged to do gives nobody a day off."""
TOKEN = re.compile(
    r"(?P<nothing>不调休|不放假|不上班|起(?:恢复|开始)?(?:正常|照常)?(?:上班|工作))"
    r"|(?P<weekend>与(?:周末|双休日|周六、?周?日)连休)"
    r"|(?P<work>(?:调休|正常|照常|补)?上班|(?:正常|照常)工作|补班)"
    r"|(?P<off>放假调休|调休放假|放假|补休|调休|休息|休假|连休)"
    r"|(?:共计?|合计|(?<=放假)|(?<=调休))(?P<count>\d{1,3}|" + CHINESE + r")天"
    r"|(?<!\d)(?:(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月)?(?P<day>\d{1,2})"
    r"(?(month)(?:日|号|(?=[-—–─~至到]+\d))|(?:日|号))"
    r"(?:\((?P<aside>[^()]*)\)|(?P<weekday>(?:星期|周|礼拜)[一二三四五六日天]))?"
    r"|(?P<to>[-—–─~]+|至|到)"
)
WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


@dataclass
class Sentence:
    """A sentence being read: dates wait until the sentence says what they are."""

    words: str
    holiday: str
    year: int
    cut_off: bool = False
    """Whether the words end here without a full stop."""
    days: list[SaidDay] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    waiting: list[date] = field(default_factory=list)
    last: date | None = None
    open_range: date | None = None
    counts: list[int] = field(default_factory=list)
    announced: bool | None = None
    """Whether 放假 or 上班 was said before any date: 放假时间为1月1日至3日."""

    @property
    def where(self) -> Where:
        """The sentence, to be quoted."""
        return Where(self.words)

    def read(self) -> Sentence:
        """Read it to the end; days, faults and notes are filled."""
        said = quoted(self.words)
        if len(self.words) > LONGEST_SENTENCE:
            self._fault(Words("这一句太长"))
            return self
        if NOT_MEANT.search(self.words):
            if TOKEN.search(self.words):
                self.notes.append(Words("“%(said)s”不是放假，未计入", said=said))
            return self
        for token in TOKEN.finditer(self.words):
            self._take(token)
        if self.open_range is not None:
            self._fault(Words("“至”后面没有日期，话没有说完"))
        if self.waiting and self.announced is not None:
            self._settle(self.announced)
        elif self.waiting and self.cut_off:
            self._fault(Words("话没有说完：没有说放假还是上班"))
        elif self.waiting:
            self.notes.append(Words("“%(said)s”没有说放假还是上班，未计入", said=said))
        self._count()
        return self

    def _take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if token["day"]:
            self._date(token)
        elif kind == "to":
            self.open_range = self.last
        elif kind == "count":
            if self.waiting and self.announced is not None:
                self._settle(self.announced)
            self.counts.append(small_number(token["count"]))
        elif kind == "weekend":
            self._weekend()
        elif kind == "nothing":
            self.waiting = self.waiting[:-1]
        else:
            self._settle(kind == "off")

    def _settle(self, off: bool) -> None:
        """The dates that waited are off, or worked; without any, those that come."""
        if not self.waiting:
            self.announced = off
        self.days += [SaidDay(day, self.holiday, off, self.where) for day in self.waiting]
        self.waiting = []

    def _date(self, token: re.Match[str]) -> None:
        day = self._day(token)
        if day is None:
            return
        weekday = WEEKDAY.search(token["aside"] or token["weekday"] or "")
        said = weekday[1].replace("天", "日") if weekday else ""
        if said and WEEKDAYS[day.weekday()] != said:
            self._fault(
                Words(
                    "%(day)s 写的是周%(said)s，实际是周%(weekdays)s",
                    day=day,
                    said=said,
                    weekdays=WEEKDAYS[day.weekday()],
                    day2=f"{day:%A}",
                )
            )
        if self.open_range is None:
            self.waiting.append(day)
        elif not ONE <= day - self.open_range <= LONGEST * ONE:
            self._fault(Words("%(open_range)s 至 %(day)s 不成一段假期", open_range=self.open_range, day=day))
        else:
            self.waiting += [self.open_range + far * ONE for far in range(1, (day - self.open_range).days + 1)]
        self.open_range, self.last = None, day

    def _day(self, token: re.Match[str]) -> date | None:
        """The day that a token names; what it leaves out is as in the date before."""
        month = int(token["month"]) if token["month"] else self.last.month if self.last else 0
        if not month:
            return None
        try:
            return date(self._year(token["year"], month), month, int(token["day"]))
        except ValueError:
            self._fault(Words("没有“%(token)s”这一天", token=token[0]))
            return None

    def _year(self, written: str | None, month: int) -> int:
        """The year of a date: written, or as the range began; 元旦 may reach back into December."""
        if written:
            return int(written)
        if self.open_range is not None:
            return self.open_range.year + (month == 1 and self.open_range.month == 12)
        return self.year - (month == 12 and "元旦" in self.holiday)

    def _weekend(self) -> None:
        """Saturdays and Sundays next to the days off belong to them."""
        if self.waiting:
            self._settle(True)
        off = {one.day for one in self.days if one.off}
        for first, step in ((min(off, default=None), -ONE), (max(off, default=None), ONE)):
            day = first + step if first else None
            while day and day.weekday() >= 5:
                self.days.append(SaidDay(day, self.holiday, True, self.where))
                day += step

    def _count(self) -> None:
        """A fault where the sentence counts its days off otherwise than it names them."""
        off = {one.day for one in self.days if one.off}
        for said in self.counts:
            if off and said != len(off) and not self.faults:
                self._fault(
                    Words(
                        "写的是 %(said)s 天，从%(first)s到%(last)s读到 %(count)s 天",
                        said=said,
                        first=in_both(day_words, min(off)),
                        last=in_both(day_words, max(off)),
                        count=len(off),
                    )
                )

    def _fault(self, cause: Words) -> None:
        self.faults.append(self.where.fault(cause, Words("请与通知原文核对后改正")))
