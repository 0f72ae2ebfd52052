"""The menu over the clerks' pages: what it leads to, in the order of a month's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.shell.clock import today
from web.shell.language import coming_month


@dataclass(frozen=True)
class MenuLink:
    """A page in the menu: its endpoint, its name in both languages, and what its address needs."""

    endpoint: str
    zh: str
    en: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)


def clerks_menu() -> tuple[MenuLink, ...]:
    """The pages a clerk can go to, those of a month or a year at the one that is being worked on."""
    return (
        MenuLink("clerks.month.home", "排班", "Rosters"),
        MenuLink("clerks.ahead.before_planning", "编排前", "Before planning", {"month": coming_month()}),
        MenuLink("clerks.requests.swaps", "换班待办", "Swaps waiting"),
        MenuLink("clerks.instructions.orders", "领导指示", "Instructions"),
        MenuLink("clerks.ahead.reminding", "明日提醒", "Tomorrow"),
        MenuLink("clerks.messages.home", "变动通知", "Messages"),
        MenuLink("clerks.now.present", "此刻在岗", "On duty now"),
        MenuLink("clerks.data.home", "数据", "Data"),
        MenuLink("clerks.rules.home", "规则", "Rules"),
        MenuLink("clerks.upload.take_in", "导入", "Import"),
        MenuLink("clerks.ahead.calendar", "年历", "Calendar", {"number": today().year}),
        MenuLink("clerks.subscriptions.overview", "日历订阅", "Subscriptions"),
        MenuLink("clerks.log.people", "帐号", "Log-ins"),
        MenuLink("clerks.log.home", "日志", "Log"),
    )
