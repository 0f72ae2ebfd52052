"""The whole method on an invented district: a roster for every system of the four-four table.

All of it is rows of the workbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from planner.calendar.workdays import Convention
from planner.office.cells.choices import PerSite
from planner.office.ids import as_person, bare
from planner.office.office import Office
from planner.office.sheets import (
    AbsenceRow,
    ClauseRow,
    Duty,
    KeyPeriod,
    LinkRow,
    Person,
    Post,
    SheetRow,
    TurnRow,
    Unit,
    Village,
    WishRow,
)
from planner.samples.standard import fair
from planner.samples.who_with_whom import company, months_ahead

WEEK = (0, 1, 2, 3, 4)
COMMUNITY = "社区"
FOLLOWING, VILLAGES, TOWNS = Convention.FOLLOWING, PerSite.VILLAGES, PerSite.TOWNS


def whole_method(office: Office, month: date) -> Office:
    """The office with the duties that the usual ones leave out, for the month that `month` begins."""
    chosen = _Chosen(office)
    people = tuple(
        replace(row, pools=(*row.pools, *chosen.pools[row.id])) if row.id in chosen.pools else row
        for row in office.of(Person)
    )
    units = tuple(
        replace(row, pools=(*row.pools, "陪同单位")) if row.kind == "部门" else row for row in office.of(Unit)
    )
    more: Mapping[str, Iterable[SheetRow]] = {
        "值班事项": _duties(chosen, month),
        "岗位": _posts(),
        "规则": _clauses(),
        "时间要求": _standing(chosen),
        "轮值": _lists(chosen),
        "联系村": chosen.links,
        "重点时期": _key_periods(month),
    }
    clauses = tuple(
        replace(row, posts=("接访领导",)) if row.duties == ("JF",) and row.rule != "陪同对口" else row
        for row in office.of(ClauseRow)
    )
    office = office.with_rows("人员", people).with_rows("单位", units).with_rows("规则", clauses)
    for rows_of in (more, company(office, month)):
        for sheet, rows in rows_of.items():
            office = office.with_rows(sheet, (*office.rows.get(sheet, ()), *rows))
    return office


class _Chosen:
    """Who goes into which of the further pools, and which villages are communities."""

    def __init__(self, office: Office) -> None:
        self.pools: dict[str, list[str]] = defaultdict(list)
        self.links: list[LinkRow] = []
        self.deputies: list[str] = []
        """Ids of those who stand in at a window (B角)."""
        self.communities: list[str] = []
        self.away = {bare(row.who) for row in office.of(AbsenceRow)}
        cadres = [row.id for row in office.of(Person) if "走访干部" in row.pools]
        by_village: dict[str, list[str]] = defaultdict(list)
        for link in office.of(LinkRow):
            by_village[link.village].append(link.person)
        by_unit: dict[str, list[str]] = defaultdict(list)
        for row in office.of(Person):
            if "走访干部" in row.pools:
                by_unit[row.units[0]].append(row.id)
        self._spread(cadres)
        self._officers(office)
        for village in office.of(Village):
            self._village(village, by_village[village.id], by_unit)
        for town in {village.town: None for village in office.of(Village)}:
            self._window(by_unit[town][:2])

    def _spread(self, cadres: list[str]) -> None:
        """Choose responders, mailbox keepers, experts and the district window's two pairs from all units."""
        step = max(1, len(cadres) // 40)
        some = cadres[::step]
        for pool, part in (("问政答复员", some[:12]), ("信箱专管员", some[12:18]), ("评估专家", some[18:30])):
            for one in part:
                self.pools[one].append(pool)
        for one, other in (some[30:32], some[32:34]):
            self._window([one, other], "区级窗口")

    def _officers(self, office: Office) -> None:
        for row in office.of(Person):
            if "主班" in row.pools or "副班" in row.pools:
                self.pools[row.id].append("应急队员")

    def _window(self, pair: list[str], pool: str = "代办员") -> None:
        for one in pair:
            self._once(one, pool)
        self.deputies += [one for one in pair[1:] if one not in self.deputies]

    def _village(self, village: Village, linked: list[str], by_unit: dict[str, list[str]]) -> None:
        there = sorted(linked, key=lambda one: one in self.away)  # who is on leave comes last
        if not there or there[0] in self.away:
            there = [
                next(
                    (one for one in by_unit[village.town] if one not in self.away and one not in linked),
                    by_unit[village.town][0],
                ),
                *there,
            ]
            self.links.append(LinkRow(person=there[0], village=village.id))
        for one in there:
            self._once(one, "排查员")
        if village.kind == "重点":
            for one in there[:2]:
                self._once(one, "驻村干部")
            for one in there[:2]:
                self._once(one, "代办员")
        if village.name.endswith(COMMUNITY):
            self.communities.append(village.id)
            for one in there:
                self._once(one, "报到党员")

    def _once(self, who: str, pool: str) -> None:
        if pool not in self.pools[who]:
            self.pools[who].append(pool)


def _duties(chosen: _Chosen, month: date) -> list[SheetRow]:
    panels = "、".join(
        (first + timedelta(days=number)).isoformat() for first in months_ahead(month) for number in (8, 22)
    )
    return [
        Duty(id="WZ", name="网络问政专栏", calendar="每个工作日", place="区政府办公室"),
        Duty(id="XX", name="投诉举报信箱", calendar="每周一", convention=FOLLOWING, place="区信访局"),
        Duty(
            id="SQ", name="党员社区报到", calendar="每月第二个周六", per_site=VILLAGES, extent=tuple(chosen.communities)
        ),
        Duty(id="BF", name="部门结对帮扶", calendar="每周一", per_site=VILLAGES, extent=("重点",)),
        Duty(id="DQ", name="民生代办（区级窗口）", calendar="每个工作日", place="区政务服务中心", public="month"),
        Duty(id="DZ", name="民生代办（镇街窗口）", calendar="每个工作日", per_site=TOWNS, public="month"),
        Duty(
            id="DC",
            name="民生代办（村居服务日）",
            calendar="每周三",
            convention=FOLLOWING,
            per_site=VILLAGES,
            extent=("重点",),
        ),
        Duty(id="PC", name="矛盾纠纷排查（村居）", calendar="每月5、20日", convention=FOLLOWING, per_site=VILLAGES),
        Duty(id="PZ", name="矛盾纠纷排查（镇街）", calendar="每月15日", convention=FOLLOWING, per_site=TOWNS),
        Duty(id="FX", name="重大事项风险评估", calendar="指定日期 " + panels, convention=FOLLOWING, place="区委政法委"),
        Duty(id="WW", name="综治维稳备勤", calendar="每天", place="区综治中心"),
    ]


def _posts() -> list[SheetRow]:
    def post(id: str, shift: str, name: str, begin: str, finish: str, pool: str, *, need: int = 1, **more: Any) -> Post:
        bare = Post(id=id, duty=id[:2], shift=shift, post=name, begin=begin, finish=finish, pools=(pool,), need=need)
        return replace(bare, **more)

    return [
        post("JF-2", "上午", "陪同单位", "08:30", "11:30", "陪同单位", assignee="unit"),
        post("WZ-1", "上午", "答复员A角", "08:30", "12:00", "问政答复员"),
        post("WZ-2", "上午", "答复员B角", "08:30", "12:00", "问政答复员"),
        post("WZ-3", "下午", "答复员A角", "14:00", "18:00", "问政答复员"),
        post("WZ-4", "下午", "答复员B角", "14:00", "18:00", "问政答复员"),
        post("XX-1", "一周", "专管员", "08:30", "17:30", "信箱专管员", span=5, hold="shared"),
        post("SQ-1", "服务日", "报到党员", "09:00", "11:00", "报到党员", room=6),
        post("BF-1", "驻村", "驻村干部", "08:00", "18:00", "驻村干部", span=7, hold="shared", room=2),
        post("DQ-1", "窗口", "代办员", "09:00", "17:00", "区级窗口", need=2),
        post("DZ-1", "窗口", "代办员", "09:00", "17:00", "代办员"),
        post("DC-1", "服务日", "代办员", "14:00", "17:00", "代办员"),
        post("PC-1", "排查", "排查员", "15:00", "17:30", "排查员", room=2),
        post("PZ-1", "排查", "排查员", "15:00", "17:30", "代办员", hold="on_call"),
        post("FX-1", "评估", "评估员", "14:00", "17:30", "评估专家", need=5),
        post("WW-1", "备勤", "带班领导", "18:00", "08:00", "带班领导", hold="on_call"),
        post("WW-2", "备勤", "应急队员", "18:00", "08:00", "应急队员", hold="on_call", need=2),
    ]


def _clauses() -> list[SheetRow]:
    return [
        ClauseRow(rule="均衡", duties=("WZ",), force=10, authority="《网络问政办理办法》第四条"),
        ClauseRow(rule="轮流", duties=("XX",), parameters="顺序=轮值；缺席=顺延", force=100, note="专管员按名单轮流"),
        ClauseRow(
            rule="在岗天数",
            duties=("BF",),
            parameters="期间=月；最少=20",
            force=0,
            authority="《部门结对帮扶方案》第三条",
            note="驻村每月不少于 20 天",
        ),
        ClauseRow(rule="均衡", duties=("FX",), force=1),
        ClauseRow(rule="单位名额", duties=("FX",), parameters="按=固定", force=1),
        *fair("WW", "应急队员", force=1),
        ClauseRow(rule="陪同对口", duties=("JF",), force=10),
        ClauseRow(rule="次数", duties=("JF",), posts=("陪同单位",), parameters="期间=月；最多=2", force=10),
    ]


def _lists(chosen: _Chosen) -> list[SheetRow]:
    """The keepers of the mailbox take turns by a list, whoever has been one longest first."""
    keepers = [one for one, pools in chosen.pools.items() if "信箱专管员" in pools]
    return [
        TurnRow(duties=("XX",), number=number, who=as_person(one)) for number, one in enumerate(reversed(keepers), 1)
    ]


def _standing(chosen: _Chosen) -> list[SheetRow]:
    """Wishes by which B角 would rather not stand at the window, and so comes when A角 is away."""
    windows = {"区级窗口": ("DQ",), "代办员": ("DZ",)}
    return [
        WishRow(person=one, weekday=WEEK, duty=duty, want="avoid", weight=2)
        for one in chosen.deputies
        for pool in chosen.pools[one]
        if pool in windows
        for duty in windows[pool]
    ]


def _key_periods(month: date) -> list[SheetRow]:
    first = month + timedelta(days=13)
    return [
        KeyPeriod(
            name="重点时期", start=first, end=first + timedelta(days=2), duties=duties, calendar=calendar, extra=extra
        )
        for duties, calendar, extra in ((("PZ",), "每天", 0), (("WW",), "", 1))
    ]
