"""Search: people, units and villages with their duties, a day with its people, duties, pages of the navigation."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request

from planner.pages.lookup.search import duties_of_day, month_planned, search_office
from planner.pages.today.day_in_short import day_line
from planner.store.roster.standing import Standing
from web.shell import arguments
from web.shell.access import CLERK, allow
from web.shell.clock import now, today
from web.shell.frame.menu import MenuLink, clerks_menu
from web.shell.store import the_store

blueprint = Blueprint("search", __name__, url_prefix="/office")
LONGEST = 60
"""So many letters of what is asked are read."""
MOST_PAGES = 5
"""So many pages of the navigation are shown."""


@blueprint.get("/search")
@allow(CLERK)
def home() -> str:
    """What some words find; only the list of it where a part of a page is asked for."""
    words = arguments.asked("q")[:LONGEST]
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found = standing.office, search_office(standing, words, now())
    part = "HX-Request" in request.headers
    return render_template(
        "clerks/lookup/found.html" if part else "clerks/lookup/search.html",
        office=office.settings["单位名称"],
        words=words,
        found=found,
        pages=_pages(words),
        year=today().year,
        brief=part,
    )


def _pages(words: str) -> list[MenuLink]:
    """The pages of the navigation that are called so."""
    text = words.lower()
    links = [link for group in clerks_menu() for link in group.links]
    called = [one for one in links if text and (text in one.words.zh or text in one.words.en.lower())]
    return called[:MOST_PAGES]


@blueprint.get("/day")
@allow(CLERK)
def day() -> str:
    """Everybody on duty on a day, each duty with the act that changes it."""
    chosen = arguments.day("day") or today()
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office, found, planned = standing.office, duties_of_day(standing, chosen), month_planned(standing, chosen)
    return render_template(
        "clerks/lookup/day.html",
        office=office.settings["单位名称"],
        day=chosen,
        duties=found,
        planned=planned,
        before=chosen - timedelta(days=1),
        following=chosen + timedelta(days=1),
        line=day_line(office, chosen),
    )
