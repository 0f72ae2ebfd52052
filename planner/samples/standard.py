"""The usual duties, posts and rules of a district's general office: what every invented district has."""

from __future__ import annotations

from dataclasses import replace

from planner.calendar.workdays import Convention
from planner.office.cells.choices import PerSite, SwapPolicy
from planner.office.ids import Tag
from planner.office.sheets import ClauseRow, Duty, Post, Setting, SheetRow

CENTRE, OFFICE, HOTLINE, STUDIO = "区群众服务中心", "区政府总值班室", "区长公开电话受理中心", "区广播电视台直播间"
BACKBONE = "业务骨干"
"""The label of those who know the work of their post best."""
FOLLOWING, APPROVE = Convention.FOLLOWING, SwapPolicy.APPROVE


def usual_settings(name: str, year: int) -> tuple[SheetRow, ...]:
    """The rows of 设置 for an office of this name and a year."""
    pairs = {
        "单位名称": name,
        "年份": str(year),
        "时区": "Asia/Shanghai",
        "上午": "08:30-12:00",
        "下午": "14:00-18:00",
        "晚上": "18:00-08:30",
        "长假天数": "15",
        "追平": "50%",
    }
    return tuple(Setting(key=key, value=value) for key, value in pairs.items())


def usual_duties() -> tuple[SheetRow, ...]:
    """The usual duties: reception, hotline, answering sessions, duty room, visit day, radio studio."""
    return (
        Duty(id="JF", name="领导接访", calendar="每个工作日", place=CENTRE, public="month"),
        Duty(id="RX", name="区长公开电话", calendar="每天", place=HOTLINE),
        Duty(id="JT", name="领导接听日", calendar="每周三", convention=FOLLOWING, place=HOTLINE, public="month"),
        Duty(id="ZB", name="总值班", calendar="每天", place=OFFICE, precedence=1),
        Duty(id="ZF", name="民情恳谈", calendar="每月10日", convention=FOLLOWING, per_site=PerSite.VILLAGES),
        Duty(id="ZX", name="政风行风热线", calendar="每周四", convention=FOLLOWING, place=STUDIO, public="month"),
    )


def usual_posts(
    seats: tuple[int, int] = (2, 1), walkers: tuple[int, int] = (1, 12), received: int = 2
) -> tuple[SheetRow, ...]:
    """The posts of the usual duties.

    `seats` are the hotline's by day and by night, `walkers` need and room of a visit; at most `received` leaders
    receive visitors on one day.
    """
    loads = (1, 2, 3, 4)
    # one post a row, as on the sheet
    # fmt: off
    return (
        Post(id="JF-1", duty="JF", shift="上午", post="接访领导", begin="08:30", finish="11:30", pools=("接访领导",),
             need=1, room=received, swap=APPROVE),
        Post(id="RX-1", duty="RX", shift="白班", post="话务员", begin="08:00", finish="20:00", pools=("话务员",),
             need=seats[0], load=loads),
        Post(id="RX-2", duty="RX", shift="夜班", post="话务员", begin="20:00", finish="08:00", pools=("话务员",),
             need=seats[1], load=(2, 3, 4, 5)),
        Post(id="JT-1", duty="JT", shift="接听", post="接听领导", begin="09:00", finish="11:00", pools=("接听领导",),
             need=1, swap=APPROVE),
        Post(id="ZB-1", duty="ZB", shift="全天", post="带班领导", begin="08:30", finish="08:30", pools=("带班领导",),
             need=1, hold="shared", load=loads, swap=APPROVE),
        Post(id="ZB-2", duty="ZB", shift="全天", post="主班", begin="08:30", finish="08:30", pools=("主班",),
             need=1, load=loads),
        Post(id="ZB-3", duty="ZB", shift="全天", post="副班", begin="08:30", finish="08:30", pools=("副班",),
             need=1, load=loads),
        Post(id="ZF-1", duty="ZF", shift="走访", post="走访干部", begin="09:00", finish="12:00", pools=("走访干部",),
             need=walkers[0], room=walkers[1]),
        Post(id="ZX-1", duty="ZX", shift="直播", post="上线单位", assignee="unit", begin="10:00", finish="11:00",
             pools=("上线单位",), need=1),
    )
    # fmt: on


