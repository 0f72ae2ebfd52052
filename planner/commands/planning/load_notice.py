"""A holiday notice taken in by the command line: shown as a year, loaded unless it is only looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import starmap
from pathlib import Path

from planner.calendar.workdays import paper_words
from planner.commands.shared import Shared
from planner.errors import Refused
from planner.planning.new_notice import Effects, HitKind, MendedMonth, load_in_notice
from planner.planning.notice_preview import NoticePreview, dated_words, preview_notice, spans_words
from planner.roster.fairness import KINDS
from planner.store.roster.standing import Standing
from planner.words import Words, series
from planner.workbook.notice_file import MOST_BYTES
from planner.workbook.opening.source import bytes_of

STANDARD_INPUT = Path("-")


def load_notice_file(shared: Shared, year: int, file: Path, *, dry_run: bool) -> None:
    """Show what a notice says and changes, and load it unless that was asked not to be; what was hit is drafted anew.

    Raises Refused with every fault of the file.
    """
    data, name = _contents(shared, file)
    with shared.store.read() as transaction:
        preview = preview_notice(Standing.read(transaction), year, data, name, shared.now())
    found, drafted = preview.effects, list[MendedMonth]()
    if not dry_run:
        found, drafted = load_in_notice(shared.store, year, preview.text, name, shared.now(), shared.actor, shared.lang)
    shared.show(
        _document(shared, preview, found, drafted, loaded=not dry_run),
        [
            *_said(shared, preview),
            *(list(_changes(shared, preview, found, drafted)) or [shared.text("没有变化")]),
            *([shared.text("只是预览，没有装入")] if dry_run else []),
        ],
    )


def _contents(shared: Shared, file: Path) -> tuple[bytes, str]:
    """What a file or the standard input holds, and its name."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1), shared.text("标准输入")
    try:
        return bytes_of(file), file.name
    except Refused as refused:
        raise Refused(*(one.at(file=file.name) for one in refused.faults)) from None


def _document(
    shared: Shared, preview: NoticePreview, found: Effects, drafted: Sequence[MendedMonth], *, loaded: bool
) -> dict[str, object]:
    notice = preview.notice
    return {
        "year": notice.year,
        "loaded": loaded,
        "notices": [{"number": number, "date": day} for number, day in notice.numbers],
        "off": {day.isoformat(): name for day, name in sorted(notice.off.items())},
        "work": {day.isoformat(): name for day, name in sorted(notice.work.items())},
        "notes": [one.say(shared.lang) for one in preview.notes],
        "flips": [asdict(one) for one in found.flips],
        "moves": [asdict(one) for one in found.moves],
        "hits": [asdict(one) for one in found.hits],
        "drafts": [asdict(one) for one in drafted],
    }


def _said(shared: Shared, preview: NoticePreview) -> Iterator[str]:
    """What was read: the papers, holiday by holiday, and the notes."""
    year = preview.notice.year
    base = "、".join(starmap(paper_words, preview.notice.numbers))
    yield shared.text("%(year)s 年：依据 %(base)s", year=year, base=base)
    for one in preview.holidays:
        off = spans_words(one.off, year, shared.lang)
        work = spans_words(one.work, year, shared.lang)
        yield "　".join(
            part
            for part in (
                one.name,
                shared.text("放假 %(off)s，共 %(count)s 天", off=off, count=len(one.off)) if off else "",
                shared.text("上班 %(work)s", work=work) if work else "",
            )
            if part
        )
    for note in preview.notes:
        yield shared.text("注意：%(note)s", note=note)


def _changes(shared: Shared, preview: NoticePreview, found: Effects, drafted: Sequence[MendedMonth]) -> Iterator[str]:
    """The days, dates and issued duties that it changes, and the drafts made anew."""

    def day(text: str) -> str:
        return dated_words(date.fromisoformat(text), preview.notice.year, shared.lang) if text else ""

    for flip in preview.flipped:
        days = spans_words(flip.days, preview.notice.year, shared.lang)
        yield f"{KINDS[flip.was].say(shared.lang)} → {KINDS[flip.now].say(shared.lang)}　{days}"
    for move in found.moves:
        was = day(move.was) or shared.text("没有")
        yield f"{preview.duty_name(move.duty)}　{day(move.nominal)}　{was} → {day(move.date)}"
    for hit in found.hits:
        if hit.kind is not HitKind.SETTLED:
            yield shared.text(
                "已印发 %(slot)s　%(day)s → %(day2)s　%(people)s",
                slot=hit.slot,
                day=day(hit.was) or Words.meaning("day", "新增"),
                day2=day(hit.now) or Words.meaning("day", "取消"),
                people=series(hit.people),
            )
    if preview.settled:
        yield shared.text("另有 %(settled)s 个待定班次随之确定", settled=preview.settled)
    for one in drafted:
        yield shared.text(
            "%(month)s 已生成草稿 %(draft)s：改动 %(changes)s 处，请审核后印发",
            month=one.month,
            draft=one.draft,
            changes=one.changes,
        )
