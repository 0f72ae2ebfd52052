"""Layouts: the columns of a duty's paper, chosen by what the duty is made of, never by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from planner.calendar.lunar import lunar_words
from planner.office.ids import Tag, as_person, as_unit, bare, untagged
from planner.office.office import Office
from planner.office.post_kinds import PostKind
from planner.paper.sheet import Page
from planner.roster.lines import OPEN, Holder, Line, in_office_order, joined_names, times
from planner.words import WEEKDAYS


def duty_page(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """The table of a duty, by its lines: visits by site, units on air, single sessions, or a table of several posts."""
    if any(line.slot.site for line in lines):
        return visits(office, lines)
    if lines and all(line.slot.kind == "unit" for line in lines):
        return air(office, lines)
    posts = {(line.slot.shift, line.slot.post) for line in lines}
    if len({post for _, post in posts}) == 1 and len(posts) == 1 and _short(lines):
        return sessions(office, lines)
    return duty_table(office, duty, lines)


def _short(lines: Sequence[Line]) -> bool:
    return all(line.slot.end - line.slot.start < 12 * 60 for line in lines)


def _day(line: Line) -> tuple[str, str]:
    return f"{line.day.month}月{line.day.day}日", "周" + WEEKDAYS[line.day.weekday()]


def _note(line: Line) -> str:
    moved = "" if line.nominal == line.day else f"原定{line.nominal.month}月{line.nominal.day}日"
    tentative = "待定" if line.held.tentative else ""
    return "；".join(part for part in (tentative, moved, line.held.topic, line.held.note) if part)


def _each(people: tuple[Holder, ...], get: Callable[[Holder], str]) -> str:
    return "\n".join(get(one) for one in people if get(one))


def sessions(office: Office, lines: Sequence[Line]) -> Page:
    """日期 | 星期 | 接访领导 | 职务 | 分管工作 | 时间 | 地点 | 陪同单位 | 备注."""
    rows = tuple(
        (
            *_day(line),
            "\n".join([*(one.name for one in line.people), *[OPEN] * line.missing]),
            _each(line.people, lambda one: one.title),
            _each(line.people, lambda one: one.portfolio),
            times(line),
            line.slot.place,
            "、".join(office.name(as_unit(unit)) for unit in line.held.units),
            _note(line),
        )
        for line in lines
    )
    post = lines[0].slot.post if lines else "领导"
    return Page(
        ("日期", "星期", post, "职务", "分管工作", "时间", "地点", "陪同单位", "备注"),
        (10, 6, 12, 20, 22, 13, 18, 14, 14),
        rows,
    )


def air(office: Office, lines: Sequence[Line]) -> Page:
    """期数 | 日期 | 星期 | 时间 | 上线单位 | 上线领导 | 职务 | 主题 | 联系人 | 电话."""
    rows = []
    for number, line in enumerate(lines, 1):
        units = [office.units[one.id] for one in line.people if one.id in office.units]
        liaisons = [office.name(as_person(unit.liaison)) for unit in units if unit.liaison]
        rows.append(
            (
                str(number),
                *_day(line),
                times(line),
                joined_names(line.people, line.missing),
                "、".join(one.name for one in line.named),
                _each(line.named, lambda one: one.title),
                line.held.topic,
                "、".join(liaisons),
                "、".join(unit.phone for unit in units if unit.phone),
            )
        )
    return Page(
        ("期数", "日期", "星期", "时间", "上线单位", "上线领导", "职务", "主题", "联系人", "电话"),
        (6, 10, 6, 13, 24, 12, 16, 20, 10, 16),
        tuple(rows),
    )


def visits(office: Office, lines: Sequence[Line]) -> Page:
    """镇街 | 村(社区) | 带队领导 | 走访人员 | 联系单位 | 备注, in rank order of the towns."""

    def town(line: Line) -> str:
        tag, id = untagged(line.slot.site)
        return office.villages[id].town if tag is Tag.VILLAGE and id in office.villages else id

    by_town = sorted(
        lines, key=lambda line: (office.rank.get(as_unit(town(line)), (10**9, 0)), line.slot.site, line.slot.start)
    )
    rows = []
    for site, group in groupby(by_town, key=lambda line: (town(line), line.slot.site, line.day)):
        some = list(group)
        leaders = [line for line in some if line.kind is PostKind.TEAM_LEADER]
        walkers = [line for line in some if line not in leaders]
        village = office.villages.get(bare(site[1]))
        several = len({line.day for line in lines}) > 1
        rows.append(
            (
                office.name(as_unit(site[0])),
                office.name(site[1]),
                "、".join(joined_names(line.people, line.missing) for line in leaders),
                "、".join(joined_names(line.people, line.missing) for line in walkers),
                "、".join(office.name(as_unit(unit)) for unit in (village.units if village else ())),
                "；".join(part for part in (_day(some[0])[0] if several else "", _note(some[0])) if part),
            )
        )
    return Page(
        ("镇街", "村（社区）", "带队领导", "走访人员", "联系单位", "备注"), (18, 16, 12, 46, 24, 14), tuple(rows)
    )


def duty_table(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """日期 | 星期 | 农历 | each post with its people, those in charge with 职务 and 手机 | 值班电话."""
    columns = list(
        dict.fromkeys(
            (line.slot.shift, line.slot.post, line.slot.hold) for line in in_office_order(office, duty, lines)
        )
    )
    several = len({shift for shift, _, _ in columns}) > 1
    header, widths = ["日期", "星期", "农历"], [10, 6, 10]
    for shift, post, hold in columns:
        header.append(f"{shift}{post}" if several else post)
        widths.append(14 if hold == "shared" else 22)
        header += ["职务", "手机"] if hold == "shared" else []
        widths += [20, 14] if hold == "shared" else []
    rows = []
    for _, group in groupby(lines, key=lambda line: line.day):
        some = list(group)
        row = [*_day(some[0]), lunar_words(some[0].day)]
        for column in columns:
            mine = [line for line in some if (line.slot.shift, line.slot.post, line.slot.hold) == column]
            people = [one for line in mine for one in line.people]
            row.append(joined_names(people, sum(line.missing for line in mine)))
            row += (
                [_each(tuple(people), lambda one: one.title), _each(tuple(people), lambda one: one.mobile)]
                if column[2] == "shared"
                else []
            )
        rows.append((*row, office.duties[duty].phone if duty in office.duties else ""))
    return Page((*header, "值班电话"), (*widths, 16), tuple(rows))
