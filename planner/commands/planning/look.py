"""Commands that show: the calendar of a year, the rules, who is on duty now, whether everything holds."""

from __future__ import annotations

from dataclasses import MISSING
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from constraints.measure.parameter import Parameter
from constraints.rules import CATALOGUE
from planner.calendar.workdays import Notice, read_notice
from planner.clock import now
from planner.commands.shared import Shared, target
from planner.errors import NotPossible, Refused, fault
from planner.issuing.verify import verify
from planner.office.office import Office
from planner.paper.presses.press import KINDS as PRESSED
from planner.paper.presses.press import press
from planner.paper.sheets.rule_sheet import rule_sheet
from planner.planning import new_notice
from planner.problem.occasions import occasions
from planner.roster.lines import OPEN, Line
from planner.roster.on_duty import on_duty
from planner.store import Unreadable
from planner.store.roster import offices
from planner.words import WEEKDAYS
from planner.worker import snapshot


@click.command("calendar")
@click.argument("year", type=click.IntRange(1990, 2100))
@click.option("--load", "file", type=click.Path(path_type=Path))
@click.pass_obj
def calendar_command(shared: Shared, year: int, file: Path | None) -> None:
    """一年的工作日和移动的日期；可装入放假通知 / a year's workdays and moved dates; load a notice."""
    if file is not None:
        _loaded(shared, year, file)
        return
    with shared.store.read() as unit:
        before = offices.load(unit)
    moved = _moved(before, year)
    notice = before.calendar.notice(year)
    document = {
        "year": year, "official": notice.official, "notices": [{"number": number, "date": day} for number, day in notice.numbers],
        "off": {day.isoformat(): name for day, name in sorted(notice.off.items())},
        "work": {day.isoformat(): name for day, name in sorted(notice.work.items())},
        "workdays": {f"{year}-{month:02d}": _workdays(before, year, month) for month in range(1, 13)},
        "moved": moved,
    }
    shared.show(document, list(_year_lines(shared, notice, document)))


def _year_lines(shared: Shared, notice: Notice, document: dict[str, Any]) -> list[str]:
    base = "、".join(f"{number}（{day}）" for number, day in notice.numbers)
    lines = [shared.words(f"{notice.year} 年：依据 {base}", f"{notice.year}: official, {base}") if notice.official else
             shared.words(f"{notice.year} 年：尚无放假通知，按法定节日推算（待定）", f"{notice.year}: no notice yet, projected (tentative)")]
    lines += [f"{month}　{shared.words('工作日', 'workdays')} {count}" for month, count in document["workdays"].items()]
    lines += [f"{day}　{shared.words('调休上班', 'make-up workday')}（{name}）" for day, name in document["work"].items()]
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
                found.append({"duty": duty.id, "name": duty.name, "nominal": one.nominal.isoformat(),
                              "date": one.day.isoformat(), "why": name})
    return found


def _notice(file: Path, year: int) -> str:
    try:
        text = file.read_text("utf-8")
        found = read_notice(text)
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise Refused(fault(
            f"不是放假通知：{cause}", f"not a holiday notice: {cause}",
            '请按 {"year":2027,"notices":[{"number":"…","date":"2026-11-10"}],"off":{"2027-01-01":"元旦"},"work":{}} 的样子写',
            "write it like planner/holidays/2026.json",
        ).at(file=file.name)) from None
    if found.year != year:
        raise Refused(fault(f"通知是 {found.year} 年的", f"the notice is of {found.year}", f"请用 {year} 年的通知", f"use one of {year}").at(file=file.name))
    return text


def _loaded(shared: Shared, year: int, file: Path) -> None:
    """Which days flip, which dates move, which issued duties are hit, and the drafts that mend them."""
    found, drafted = new_notice.load(shared.store, year, _notice(file, year), file.name, shared.now(), shared.actor, shared.lang)
    lines = [f"{one['date']}　{one['was']} → {one['now']}" for one in found.flips]
    lines += [f"{one['duty']}　{one['nominal']}　{one['was']} → {one['date']}" for one in found.moves]
    lines += [shared.words(f"已印发 {one['slot']}　{one['was'] or '新增'} → {one['now'] or '取消'}　{'、'.join(one['people'])}",
                           f"issued: {one['slot']}　{one['was'] or 'new'} → {one['now'] or 'gone'}　{', '.join(one['people'])}")
              for one in found.hits if one["kind"] != "settled"]
    settled = sum(one["kind"] == "settled" for one in found.hits)
    lines += [shared.words(f"另有 {settled} 个待定班次随之确定", f"{settled} tentative slots are settled with it")] if settled else []
    lines += [shared.words(f"{one['month']} 已生成草稿 {one['draft']}：改动 {one['changes']} 处，请审核后印发", f"{one['month']}: draft {one['draft']} with {one['changes']} changes, to be looked at and issued")
              for one in drafted]
    shared.show({
        "year": year, "flips": list(found.flips), "moves": list(found.moves), "hits": list(found.hits), "drafts": drafted,
    }, lines or [shared.words("没有变化", "nothing changes")])


