"""Rows with a date: sessions, absences, wishes, orders, holidays, key periods, opening counts, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.problem.problem import SameTime
from planner.office.cells.choices import AbsenceKind, AbsenceState, DayOff, DayPart, OrderMode
from planner.office.cells.kinds import ChoiceCell, RefCell, RefsCell, WholeCell
from planner.office.cells.policies import TargetCell
from planner.office.cells.wordings import RecurringCell, StartCell, WeekdaysCell
from planner.office.sheets.columns import (
    ABSENCES,
    DAY,
    DUTY,
    MANY,
    NAME,
    PARTS,
    PEOPLE,
    PERSON,
    SINCE,
    STATES,
    SWAPS,
    TEXT,
    TURNS,
    WITHIN,
    SheetRow,
    column,
)

WANTS = ChoiceCell(
    (("希望安排", "have"), ("希望避开", "avoid")),
    also=(
        ("希望安排", "希望 希望值班 安排 想值 想值班 愿意 愿意值班 想要 可以安排"),
        ("希望避开", "避开 希望不排 希望不安排 不希望安排 不希望值班 不想值 不想值班 不想 不愿意 不要 尽量不排"),
    ),
)
MODES = ChoiceCell(
    (("指定", OrderMode.FIXED), ("不排", OrderMode.FORBIDDEN)),
    also=(("指定", "固定 安排 必须安排 指定安排"), ("不排", "不安排 不得安排 禁止安排 禁止 不值班 不指定")),
)
DAYS_OFF = ChoiceCell(
    (("放假", DayOff.OFF), ("上班", DayOff.WORK)),
    also=(
        ("放假", "休 休息 放假日 休息日 节假日 假期"),
        ("上班", "班 补班 调休上班 补班日 上班日 工作 工作日 正常上班"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Session(SheetRow):
    """场次"""

    duty: str = column("事项", DUTY, "duty", required=True)
    nominal: date | None = column("原定日期", DAY, "nominal date")
    to: str = column("改为", TargetCell(), "to", required=True)
    topic: str = column("主题", TEXT, "topic", default="")
    units: tuple[str, ...] = column("陪同单位", RefsCell(refers=("unit",)), "accompanying units", default=())
    note: str = column("备注", TEXT, "note", default="")


@dataclass(frozen=True, kw_only=True)
class AbsenceRow(SheetRow):
    """请假外出"""

    who: str = column("人员", RefCell(refers=("person", "unit", "body", "pool")), "person", required=True)
    start: date = column("起", StartCell(part=PARTS), "from", required=True)
    end: date | None = column("止", DAY, "until")
    part: DayPart = column("时段", PARTS, "part of day", default=DayPart.DAY)
    kind: AbsenceKind = column("类别", ABSENCES, "kind", required=True)
    state: AbsenceState = column("状态", STATES, "state", default=AbsenceState.APPROVED)


@dataclass(frozen=True, kw_only=True)
class KeptApartRow(SheetRow):
    """回避"""

    who: str = column("人员", PERSON, "person", required=True, note="只有办公室看得到。")
    other: str = column("与", PERSON, "and|other", required=True, note="谁写前面都一样。")
    within: SameTime = column(
        "范围", WITHIN, "within", default="", note="同时、同日还是同夜不得都值班；不填按规则“不同时值班”的范围。"
    )
    start: date | None = column("起", SINCE, "from")
    end: date | None = column("止", DAY, "until")
    note: str = column("说明", TEXT, "note", default="")


@dataclass(frozen=True, kw_only=True)
class WishRow(SheetRow):
    """时间要求"""

    person: str = column("人员", PERSON, "person", required=True)
    date: date | None = column("日期", DAY, "date")
    weekday: tuple[int, ...] = column("星期", WeekdaysCell(), "weekday", default=())
    duty: str = column("事项", DUTY, "duty", default="")
    shift: str = column("班次", NAME, "shift", default="")
    want: str = column("要求", WANTS, "want", required=True)
    weight: int = column("权重", WholeCell(1, 1000), "weight", default=1)


@dataclass(frozen=True, kw_only=True)
class PinRow(SheetRow):
    """指定"""

    duty: str = column("事项", DUTY, "duty", required=True)
    start: date = column("起始日期", SINCE, "from", required=True)
    end: date | None = column("截止日期", DAY, "until")
    weekday: tuple[int, ...] = column("星期", WeekdaysCell(), "weekday", default=())
    shift: str = column("班次", NAME, "shift", default="")
    post: str = column("岗位", NAME, "post", default="")
    site: str = column("地点", RefCell(refers=("village", "unit")), "site", default="")
    who: str = column("人员或单位", RefCell(refers=("person", "unit")), "who", required=True)
    mode: OrderMode = column("方式", MODES, "mode", default=OrderMode.FIXED)
    ordered_by: str = column("指示人", TEXT, "ordered by", default="")


@dataclass(frozen=True, kw_only=True)
class Holiday(SheetRow):
    """放假"""

    date: date = column("日期", DAY, "date", required=True)
    name: str = column("名称", NAME, "name", default="")
    arrangement: DayOff = column("安排", DAYS_OFF, "off / work|arrangement", required=True)


@dataclass(frozen=True, kw_only=True)
class KeyPeriod(SheetRow):
    """重点时期"""

    name: str = column("名称", NAME, "name", required=True)
    start: date = column("起", SINCE, "from", required=True)
    end: date = column("止", DAY, "until", required=True)
    duties: tuple[str, ...] = column("事项", RefsCell(refers=("duty",)), "duties", required=True)
    posts: tuple[str, ...] = column("岗位", MANY, "posts", default=(), note="岗位名或编号。")
    sites: tuple[str, ...] = column("地点", RefsCell(refers=("village", "unit")), "sites", default=())
    extra: int = column("增加人数", WholeCell(-10_000, 10_000, PEOPLE), "extra need", default=0, note="负数为减少。")
    calendar: str = column("日历", RecurringCell(), "calendar instead", default="")
    pools: tuple[str, ...] = column("值班序列", MANY, "pools instead", default=())
    swap: str = column("换班", SWAPS, "swap instead", default="")


@dataclass(frozen=True, kw_only=True)
class Opening(SheetRow):
    """期初"""

    who: str = column("人员或单位", RefCell(refers=("person", "unit")), "who", required=True)
    duty: str = column("事项", DUTY, "duty", required=True)
    workday: int = column("工作日", WholeCell(counters=TURNS), "workday", default=0)
    weekend: int = column("双休日", WholeCell(counters=TURNS), "weekend", default=0)
    holiday: int = column("假期", WholeCell(counters=TURNS), "holiday", default=0)
    statutory: int = column("法定节日", WholeCell(counters=TURNS), "statutory", default=0)
    as_of: date | None = column("截至", DAY, "as of", required=True)


@dataclass(frozen=True, kw_only=True)
class History(SheetRow):
    """值班历史"""

    duty: str = column("事项", DUTY, "duty", required=True)
    date: date = column("日期", DAY, "nominal date", required=True)
    shift: str = column("班次", NAME, "shift", default="")
    post: str = column("岗位", NAME, "post", default="")
    site: str = column("地点", RefCell(refers=("village", "unit")), "site", default="")
    who: str = column("人员或单位", RefCell(refers=("person", "unit")), "who", required=True)
