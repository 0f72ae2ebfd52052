"""The command that shows the calendar of a year, and loads a new holiday notice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from planner.calendar.workdays import Notice, read_notice
from planner.commands.shared import Shared
from planner.errors import Refused, fault
from planner.office.office import Office
from planner.planning import new_notice
from planner.planning.new_notice import HitKind
from planner.problem.occasions import occasions
from planner.store.roster import offices
from planner.words import WEEKDAYS


@click.command("calendar")
@click.argument("year", type=click.IntRange(1990, 2100))
@click.option("--load", "file", type=click.Path(path_type=Path))
@click.pass_obj
def calendar_command(shared: Shared, year: int, file: Path | None) -> None:
    """一年的工作日和移动的日期；可装入放假通知 / a year's workdays and moved dates; load a notice."""
    if file is not None:
        _loaded(shared, year, file)
        return
    with shared.store.read() as transaction:
        before = offices.load(transaction)
    moved = _moved(before, year)
    notice = before.calendar.notice(year)
    document = {
        "year": year,
        "official": notice.official,
        "notices": [{"number": number, "date": day} for number, day in notice.numbers],
        "off": {day.isoformat(): name for day, name in sorted(notice.off.items())},
        "work": {day.isoformat(): name for day, name in sorted(notice.work.items())},
        "workdays": {f"{year}-{month:02d}": _workdays(before, year, month) for month in range(1, 13)},
        "moved": moved,
    }
    shared.show(document, list(_year_lines(shared, notice, document)))


def _year_lines(shared: Shared, notice: Notice, document: dict[str, Any]) -> list[str]:
    base = "、".join(f"{number}（{day}）" for number, day in notice.numbers)
    lines = [
        shared.words(f"{notice.year} 年：依据 {base}", f"{notice.year}: official, {base}")
        if notice.official
        else shared.words(
            f"{notice.year} 年：尚无放假通知，按法定节日推算（待定）",
            f"{notice.year}: no notice yet, projected (tentative)",
        )
    ]
    lines += [f"{month}　{shared.words('工作日', 'workdays')} {count}" for month, count in document["workdays"].items()]
    lines += [
        f"{day}　{shared.words('调休上班', 'make-up workday')}（{name}）" for day, name in document["work"].items()
    ]
    lines += [f"{one['name']}　{one['nominal']} → {one['date']}　{one['why']}" for one in document["moved"]]
    return lines


def _workdays(office: Office, year: int, month: int) -> int:
    day, count = date(year, month, 1), 0
    while day.month == month:
        count += office.calendar.workday(day)
        day += timedelta(days=1)
    return count


def _moved(office: Office, year: int) -> list[dict[str, str]]:
    found = []
    for duty in office.duties.values():
        for one in occasions(office, duty, date(year, 1, 1), date(year, 12, 31)):
            if one.nominal != one.day:
                name = office.calendar.holiday(one.nominal) or "周" + WEEKDAYS[one.nominal.weekday()]
                found.append(
                    {
                        "duty": duty.id,
                        "name": duty.name,
                        "nominal": one.nominal.isoformat(),
                        "date": one.day.isoformat(),
                        "why": name,
                    }
                )
    return found


def _notice(file: Path, year: int) -> str:
    try:
        text = file.read_text("utf-8")
        found = read_notice(text)
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise Refused(
            fault(
                f"不是放假通知：{cause}",
                f"not a holiday notice: {cause}",
                '请按 {"year":2027,"notices":[{"number":"…","date":"2026-11-10"}],'
                '"off":{"2027-01-01":"元旦"},"work":{}} 的样子写',
                "write it like planner/calendar/holidays/2026.json",
            ).at(file=file.name)
        ) from None
    if found.year != year:
        raise Refused(
            fault(
                f"通知是 {found.year} 年的",
                f"the notice is of {found.year}",
                f"请用 {year} 年的通知",
                f"use one of {year}",
            ).at(file=file.name)
        )
    return text


def _loaded(shared: Shared, year: int, file: Path) -> None:
    """Load a notice; show the days, dates and issued duties that it changes, and the drafts made anew."""
    found, drafted = new_notice.load_in_notice(
        shared.store, year, _notice(file, year), file.name, shared.now(), shared.actor, shared.lang
    )
    lines = [f"{one.date}　{one.was} → {one.now}" for one in found.flips]
    lines += [f"{one.duty}　{one.nominal}　{one.was} → {one.date}" for one in found.moves]
    lines += [
        shared.words(
            f"已印发 {one.slot}　{one.was or '新增'} → {one.now or '取消'}　{'、'.join(one.people)}",
            f"issued: {one.slot}　{one.was or 'new'} → {one.now or 'gone'}　{', '.join(one.people)}",
        )
        for one in found.hits
        if one.kind is not HitKind.SETTLED
    ]
    settled = sum(one.kind is HitKind.SETTLED for one in found.hits)
    lines += (
        [shared.words(f"另有 {settled} 个待定班次随之确定", f"{settled} tentative slots are settled with it")]
        if settled
        else []
    )
    lines += [
        shared.words(
            f"{one.month} 已生成草稿 {one.draft}：改动 {one.changes} 处，请审核后印发",
            f"{one.month}: draft {one.draft} with {one.changes} changes, to be looked at and issued",
        )
        for one in drafted
    ]
    shared.show(
        {
            "year": year,
            "flips": [asdict(one) for one in found.flips],
            "moves": [asdict(one) for one in found.moves],
            "hits": [asdict(one) for one in found.hits],
            "drafts": [asdict(one) for one in drafted],
        },
        lines or [shared.words("没有变化", "nothing changes")],
    )


COMMANDS = (calendar_command,)