def fair(duty: str, post: str = "", *, nights: str = "", force: int = 10) -> tuple[SheetRow, ...]:
    """Clauses by which the people of one post share alike: all that they serve, and each kind that people count, apart.

    '' as `post` is every post of the duty; `nights` names the shift by night, '' where there is no such, or no other.
    """
    posts = (post,) if post else ()
    whole = ClauseRow(rule="均衡", duties=(duty,), posts=posts, parameters="按=次数；历史=12", force=force)
    return (
        replace(whole, note="各人值班次数大致相同"),
        *((replace(whole, shifts=(nights,), note=f"{nights}另行均衡"),) if nights else ()),
        replace(whole, days="双休日", note="双休日另行均衡"),
        replace(whole, days="假期、法定节日", note="节假日另行均衡"),
        replace(whole, days="法定节日", note="法定节日当天另行均衡"),
    )


def usual_clauses() -> tuple[SheetRow, ...]:
    """The usual rows of the rule sheet."""
    reception, notice = "《区级领导公开接访制度》第二条", "《区长公开电话工作规则》"
    # one clause a row, as on the sheet
    # fmt: off
    return (
        ClauseRow(rule="次数", duties=("JF",), parameters="期间=月；最少=1", force=0,
                  authority=reception, note="每位领导每月至少接访一次"),
        ClauseRow(rule="间隔", duties=("JF",), parameters="天数=3", force=100, note="两次接访至少隔开三天"),
        ClauseRow(rule="星期错开", duties=("JF",), parameters="最多=1；期间=月", force=10,
                  note="不总在同一个星期几接访"),
        ClauseRow(rule="均衡", duties=("JF",), parameters="按=次数；历史=12", force=10),
        ClauseRow(rule="班后休息", duties=("RX",), shifts=("夜班",), parameters="小时=24", force=0,
                  authority=notice + "第五条", note="夜班后休息一天"),
        ClauseRow(rule="班后休息", duties=("ZB",), posts=("主班", "副班"), parameters="小时=24", force=0,
                  note="24 小时值班后休息一天"),
        ClauseRow(rule="班后休息", duties=("RX",), shifts=("白班",), parameters="小时=11", force=0),
        ClauseRow(rule="连续", duties=("RX",), parameters="最多=4", force=100),
        *fair("RX", "话务员", nights="夜班"),
        *fair("ZB", "带班领导"),
        *fair("ZB", "主班"),
        *fair("ZB", "副班"),
        ClauseRow(rule="间隔", duties=("ZB",), parameters="天数=3", force=10),
        ClauseRow(rule="轮流", duties=("JT",), force=100, note="领导按排名轮流接听"),
        ClauseRow(rule="轮次", duties=("ZX",), parameters="每轮=1", force=0,
                  authority="《政风行风热线工作方案》", note="一轮未完不重复上线"),
        ClauseRow(rule="上线月份", duties=("ZX",), force=0),
        ClauseRow(rule="同系统不相邻", duties=("ZX",), parameters="场次=1", force=100),
        ClauseRow(rule="全员走访", duties=("ZF",), force=0,
                  authority="《民情恳谈制度》第一条", note="走访日全体干部进村入户"),
        ClauseRow(rule="联系村不换", duties=("ZF",), force=10),
        ClauseRow(rule="AB角不同时离岗", duties=("JF", "JT", "ZF"), force=100),
        ClauseRow(rule="时间要求", force=10),
        ClauseRow(rule="领导指定", force=0),
        ClauseRow(rule="已印发少调整", force=100),
        ClauseRow(rule="前后不排", duties=("RX", "ZB"), parameters="前=1", force=10, note="休假前一天不排值班"),
        ClauseRow(rule="人员搭配", duties=("RX",), shifts=("白班",), who=(f"{Tag.LABEL}:{BACKBONE}",),
                  parameters="最少=1", force=100, note="白班至少一名业务骨干"),
    )
    # fmt: on
