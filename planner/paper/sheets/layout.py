"""Layouts: the columns of a duty's paper, by its form (表样); people stand in columns of people, units in their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from planner.office.ids import Tag, as_person, as_unit, bare, untagged
from planner.office.office import Office
from planner.office.paper_form import PaperForm, paper_form
from planner.office.post_kinds import PostKind
from planner.paper.sheet import Page
from planner.paper.sheets.duty_tables import duty_table, site_table, town_of
from planner.paper.sheets.line_cells import along, each, holders, notes, of_people, of_units, one_a_line, posts
from planner.roster.lines import Line, day_span, in_office_order, joined_names, times


def duty_page(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """The table of a duty (id), in its form."""
    return FORMS[paper_form(office, duty)](office, duty, lines)


def _by_session(office: Office, duty: str, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each session, by its start, its posts in the order of the post sheet."""
    ordered = sorted(in_office_order(office, duty, lines), key=lambda line: line.slot.start)
    return [list(some) for _, some in groupby(ordered, key=lambda line: line.slot.session)]


def sessions(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """日期 | 星期 | 接访领导 | 职务 | 分管工作 | 时间 | 地点 | 陪同单位 | 备注, other posts of people before 时间."""
    ordered = in_office_order(office, duty, lines)
    first, *others = posts(of_people(ordered)) or ["领导"]
    units = list(dict.fromkeys([*posts(of_units(ordered)), *["陪同单位"] * bool(along(office, lines))])) or ["陪同单位"]
    rows = []
    for some in _by_session(office, duty, lines):
        lead = [line for line in of_people(some) if line.slot.post == first]
        rest = [[line for line in of_people(some) if line.slot.post == post] for post in others]
        served = [
            *(one.name for one in holders(of_units(some))),
            *["空缺"] * sum(line.missing for line in of_units(some)),
        ]
        rows.append(
            (
                *day_span(some[0]),
                one_a_line(lead),
                each(holders(lead), lambda one: one.title),
                each(holders(lead), lambda one: one.portfolio),
                *map(one_a_line, rest),
                times(some[0]),
                some[0].slot.place,
                "、".join([*served, *along(office, some)]),
                notes(office, some),
            )
        )
    return Page(
        ("日期", "星期", first, "职务", "分管工作", *others, "时间", "地点", "、".join(units), "备注"),
        (10, 6, 12, 20, 22, *[12] * len(others), 13, 18, 14, 14),
        tuple(rows),
    )


def air(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """期数 | 日期 | 星期 | 时间 | 上线单位 | 上线领导 | 职务 | 主题 | 联系人 | 电话, posts of people before 主题."""
    people = posts(of_people(in_office_order(office, duty, lines)))
    rows = []
    for number, some in enumerate(_by_session(office, duty, lines), 1):
        served = of_units(some)
        named = [one for line in some for one in line.named]
        units = [office.units[one.id] for one in holders(served) if one.id in office.units]
        rows.append(
            (
                str(number),
                *day_span(some[0]),
                times(some[0]),
                joined_names(holders(served), sum(line.missing for line in served)),
                "、".join(one.name for one in named),
                each(named, lambda one: one.title),
                *(one_a_line([line for line in of_people(some) if line.slot.post == post]) for post in people),
                some[0].held.topic,
                "、".join(office.name(as_person(unit.liaison)) for unit in units if unit.liaison),
                "、".join(unit.phone for unit in units if unit.phone),
            )
        )
    return Page(
        ("期数", "日期", "星期", "时间", "上线单位", "上线领导", "职务", *people, "主题", "联系人", "电话"),
        (6, 10, 6, 13, 24, 12, 16, *[12] * len(people), 20, 10, 16),
        tuple(rows),
    )


def visits(office: Office, duty: str, lines: Sequence[Line]) -> Page:
    """镇街 | 村(社区) | 带队领导 | 走访人员 | 联系单位 | 备注, in rank order of the towns; units' posts before 备注."""
    by_town = sorted(
        lines,
        key=lambda line: (office.rank.get(as_unit(town_of(office, line)), (10**9, 0)), line.slot.site, line.slot.start),
    )
    units = posts(of_units(in_office_order(office, duty, lines)))
    several = len({line.day for line in lines}) > 1
    rows = []
    for (town, site, _), group in groupby(by_town, key=lambda line: (town_of(office, line), line.slot.site, line.day)):
        some = list(group)
        leaders = [line for line in of_people(some) if line.kind is PostKind.TEAM_LEADER]
        walkers = [line for line in of_people(some) if line not in leaders]
        tag, id = untagged(site)
        village = office.villages.get(bare(site)) if tag is Tag.VILLAGE else None
        rows.append(
            (
                office.name(as_unit(town)),
                office.name(site) if tag is Tag.VILLAGE or id != town else "",
                _joined(leaders),
                _joined(walkers),
                "、".join(office.name(as_unit(unit)) for unit in (village.units if village else ())),
                *(_joined([line for line in of_units(some) if line.slot.post == post]) for post in units),
                "；".join(part for part in (day_span(some[0])[0] if several else "", notes(office, some)) if part),
            )
        )
    return Page(
        ("镇街", "村（社区）", "带队领导", "走访人员", "联系单位", *units, "备注"),
        (18, 16, 12, 46, 24, *[24] * len(units), 14),
        tuple(rows),
    )


def _joined(some: Sequence[Line]) -> str:
    return "、".join(joined_names(line.people, line.missing) for line in some)


FORMS: dict[PaperForm, Callable[[Office, str, Sequence[Line]], Page]] = {
    PaperForm.DUTY: duty_table,
    PaperForm.RECEPTION: sessions,
    PaperForm.AIR: air,
    PaperForm.VISIT: visits,
    PaperForm.SITES: site_table,
}
"""Each form's page, made of the office, the duty's id and its lines."""
