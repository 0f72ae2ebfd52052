"""The bands of the matrix: which days are over, issued or drafted, and in a sentence what that means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.pages.month.month_desk import Desk
from planner.pages.month.month_grid import Band
from planner.store.roster.versions import Version
from planner.words import Words

NAMES = {Band.PAST: Words("已过"), Band.RECORDED: Words.meaning("state", "补登"), Band.ISSUED: Words("已印发")}


@dataclass(frozen=True)
class BandSentence:
    """A run of days with one band: its name, its days, what it means for whoever works on them."""

    band: Band
    name: Words
    days: Words
    meaning: Words


def band_sentence(shown: Desk, band: Band, days: Iterable[date]) -> BandSentence:
    """The sentence over a run of days of one band."""
    run = list(days)
    return BandSentence(band, _name(shown, band), _span(run[0], run[-1]), _meaning(shown, band))


def _name(shown: Desk, band: Band) -> Words:
    if band is not Band.DRAFT:
        return NAMES[band]
    return Words("调整稿") if shown.issued else Words("草稿")


def _span(first: date, last: date) -> Words:
    zh, en = f"{first.month}月{first.day}日", f"{first:%-d %b}"
    if first == last:
        return Words.given(zh, en)
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return Words("%(zh)s—%(end)s", zh=zh, end=end, en=en, last=f"{last:%-d %b}")


def _meaning(shown: Desk, band: Band) -> Words:
    if band is Band.PAST:
        return Words("只能补登实际值班，不再改动")
    if band is Band.RECORDED:
        return Words("事后补登，计入值班账，不对外公示")
    if band is Band.ISSUED:
        told = issue_words(shown.issued)
        return Words("%(told)s改动须走换班、替班或领导指示", told=told)
    if shown.over:
        return Words("本月已过，只能按补登印发")
    if not shown.issued:
        return Words("尚未印发")
    if not shown.changes:
        return Words("与已印发的相同")
    count = len(shown.changes)
    return Words("与已印发的相比 %(count)s 处不同，左上角有三角的格即是", count=count)


def issue_words(issued: Iterable[Version]) -> Words:
    """第1版 · 云政办值〔2026〕12号 · , as far as all duties agree in it."""
    some = list(issued)
    numbers, papers = {one.number for one in some}, {one.reference for one in some if one.reference}
    parts = [version_said(numbers.pop())] if len(numbers) == 1 else []
    parts += [Words.same(paper) for paper in papers] if len(papers) == 1 else []
    return Words.given("".join(f"{one.zh} · " for one in parts), "".join(f"{one.en} · " for one in parts))


def version_said(number: int) -> Words:
    """How a version is named by its number, in both languages."""
    if number == 1:
        return Words("第1版")
    return Words("第%(number)s次调整（第%(number2)s版）", number=number - 1, number2=number)