@click.command("rules")
@click.option("--to", "file", type=click.Path(path_type=Path), help="本单位的编排规则写成 .xlsx、.docx、.pdf / the office's clauses as a sheet")
@click.pass_obj
def rules_command(shared: Shared, file: Path | None) -> None:
    """规则目录 / the catalogue of rules, from the code; with --to the office's own clauses on paper."""
    if file:
        kind = target(file, tuple(PRESSED))
        with shared.store.read() as unit:
            office = offices.load(unit)
        file.write_bytes(press(kind, [rule_sheet(office, f"{shared.now():%Y-%m-%d}")], "编排规则", office.settings["单位名称"]))
        shared.show({"file": str(file)}, [str(file)])
        return
    rows = []
    lines = []
    for rule in CATALOGUE:
        about = rule.about_zh if shared.lang == "zh" else " ".join((rule.__doc__ or "").split())
        parameters = [
            {"zh": one.zh, "en": one.name, "default": None if one.default is MISSING else one.default,
             "required": one.default is MISSING and not one.assumed, "choices": list(one.choices or ()), "kind": one.kind} for one in rule.parameters()
        ]
        rows.append({"rule": rule.zh, "code": rule.code, "about": about, "parameters": parameters, "kind": rule.nature})
        shown = "；".join(f"{one.zh}={_default(one)}" for one in rule.parameters())
        lines += [f"{rule.zh}（{rule.code}）{'　' + shown if shown else ''}", f"    {about}"]
    shared.show({"rules": rows}, lines)


def _default(one: Parameter) -> str:
    """What stands where a clause says nothing, in people's words."""
    if one.default is MISSING:
        return one.assumed or "必填"
    words = {stored: word for word, stored in (one.choices or {}).items()}
    return words.get(one.default, "无" if one.default in (None, ()) else str(one.default))


@click.command("now")
@click.pass_obj
def now_command(shared: Shared) -> None:
    """此刻谁在岗（内部，含电话） / who is on duty at this moment, in order, with telephones."""
    try:
        moment = shared.now()
        with shared.store.read() as unit:
            found = [_post(line) for line in on_duty(unit, moment)]
        written = ""
    except (Unreadable, OSError):
        moment = now()
        found, written = _from_file(shared, moment)
    lines = [
        f"{one['duty']}　{one['shift']}{one['post']}　{'、'.join(who['name'] for who in one['people']) or OPEN}　"
        f"{shared.words('至', 'until ')}{one['until'][11:16]}　" + "　".join(phone for who in one["people"] for phone in who["phones"])
        for one in found
    ]
    if written:
        lines.append(shared.words(f"（数据库打不开，以上来自 {written[:16]} 的快照）", f"(the store does not answer: this is the snapshot of {written[:16]})"))
    shared.show({"now": moment.isoformat(), "snapshot": written or None, "on_duty": found},
                lines or [shared.words("此刻没有已印发的值班", "nothing issued covers this moment")])


def _post(line: Line) -> dict[str, Any]:
    return {
        "duty": line.duty_name, "shift": line.slot.shift, "post": line.slot.post, "until": line.end.isoformat(),
        "people": [{"id": one.id, "name": one.name, "title": one.title, "phones": [phone for phone in (one.mobile, one.office_phone) if phone]}
                   for one in line.people],
    }


def _from_file(shared: Shared, moment: datetime) -> tuple[list[dict[str, Any]], str]:
    """The snapshot beside the store; raises NotPossible where there is none either."""
    try:
        written, posts, _ = snapshot.read(shared.home, moment)
    except (OSError, ValueError):
        raise NotPossible("数据库打不开，也没有快照", "the store does not answer, and there is no snapshot") from None
    found = [
        {"duty": one.duty, "shift": "", "post": one.post, "until": one.until.isoformat(),
         "people": [{"name": name, "title": title, "phones": list(phones)} for name, title, phones in one.people]} for one in posts
    ]
    return found, written.isoformat()


@click.command("verify")
@click.pass_obj
def verify_command(shared: Shared) -> None:
    """重新评判所有已印发的版本并核对日志 / re-judge everything published, check the audit chain."""
    with shared.store.read() as unit:
        wrong = verify(unit)
    shared.show({"wrong": wrong}, wrong or [shared.words("全部无误", "everything holds")])
    shared.exit_code = 1 if wrong else 0


COMMANDS = (calendar_command, rules_command, now_command, verify_command)
