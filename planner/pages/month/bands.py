"""The bands of the matrix: which days are over, issued or drafted, and in a sentence what that means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.pages.month_desk import Desk
from planner.pages.month_grid import Band
from planner.store.roster.versions import Version
from planner.words import Words, version_words

NAMES = {
    Band.PAST: Words("已过", "Past"),
    Band.RECORDED: Words("补登", "Entered afterwards"),
    Band.ISSUED: Words("已印发", "Issued"),
}


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
    return Words("调整稿", "Adjustment") if shown.issued else Words("草稿", "Draft")


def _span(first: date, last: date) -> Words:
    zh, en = f"{first.month}月{first.day}日", f"{first:%-d %b}"
    if first == last:
        return Words(zh, en)
    end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    return Words(f"{zh}—{end}", f"{en} – {last:%-d %b}")


def _meaning(shown: Desk, band: Band) -> Words:
    if band is Band.PAST:
        return Words("只能补登实际值班，不再改动", "only who really served can still be entered")
    if band is Band.RECORDED:
        return Words("事后补登，计入值班账，不对外公示", "counted, and never public")
    if band is Band.ISSUED:
        told = issue_words(shown.issued)
        return Words(
            f"{told.zh}改动须走换班、替班或领导指示", f"{told.en}changed by swap, stand-in or a leader's instruction"
        )
    if shown.over:
        return Words("本月已过，只能按补登印发", "the month is over and can only be entered afterwards")
    if not shown.issued:
        return Words("尚未印发", "not issued yet")
    if not shown.changes:
        return Words("与已印发的相同", "as it is issued")
    count = len(shown.changes)
    return Words(
        f"与已印发的相比 {count} 处不同，左上角有三角的格即是",
        f"{count} places differ from what is issued: those with a corner",
    )


def issue_words(issued: Iterable[Version]) -> Words:
    """第1版 · 云政办值〔2026〕12号 · , as far as all duties agree in it."""
    some = list(issued)
    numbers, papers = {one.number for one in some}, {one.reference for one in some if one.reference}
    parts = [version_said(numbers.pop())] if len(numbers) == 1 else []
    parts += [Words(paper, paper) for paper in papers] if len(papers) == 1 else []
    return Words("".join(f"{one.zh} · " for one in parts), "".join(f"{one.en} · " for one in parts))


def version_said(number: int) -> Words:
    """How a version is named by its number, in both languages."""
    english = "version 1" if number == 1 else f"adjustment {number - 1} (version {number})"
    return Words(version_words(number), english)
