"""The clerks' pages: the month from what lies ahead to the issue, and everything that follows it.

One module a page or a group of pages, its templates in templates/clerks/; what the office registers has a room of its
own (`registers`), and so has what it does at the door (`door`) and what it looks up (`lookup`). An endpoint is named
like its file: `clerks.home.home` is `home` in clerks/home.py.
Open to clerks; the record and the papers to auditors too.
Comes in: requests of a log-in whose role `shell.access` has checked. Goes out: pages, papers, redirects.
May ask: planner, and shell; no other audience.
"""

from __future__ import annotations

from flask import Blueprint, g, request

from planner.judging.still_serves import Hindrance, hindrance_words
from planner.office.ids import is_unit
from planner.upkeep.nightly import missed_night, night_of
from planner.words import Words
from web.clerks import (
    actual_service,
    ahead,
    home,
    instructions,
    log,
    messages,
    month,
    now,
    papers,
    record,
    requests,
    subscriptions,
)
from web.clerks.door import identities, log_ins, tokens
from web.clerks.lookup import people, search
from web.clerks.registers import data, own_table, rules, upload
from web.clerks.steps import issuing, planning, replanning, signing
from web.clerks.steps.bar import status_bar
from web.clerks.workplace import draft, several
from web.shell.caller import browsers
from web.shell.clock import now as moment
from web.shell.clock import today
from web.shell.store import the_store


def _cannot(name: str, cause: Hindrance) -> str:
    """Why somebody cannot serve, whole, for the office."""
    return hindrance_words(name, cause, g.lang, office_eyes=True)


TELLING = ("clerks.home.home", "clerks.month.month", "clerks.log.home")
"""The pages that tell what whoever runs the program should mend: what waits today, the desk, and the log."""


def _to_mend() -> list[Words]:
    """What whoever runs the program should mend: a missed backup, a proxy that is not counted; none on other pages."""
    if request.endpoint not in TELLING:
        return []
    return [one for one in (_missed_backup(), _uncounted_proxy()) if one]


def _missed_backup() -> Words | None:
    """That a night has no backup, why, and what to do; None where all is well."""
    missed = missed_night(the_store().home, moment())
    if missed is None:
        return None
    day = missed.night or today()
    last = day == night_of(moment())
    return Words(
        "%(month)s备份没有完成：%(why)s。已有的备份都还在。"
        "请尽快请管理当值程序的同志处理（执行 doctor 会逐项说明），"
        "备份做成后这条提示自动消失。",
        month=(
            Words("昨夜")
            if last
            else Words("%(month)s月%(day)s日的夜间", month=day.month, day=day.day, day2=f"{day:%-d %b}")
        ),
        why=missed.why,
    )


def _uncounted_proxy() -> Words | None:
    """That this request came through a proxy that nobody has counted."""
    if not browsers.through_uncounted_proxy():
        return None
    return Words(
        "您是经过代理服务器打开本系统的，而本系统没有设代理层数："
        "所有人看起来都来自同一个地址，一个人输错密码，别人也要等，限速也不起作用。"
        "请管理当值程序的同志设 DANGZHI_PROXIES（一般是 1），再重新启动网站。"
    )


blueprint = Blueprint("clerks", __name__)
blueprint.context_processor(
    lambda: {
        "is_unit": is_unit,
        "cannot": _cannot,
        "to_mend": _to_mend,
        "role_words": log_ins.ROLE_WORDS,
        "status_bar": status_bar,
    }
)
for view in (
    actual_service,
    ahead,
    data,
    draft,
    home,
    identities,
    instructions,
    log,
    log_ins,
    messages,
    month,
    now,
    own_table,
    papers,
    people,
    record,
    requests,
    rules,
    search,
    several,
    subscriptions,
    tokens,
    upload,
):
    blueprint.register_blueprint(view.blueprint)
for steps in {view.blueprint for view in (issuing, planning, replanning, signing)}:
    blueprint.register_blueprint(steps)
