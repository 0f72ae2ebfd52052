"""Rows that stand until changed: settings, units, people, villages, links, duties, posts, rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.problem.problem import AssigneeKind, Hold
from planner.calendar.workdays import Convention
from planner.office.cells.choices import PerSite, Publicity, SwapPolicy
from planner.office.cells.kinds import ChoiceCell, ClockCell, RefCell, RefsCell, WholeCell
from planner.office.cells.policies import DeadlineCell, ForceCell, PolicyCell
from planner.office.cells.wordings import LoadCell, MonthsCell, RecurringCell, ScopeDaysCell
from planner.office.people_words import BirthCell, PeopleCell
from planner.office.sheets.columns import (
    DAY,
    DUTY,
    FORMS,
    HOLDS,
    ID,
    MANY,
    NAME,
    PEOPLE,
    PERSON,
    SEXES,
    SINCE,
    SWAPS,
    TEXT,
    UNIT,
    SheetRow,
    column,
)


@dataclass(frozen=True, kw_only=True)
class Setting(SheetRow):
    """设置"""

    key: str = column("项目", NAME, "key", required=True)
    value: str = column("值", TEXT, "value", required=True)


@dataclass(frozen=True, kw_only=True)
class Unit(SheetRow):
    """单位"""

    order: int | None = column("排序", WholeCell(), "order")
    id: str = column("编号", ID, "id", default="")
    name: str = column("名称", NAME, "name", required=True)
    short: str = column("简称", NAME, "short", default="")
    kind: str = column("类别", NAME, "kind", default="")
    sector: str = column("系统", NAME, "sector", default="")
    leader: str = column("分管领导", PERSON, "leader", default="")
    pools: tuple[str, ...] = column("值班序列", MANY, "pools", default=())
    months: tuple[int, ...] = column("上线月份", MonthsCell(), "on-air months|months", default=())
    liaison: str = column("联络员", PERSON, "liaison", default="")
    phone: str = column("值班电话", TEXT, "phone", default="")
    start: date | None = column("启用", SINCE, "from")
    end: date | None = column("停用", DAY, "until")
    merged: str = column("并入", UNIT, "merged into", default="")


@dataclass(frozen=True, kw_only=True)
class Person(SheetRow):
    """人员"""

    order: int | None = column("排序", WholeCell(), "order")
    id: str = column("编号", ID, "id", default="")
    name: str = column("姓名", NAME, "name", required=True)
    units: tuple[str, ...] = column("单位", RefsCell(refers=("unit",)), "units", default=())
    title: str = column("职务", TEXT, "title", default="")
    grade: str = column("职级", TEXT, "grade", default="")
    body: str = column("班子", NAME, "body", default="")
    portfolio: str = column("分管工作", TEXT, "portfolio", default="")
    pools: tuple[str, ...] = column("值班序列", MANY, "pools", required=True)
    exempt: tuple[str, ...] = column("不排班次", MANY, "exempt shifts|exempt", default=())
    partner: str = column("AB角", PERSON, "ab pair", default="")
    delegate: str = column("代办人", PERSON, "delegate", default="")
    start: date | None = column("任职起", SINCE, "from")
    end: date | None = column("任职止", DAY, "until")
    office_phone: str = column("办公电话", TEXT, "office phone", default="")
    mobile: str = column("手机", TEXT, "mobile", default="")
    email: str = column("邮箱", TEXT, "email", default="")
    sex: str = column("性别", SEXES, "sex", default="", note="只供规则用（如“男”“女”），不上任何表和页面。")
    birth: date | None = column(
        "出生日期", BirthCell(), "birth date|birth", note="只供规则用（如“满55岁”），不上任何表和页面。"
    )
    labels: tuple[str, ...] = column(
        "标签", MANY, "labels", default=(), note="自己定的词，如司机、党员；规则的人员一栏可以直接写。"
    )


@dataclass(frozen=True, kw_only=True)
class Village(SheetRow):
    """村居"""

    id: str = column("编号", ID, "id", default="")
    name: str = column("名称", NAME, "name", required=True)
    town: str = column("镇街", UNIT, "town", required=True)
    kind: str = column("类别", NAME, "kind", default="")
    units: tuple[str, ...] = column("联系单位", RefsCell(refers=("unit",)), "linked units", default=())
    start: date | None = column("启用", SINCE, "from")
    end: date | None = column("停用", DAY, "until")
    merged: str = column("并入", RefCell(refers=("village",)), "merged into", default="")


@dataclass(frozen=True, kw_only=True)
class LinkRow(SheetRow):
    """联系村"""

    person: str = column("人员", PERSON, "person", required=True)
    village: str = column("村居", RefCell(refers=("village",)), "village", required=True)
    start: date | None = column("起", SINCE, "from")
    end: date | None = column("止", DAY, "until")


@dataclass(frozen=True, kw_only=True)
class Duty(SheetRow):
    """值班事项"""

    id: str = column("编号", ID, "id", default="")
    name: str = column("名称", NAME, "name", required=True)
    calendar: str = column("日历", RecurringCell(), "calendar", required=True)
    convention: Convention = column(
        "遇节假日",
        ChoiceCell(
            (
                ("顺延", Convention.FOLLOWING),
                ("提前", Convention.PRECEDING),
                ("照常", Convention.AS_IS),
                ("停一次", Convention.SKIP),
            ),
            also=(
                ("顺延", "往后顺延 往后延 后延 延后 推后 顺延至下一工作日"),
                ("提前", "往前 前移 提前至上一工作日"),
                ("照常", "照旧 不变 正常 照常值班 照常进行 不调整 不受影响"),
                ("停一次", "停 停办 暂停 取消 不办 跳过"),
            ),
        ),
        "if day off",
        default=Convention.AS_IS,
    )
    start: date | None = column("起始日期", SINCE, "from")
    end: date | None = column("截止日期", DAY, "until")
    place: str = column("地点", TEXT, "place", default="")
    per_site: PerSite = column(
        "分点安排",
        ChoiceCell(
            (("村居", PerSite.VILLAGES), ("镇街", PerSite.TOWNS)),
            also=(
                ("村居", "村 村级 村社区 各村居 每个村居 各村 行政村 社区"),
                ("镇街", "镇 乡镇 街道 镇街道 乡镇街道 各镇街 每个镇街 各镇 镇办"),
            ),
        ),
        "per site",
        default=PerSite.ONE_PLACE,
    )
    extent: tuple[str, ...] = column("范围", MANY, "which sites", default=())
    public: str = column("公开", PolicyCell(), "public", default=Publicity.NO)
    phone: str = column("值班电话", TEXT, "phone", default="")
    precedence: int | None = column(
        "顺位", WholeCell(1, 999), "precedence", note="此刻在岗先给谁打电话：1 最先；空着的排在后面。"
    )


@dataclass(frozen=True, kw_only=True)
class Post(SheetRow):
    """岗位"""

    id: str = column("编号", ID, "id", default="")
    duty: str = column("事项", DUTY, "duty", required=True)
    shift: str = column("班次", NAME, "shift", required=True)
    post: str = column("岗位", NAME, "post", required=True)
    assignee: AssigneeKind = column(
        "对象",
        ChoiceCell(
            (("人员", "person"), ("单位", "unit")), also=(("人员", "人 个人 按人"), ("单位", "部门 机构 按单位"))
        ),
        "assignee",
        default="person",
    )
    begin: str = column("开始时间", ClockCell(), "start", required=True)
    finish: str = column("结束时间", ClockCell(end=True), "end", required=True)
    days: str = column("适用", RecurringCell(counts=False), "days", default="全部")
    pools: tuple[str, ...] = column("值班序列", MANY, "pools", required=True)
    need: int = column("人数", WholeCell(0, 10_000, PEOPLE), "need", required=True)
    room: int | None = column("最多人数", WholeCell(0, 10_000, PEOPLE), "room")
    span: int = column(
        "连续天数",
        WholeCell(1, 62, "天日"),
        "days a slot lasts|span",
        default=1,
        note="结束时间晚于开始时间的，止于最后一天；否则止于最后一天的次日。",
    )
    hold: Hold = column("占用", HOLDS, "hold", default="full")
    load: tuple[int, int, int, int] = column("折算", LoadCell(), "load by kind of day|load", default=(1, 1, 1, 1))
    swap: SwapPolicy = column("换班", SWAPS, "swap", default=SwapPolicy.RECORD)
    approver: str = column("审批人", RefCell(refers=("person", "pool")), "approver", default="")
    deadline: str = column("提前", DeadlineCell(), "swap deadline|deadline", default="")
    form: str = column("表样", FORMS, "paper form|form", default="", note="公示和打印用哪种表；不填则按事项的性质。")
    precedence: int | None = column(
        "顺位", WholeCell(1, 999), "precedence", note="本事项内先给哪个岗位打电话：1 最先。"
    )


@dataclass(frozen=True, kw_only=True)
class ClauseRow(SheetRow):
    """规则"""

    rule: str = column("规则", NAME, "rule", required=True)
    duties: tuple[str, ...] = column("事项", RefsCell(refers=("duty",)), "duties", default=())
    shifts: tuple[str, ...] = column("班次", MANY, "shifts", default=())
    posts: tuple[str, ...] = column("岗位", MANY, "posts", default=())
    days: str = column(
        "日期",
        ScopeDaysCell(),
        "days",
        default="",
        note="写日历用语或日期，如每周一、单周、每月第一个工作日、节前一日、12月10日—31日；也可写：每天，除周一外。",
    )
    who: tuple[str, ...] = column(
        "人员",
        PeopleCell(refers=("person", "unit", "pool", "body", "label", "condition")),
        "people",
        default=(),
        note="写姓名、单位、值班序列、班子、标签，或男、女、满55岁、未满35岁、任职不满3个月；也可写：话务员，除李四外。",
    )
    parameters: str = column("参数", TEXT, "parameters", default="")
    force: int = column("要求", ForceCell(), "force", required=True)
    authority: str = column("依据", TEXT, "authority", default="")
    note: str = column("说明", TEXT, "note", default="")
    start: date | None = column("起", SINCE, "from", note="这一条从哪天起算；不填就一直算。")
    end: date | None = column("止", DAY, "until", note="这一条算到哪天为止；不填就一直算。")
