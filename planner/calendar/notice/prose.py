"""The notice's own words: 国务院办公厅关于2027年部分节假日安排的通知, also with an amending one, also inside a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from planner.calendar.notice.folding import folded
from planner.calendar.notice.said import HOLIDAYS, Said, SaidDay, Where, holiday
from planner.calendar.notice.sections import KNOWN, Section, empty_section, sections
from planner.calendar.notice.sentences import Sentence
from planner.calendar.workdays import Notice
from planner.errors import Fault, Refused, fault
from planner.words import Words, series

TITLE = re.compile(r"关于(?P<of>[^。;:关]{2,60}?)通知")
AMENDS = re.compile(r"调整|延长|补充|变更|纪念日")
"""A title with one of these words changes single holidays of the notice that there is, and does not replace it."""
YEAR = re.compile(r"(?:现将|关于|做好)(\d{4})年")
NUMBER = re.compile(r"(国(?:务院办公厅|务院|办|发)[\u4e00-\u9fff]{0,4})[〔\[【(](20\d{2})[〕\]】)]第?(\d{1,3})号")
FULL_DATE = r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?"
SIGNED = re.compile(rf"国务院(?:办公厅)?{FULL_DATE}")
DATED = re.compile(rf"(?:成文|发布|印发|发文)日期:?{FULL_DATE}")
LONGER = re.compile(r"延长[^。;]{0,30}?[至到](?=(?:\d{4}年)?\d{1,2}月\d{1,2}日)")
MEMORIAL = re.compile(r"(?:\d{4}年)?([^,、]{2,40}?纪念日)")


@dataclass(frozen=True)
class OneNotice:
    """One notice in the text: what its title is about ('' without), its words, and what stands above it."""

    title: str
    words: str
    above: str
    sections: tuple[Section, ...]

    @property
    def year(self) -> int | None:
        """The year that its title or its first words name."""
        found = re.search(r"(\d{4})年", self.title) or YEAR.search(self.words)
        return int(found[1]) if found else None

    @property
    def amends(self) -> bool:
        """Whether it changes single holidays of a notice that there is already."""
        return bool(AMENDS.search(self.title))

    @property
    def subjects(self) -> tuple[Section, ...]:
        """Its sections; of an amending notice without any all its words, under the holidays of its title."""
        if self.sections or not self.amends:
            return self.sections
        memorial = MEMORIAL.search(self.title)
        called = memorial[1] if memorial else "、".join(re.findall(KNOWN, self.title))
        closing = SIGNED.search(self.words)
        end = closing.start() if closing else len(self.words)
        return (Section(called, self.words[:end], 0, end),) if called else ()

    def paper(self) -> tuple[tuple[str, str], ...]:
        """Its number and date, as far as they are found; nothing without a number."""
        number = NUMBER.search(self.words) or NUMBER.search(self.above)
        if number is None:
            return ()
        below = self.words[self.sections[-1].end :] if self.sections else self.words
        day = SIGNED.search(below) or DATED.search(self.above + self.words) or re.search(FULL_DATE, below)
        return ((f"{number[1]}〔{number[2]}〕{int(number[3])}号", _iso(day) if day else ""),)


def _iso(found: re.Match[str]) -> str:
    """A date as found by FULL_DATE in ISO 8601; '' where there is no such day."""
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""


def read_prose(text: str, year: int, standing: Notice | None) -> Said:
    """What the words say of a year; `standing` is the notice that an amending one changes.

    Raises Refused where they are no notice, or amend one that is not there.
    """
    parts = _parts(folded(text))
    if not parts:
        raise Refused(_no_notice())
    mine = sorted((one for one in parts if one.year in (None, year)), key=lambda one: one.amends)
    if not mine:
        return Said(parts[0].year, (), ())
    days: tuple[SaidDay, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    if mine[0].amends:
        if standing is None:
            raise Refused(_nothing_to_amend(mine[0], year))
        days, papers = _said_by(standing), standing.numbers
    faults: list[Fault] = []
    notes: list[Words] = []
    for part in mine:
        before = days
        days, wrong, more = _read(part, year, days)
        faults += wrong
        notes += more
        if (
            not part.amends
            and before
            and {(one.day, one.off) for one in before} != {(one.day, one.off) for one in days}
        ):
            faults.append(_two_notices(part, year))
        papers = (*papers, *(one for one in part.paper() if one[0] not in [number for number, _ in papers]))
    return Said(year, papers, days, tuple(notes), tuple(faults))


def _parts(text: str) -> list[OneNotice]:
    """The notices of a text: from each title to the next, as far as they give days; also what stands above a title."""
    titles = list(TITLE.finditer(text))
    starts = [0, *(one.start() for one in titles)]
    found: list[OneNotice] = []
    above = 0
    for title, start, end in zip([None, *titles], starts, [*starts[1:], len(text)], strict=True):
        words = text[start:end]
        part = OneNotice(title["of"] if title else "", words, text[above:start], tuple(sections(words)))
        if part.sections or (part.amends and re.search(r"\d月\d{1,2}日[^。]*(?:放假|上班)", words)):
            found.append(part)
            above = end
    return found


def _read(
    part: OneNotice, year: int, before: tuple[SaidDay, ...]
) -> tuple[tuple[SaidDay, ...], list[Fault], list[Words]]:
    """All days after a part is read, those of `before` that it does not change among them."""
    longer = LONGER.search(part.words) if part.amends else None
    days: list[SaidDay] = []
    faults: list[Fault] = []
    notes: list[Words] = []
    for section in part.subjects:
        said = [_longer(part, section, longer.end(), year, before)] if longer else section.sentences(year)
        faults += [one for sentence in said for one in sentence.faults]
        notes += [one for sentence in said for one in sentence.notes]
        read = [one for sentence in said for one in sentence.days]
        if not any(one.off for one in read) and not any(sentence.faults for sentence in said):
            faults.append(empty_section(section))
        days += read
    faults += [] if part.amends else _missing(part)
    if part.paper() and not part.paper()[0][1]:
        notes.append(Words("没有读到落款日期，请核对有没有贴全"))
    names = {name for section in part.subjects for name in section.holidays}
    off = {one.day for one in days if one.off}
    kept = (one for one in before if (holiday(one.name) not in names if not longer else one.day not in off))
    return (*kept, *days), faults, notes


def _longer(part: OneNotice, section: Section, at: int, year: int, before: tuple[SaidDay, ...]) -> Sentence:
    """延长春节假期至2月2日, read as from the first day off of that holiday to then."""
    first = min((one.day for one in before if one.off and holiday(one.name) in section.holidays), default=None)
    until = re.split(r"[。;]", part.words[at:])[0]
    start = f"{first.year}年{first.month}月{first.day}日至" if first else ""
    return Sentence(f"放假{start}{until}", section.called, year).read()


def _missing(part: OneNotice) -> list[Fault]:
    """The fault of a notice that leaves out holidays of every year: it was not pasted whole."""
    named = {name for section in part.sections for name in section.holidays}
    missing = [name for name in HOLIDAYS.values() if name not in named]
    if not missing:
        return []
    last = part.sections[-1]
    return [
        Where(last.called + last.words).fault(
            Words("读到这里为止，没有读到：%(missing)s", missing=series(missing)),
            Words("请把通知全文贴上，从标题到落款"),
        )
    ]


def _said_by(notice: Notice) -> tuple[SaidDay, ...]:
    off = [SaidDay(day, name, True) for day, name in notice.off.items()]
    return (*off, *(SaidDay(day, name, False) for day, name in notice.work.items()))


def _no_notice() -> Fault:
    return fault(
        Words("没有读到放假安排"),
        Words("请贴上《国务院办公厅关于××××年部分节假日安排的通知》全文，其中有“一、元旦：1月1日……放假”"),
    )


def _two_notices(part: OneNotice, year: int) -> Fault:
    return Where("关于" + part.title + "通知").fault(
        Words("%(year)s 年的通知贴了两份，内容不同", year=year), Words("请只贴一份")
    )


def _nothing_to_amend(part: OneNotice, year: int) -> Fault:
    return Where("关于" + part.title + "通知").fault(
        Words("它只改动 %(year)s 年的通知，而那份通知还没有装入", year=year),
        Words("请先装入 %(year)s 年部分节假日安排的通知，或两份一起贴上", year=year),
    )
