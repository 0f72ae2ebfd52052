"""The sections of a notice, 一、元旦：… to 七、国庆节：…, found inside whatever was pasted around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.calendar.notice.said import TOGETHER, Where, holiday
from planner.calendar.notice.sentences import Sentence
from planner.errors import Fault
from planner.words import Words

KNOWN = r"[\"“”]?(?:元旦|春节|清明|五一[\"“”]?(?:国际)?劳动|国际劳动|劳动|五一|端午|中秋|国庆)[\"“”]?(?:节|假期){0,2}"
NUMBERED = r"(?:\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.)])"
DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号\-—–─~至到]"
HEAD = re.compile(
    rf"{NUMBERED}?(?P<known>{KNOWN}(?:[、,和及与/]{KNOWN}){{0,6}})(?:期间)?(?:放假)?(?:安排|时间|日期)?(?:[:,]|(?={DATE}))"
    rf"|(?<![周期])[一二三四五六七八九十]{{1,3}}、(?P<other>[^:。,;、()]{{2,40}}(?:纪念日|日|节))(?::|(?={DATE}))"
)
END = re.compile(
    r"(?<=。)\d{4}年\d{1,2}月\d{1,2}日(?!\d|[(,、至到\-—–~]|[^。]{0,12}(?:放假|上班))"
    r"|节假日期间|各地区、各部门|国务院(?:办公厅)?\d{4}年|\(此件|责任编辑|相关(?:链接|稿件|阅读|文章|新闻|政策)|扫一扫|打印|附件"
)
"""What follows the last section: the closing words, the signature, the rest of a page."""
STOP = re.compile(r"[^。;！!？?]+")
STOPPED = re.compile(r"[。;！!？?]$")


@dataclass(frozen=True)
class Section:
    """What is said under a heading: the holidays it names, and the words below it."""

    called: str
    words: str
    start: int
    end: int
    cut_off: bool = False
    """Whether nothing follows it, not even a full stop."""

    @property
    def holidays(self) -> tuple[str, ...]:
        """The holidays that the heading names."""
        return tuple(holiday(part) for part in TOGETHER.split(self.called))

    def sentences(self, year: int) -> list[Sentence]:
        """Its sentences, read; the year is that of the notice."""
        words = STOP.findall(self.words)
        return [
            Sentence(one.strip(), self.called, year, self.cut_off and number == len(words)).read()
            for number, one in enumerate(words, 1)
        ]


def sections(text: str) -> list[Section]:
    """Every section of a folded text, in its order; a heading that stands twice counts where it says something."""
    heads = list(HEAD.finditer(text))
    found = []
    for index, head in enumerate(heads):
        end = heads[index + 1].start() if index + 1 < len(heads) else len(text)
        closing = END.search(text, head.end(), end)
        end = closing.start() if closing else end
        called = re.sub(r"[\"“”]", "", head["known"] or head["other"])
        cut_off = end == len(text) and not STOPPED.search(text)
        found.append(Section(called, text[head.end() : end], head.start(), end, cut_off))
    return [one for one in found if re.search(r"\d日|\d号|放假", one.words) or not _again(one, found)]


def _again(section: Section, every: list[Section]) -> bool:
    return any(one is not section and one.called == section.called for one in every)


def empty_section(section: Section) -> Fault:
    """The fault of a heading below which no day off was found."""
    return Where(section.called + section.words).fault(
        Words("没有读到%(called)s哪天放假", called=section.called), Words("请把通知全文贴上")
    )
