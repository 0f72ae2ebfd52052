"""The navigation: five groups over the clerks' pages with how many wait, and the few links of everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Flask, g, request

from planner.pages.today.counts import Badge, counts
from planner.store.people.users import Role
from planner.store.roster.standing import Standing
from planner.words import Words
from web.shell.access import home_page
from web.shell.asker import asker, logged_in
from web.shell.clock import now, today
from web.shell.frame.working_month import working_month
from web.shell.store import the_store


@dataclass(frozen=True)
class MenuLink:
    """A page to go to: its endpoint, its name in both languages, what its address needs, how many wait there."""

    endpoint: str
    words: Words
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

    words: Words
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
    return _of_auditor() if asker().role is Role.AUDITOR else tuple(_counted(one) for one in _of_clerk())


def _counted(group: MenuGroup) -> MenuGroup:
    """A group with how many wait on each of its pages."""
    badges = _badges()
    return replace(
        group,
        links=tuple(
            replace(one, waiting=badge.number, hot=badge.hot) if (badge := badges.get(one.endpoint)) else one
            for one in group.links
        ),
    )


def _badges() -> Mapping[str, Badge]:
    """Endpoint → how many wait there, counted once a request; nothing while the store is away."""
    if g.get("store_down"):
        return {}
    if "badges" not in g:
        with the_store().read() as transaction:
            found = counts(Standing.read(transaction), now())
        g.badges = {
            "clerks.home.home": found.today,
            "clerks.month.month": found.months,
            "clerks.ahead.before_planning": found.silent,
            "clerks.requests.swaps": found.swaps,
            "clerks.requests.open_duties": found.vacancies,
            "clerks.messages.home": found.messages,
            "clerks.ahead.reminding": found.reminders,
        }
    badges: Mapping[str, Badge] = g.badges
    return badges


def _of_auditor() -> tuple[MenuGroup, ...]:
    month = {"month": working_month()}
    return (
        MenuGroup(Words("操作日志"), "journal-text", (MenuLink("clerks.log.home", Words("操作日志")),)),
        MenuGroup(Words("各表"), "printer", (MenuLink("clerks.papers.home", Words("各表"), month),)),
    )


def _of_clerk() -> tuple[MenuGroup, ...]:
    return (
        MenuGroup(Words("今日要办"), "house-door", (MenuLink("clerks.home.home", Words("今日要办")),)),
        MenuGroup(Words.meaning("menu", "排班"), "calendar3", _rosters(), open=True),
        MenuGroup(Words("变动"), "arrow-left-right", _changes(), open=True),
        MenuGroup(Words("值班簿"), "journal-text", _duty_book(), open=True),
        MenuGroup(Words("资料"), "people", _data()),
        MenuGroup(Words.meaning("menu", "系统"), "gear", _system()),
    )


def _rosters() -> tuple[MenuLink, ...]:
    month = {"month": working_month()}
    return (
        MenuLink("clerks.month.month", Words("月度值班安排"), month, also=("clerks.draft.", "clerks.steps.")),
        MenuLink("clerks.ahead.before_planning", Words("排班准备"), month),
        MenuLink("clerks.papers.home", Words("印发与打印"), month),
        MenuLink("public.pages.month", Words("公示"), month),
    )


def _changes() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.requests.swaps", Words("换班待办")),
        MenuLink("clerks.requests.open_duties", Words("请假空岗待补")),
        MenuLink("clerks.instructions.orders", Words("领导指示")),
        MenuLink("clerks.messages.home", Words("变动告知")),
        MenuLink("clerks.ahead.reminding", Words("明日提醒")),
    )


def _duty_book() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.now.present", Words("此刻在岗")),
        MenuLink("clerks.record.served", Words("值班情况"), {"month": working_month()}),
    )


def _data() -> tuple[MenuLink, ...]:
    sheets = (
        ("people", Words("人员")),
        ("units", Words("单位与镇街")),
        ("duties", Words("值班事项")),
        ("posts", Words("岗位")),
        ("absences", Words("请假外出")),
        ("settings", Words.meaning("menu", "设置")),
    )
    return (
        *(MenuLink("clerks.data.rows", words, {"name": name}) for name, words in sheets),
        MenuLink("clerks.data.home", Words("其他各表")),
        MenuLink("clerks.rules.home", Words("规则"), also=("clerks.rules.",)),
        MenuLink("clerks.ahead.calendar", Words("年历"), {"number": today().year}),
        MenuLink("clerks.upload.take_in", Words("导入与导出"), also=("clerks.upload.", "clerks.own_table.")),
    )


def _system() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.subscriptions.overview", Words("日历订阅")),
        MenuLink("clerks.log.people", Words("用户与权限"), also=("clerks.log_ins.", "clerks.identities.")),
        MenuLink("clerks.tokens.home", Words("程序令牌")),
        MenuLink("clerks.log.home", Words("操作日志")),
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
            return (MenuLink("clerks.log.home", Words("操作日志"), symbol="journal-text"),)
        case role:
            own = asker().person
            unit = MenuLink("liaisons.unit.home", Words("本单位"), symbol="building")
            return (*((unit,) if role is Role.LIAISON else ()), *(_of_officials() if own else ()), *_today())


def _today() -> tuple[MenuLink, ...]:
    return (MenuLink("public.pages.home", Words("今日安排"), symbol="calendar-event"),)


def _of_residents() -> tuple[MenuLink, ...]:
    return (
        *_today(),
        MenuLink("public.pages.month", Words("按月查看"), {"month": f"{today():%Y-%m}"}, "calendar3"),
        MenuLink("public.pages.subscribe", Words("订阅日历"), symbol="calendar-plus"),
        MenuLink("officials.home.home", Words("登录"), symbol="person-circle", also=("shell.login.",)),
    )


def _foot_of_clerk() -> tuple[MenuLink, ...]:
    return (
        MenuLink("clerks.home.home", Words("今日要办"), symbol="house-door"),
        MenuLink("clerks.month.month", Words("月表"), {"month": working_month()}, "calendar3"),
        MenuLink("clerks.requests.swaps", Words.meaning("menu", "换班"), symbol="arrow-left-right"),
    )


def _of_officials() -> tuple[MenuLink, ...]:
    month = {"month": f"{today():%Y-%m}"}
    return (
        MenuLink("officials.home.home", Words("我的值班"), symbol="person-badge"),
        MenuLink("officials.office_calendar.month", Words("全办"), month, "table"),
        MenuLink("officials.answers.fairness", Words("值班账"), symbol="list-ol"),
    )
