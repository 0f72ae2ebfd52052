"""The navigation: five groups over the clerks' pages with how many wait, and the few links of everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, request

from planner.store.people.users import Role
from web.shell.access import home_page
from web.shell.asker import asker, logged_in
from web.shell.clock import today
from web.shell.frame.working_month import working_month


@dataclass(frozen=True)
class MenuLink:
    """A page to go to: its endpoint, its name in both languages, what its address needs, how many wait there."""

    endpoint: str
    zh: str
    en: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    symbol: str = ""
    also: tuple[str, ...] = ()
    """The beginnings of endpoints that belong to the page as well."""
    waiting: int = 0
    hot: bool = False
    """Whether some of what waits must be done today."""

    @property
    def here(self) -> bool:
        """Whether this is the page that is shown."""
        endpoint = request.endpoint or ""
        if endpoint == self.endpoint:
            return all((request.view_args or {}).get(name) in (value, None) for name, value in self.arguments.items())
        return endpoint.startswith(self.also) if self.also else False


@dataclass(frozen=True)
class MenuGroup:
    """Some pages under one name with its symbol; open at once where the work of each day is done."""

    zh: str
    en: str
    symbol: str
    links: tuple[MenuLink, ...]
    open: bool = False

    @property
    def here(self) -> bool:
        """Whether one of its pages is shown."""
        return any(one.here for one in self.links)

    @property
    def waiting(self) -> int:
        """How many wait on all of its pages."""
        return sum(one.waiting for one in self.links)

    @property
    def hot(self) -> bool:
        """Whether some of it must be done today."""
        return any(one.hot for one in self.links)


def register(app: Flask) -> None:
    """Let templates ask for the navigation of whoever asks."""
    app.context_processor(
        lambda: {"menu": clerks_menu, "mast_links": mast_links, "foot_links": foot_links, "begins_at": home_page}
    )


def clerks_menu() -> tuple[MenuGroup, ...]:
    """The groups that this log-in can go to, those of a month at the one that is being worked on."""
    if not logged_in():
        return ()
    return _of_auditor() if asker().role is Role.AUDITOR else _of_clerk()


def _of_auditor() -> tuple[MenuGroup, ...]:
    month = {"month": working_month()}
    return (
        MenuGroup("操作日志", "Log", "journal-text", (MenuLink("clerks.log.home", "操作日志", "Log"),)),
        MenuGroup("各表", "Papers", "printer", (MenuLink("clerks.papers.home", "各表", "Papers", month),)),
    )


def _of_clerk() -> tuple[MenuGroup, ...]:
    return (
        MenuGroup("今日要办", "Today", "house-door", (MenuLink("clerks.home.home", "今日要办", "Today"),)),
        MenuGroup("排班", "Rosters", "calendar3", _rosters(), open=True),
        MenuGroup("变动", "Changes", "arrow-left-right", _changes(), open=True),
        MenuGroup("值班簿", "Duty book", "journal-text", _duty_book(), open=True),
        MenuGroup("资料", "Data", "people", _data()),
        MenuGroup("系统", "System", "gear", _system()),
    )


def _rosters() -> tuple[MenuLink, ...]:
    month = {"month": working_month()}
    return (
        MenuLink("clerks.month.month", "月度值班安排", "Month", month, also=("clerks.draft.", "clerks.steps.")),
        MenuLink("clerks.ahead.before_planning", "排班准备", "Before planning", month),
        MenuLink("clerks.papers.home", "印发与打印", "Papers", month),
        MenuLink("public.pages.month", "公示", "Public notice", month),
    )


def _changes() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.requests.swaps", "换班待办", "Swaps waiting"),
        MenuLink("clerks.requests.open_duties", "请假空岗待补", "To be filled"),
        MenuLink("clerks.instructions.orders", "领导指示", "Instructions"),
        MenuLink("clerks.messages.home", "变动告知", "Changes to tell"),
        MenuLink("clerks.ahead.reminding", "明日提醒", "Tomorrow"),
    )


def _duty_book() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.now.present", "此刻在岗", "On duty now"),
        MenuLink("clerks.record.served", "值班情况", "Duties served", {"month": working_month()}),
    )


def _data() -> tuple[MenuLink, ...]:
    sheets = (
        ("people", "人员", "People"),
        ("units", "单位与镇街", "Units"),
        ("duties", "值班事项", "Duties"),
        ("posts", "岗位", "Posts"),
        ("absences", "请假外出", "Leave"),
        ("settings", "设置", "Settings"),
    )
    return (
        *(MenuLink("clerks.data.rows", zh, en, {"name": name}) for name, zh, en in sheets),
        MenuLink("clerks.data.home", "其他各表", "Other sheets"),
        MenuLink("clerks.rules.home", "规则", "Rules", also=("clerks.rules.",)),
        MenuLink("clerks.ahead.calendar", "年历", "Calendar", {"number": today().year}),
        MenuLink("clerks.upload.take_in", "导入与导出", "Import", also=("clerks.upload.", "clerks.own_table.")),
    )


def _system() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.subscriptions.overview", "日历订阅", "Subscriptions"),
        MenuLink("clerks.log.people", "用户与权限", "Log-ins", also=("clerks.log_ins.", "clerks.identities.")),
        MenuLink("clerks.tokens.home", "程序令牌", "Tokens"),
        MenuLink("clerks.log.home", "操作日志", "Log"),
    )


def mast_links() -> tuple[MenuLink, ...]:
    """What stands in the masthead for whoever is no clerk."""
    return tuple(one for one in foot_links() if one.endpoint != "shell.login.log_in" or not logged_in())


def foot_links() -> tuple[MenuLink, ...]:
    """What stands at the foot of a phone, for whoever asks."""
    if not logged_in():
        return _of_residents()
    match asker().role:
        case Role.CLERK:
            return _foot_of_clerk()
        case Role.AUDITOR:
            return (MenuLink("clerks.log.home", "操作日志", "Log", symbol="journal-text"),)
        case role:
            own = asker().person
            unit = MenuLink("liaisons.unit.home", "本单位", "My unit", symbol="building")
            return (*((unit,) if role is Role.LIAISON else ()), *(_of_officials() if own else ()), *_today())


def _today() -> tuple[MenuLink, ...]:
    return (MenuLink("public.pages.home", "今日安排", "Today", symbol="calendar-event"),)


def _of_residents() -> tuple[MenuLink, ...]:
    return (
        *_today(),
        MenuLink("public.pages.month", "按月查看", "By month", {"month": f"{today():%Y-%m}"}, "calendar3"),
        MenuLink("public.pages.subscribe", "订阅日历", "Subscribe", symbol="calendar-plus"),
        MenuLink("officials.home.home", "登录", "Log in", symbol="person-circle", also=("shell.login.",)),
    )


def _foot_of_clerk() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.home.home", "今日要办", "Today", symbol="house-door"),
        MenuLink("clerks.month.month", "月表", "Month", {"month": working_month()}, "calendar3"),
        MenuLink("clerks.requests.swaps", "换班", "Swaps", symbol="arrow-left-right"),
    )


def _of_officials() -> tuple[MenuLink, ...]:
    month = {"month": f"{today():%Y-%m}"}
    return (
        MenuLink("officials.home.home", "我的值班", "My duties", symbol="person-badge"),
        MenuLink("officials.office_calendar.month", "全办", "Everybody", month, "table"),
        MenuLink("officials.answers.fairness", "值班账", "Account", symbol="list-ol"),
    )
