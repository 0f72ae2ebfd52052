"""今日要办: what waits in the office today, each with the act that settles it, and who is on duty now."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, g, render_template, url_for

from planner.pages.today.by_urgency import todos
from planner.pages.today.counts import Counts, counts
from planner.pages.today.day_in_short import day_in_short, day_line
from planner.pages.today.progress import NEXT_WORDS, TRACK, MonthProgress, NextStep, Stage, progress
from planner.pages.today.taking_over import next_handover, present
from planner.pages.today.todo import SOON, Todo, TodoKind
from planner.roster.on_duty import on_duty
from planner.store.roster.standing import Standing
from planner.words import Words, month_words
from web.shell.access import CLERK, allow
from web.shell.clock import now, today
from web.shell.language import text
from web.shell.store import the_store

blueprint = Blueprint("home", __name__, url_prefix="/office")
SYMBOLS = {
    TodoKind.FILL: "exclamation-octagon-fill",
    TodoKind.FILL_DRAFT: "exclamation-octagon-fill",
    TodoKind.STAND_IN: "person-dash-fill",
    TodoKind.INSTRUCT: "person-dash-fill",
    TodoKind.CHECK_DRAFT: "person-dash-fill",
    TodoKind.AGREE: "arrow-left-right",
    TodoKind.APPROVE: "arrow-left-right",
    TodoKind.CHOOSE: "arrow-left-right",
    TodoKind.TELL: "megaphone-fill",
    TodoKind.LOOK: "calendar3",
}
"""The symbol before each sort of thing to be done."""
STEPS = {
    NextStep.WATCH: "clerks.steps.planning",
    NextStep.PREPARE: "clerks.ahead.before_planning",
    NextStep.SIGN: "clerks.steps.sign_sheet",
    NextStep.ISSUE: "clerks.steps.issue_form",
}
"""The endpoints where next steps of a month are taken; the others are taken on its own page."""


@blueprint.get("")
@allow(CLERK)
def home() -> str:
    """What waits today."""
    moment, following = now(), today() + timedelta(days=1)
    with the_store().read() as transaction:
        standing = Standing.read(transaction)
        office = standing.office
        waiting, months, things = counts(standing, moment), progress(standing, moment), todos(standing, moment)
        running = on_duty(transaction, office, moment)
        posts, handover = present(office, running), next_handover(transaction, office, running, moment)
        short = day_in_short(transaction, office, following)
    return render_template(
        "clerks/home.html",
        office=office.settings["单位名称"],
        begun=bool(office.duties),
        moment=moment,
        today_line=day_line(office, today()),
        tally_of=_tally(waiting, following),
        months=[(one, _month_name(one), _stages(one), _step_to(one)) for one in months],
        things=[(one, SYMBOLS[one.kind], _acts(one)) for one in things],
        posts=posts,
        handover=handover,
        following=following,
        short=short,
        waiting=waiting,
    )


def _tally(waiting: Counts, following: date) -> list[tuple[int, str, str, bool]]:
    """(number, words, address, whether it is urgent) of the strip at the top."""
    return [
        (waiting.seats.number, text("缺人"), "#todo", waiting.seats.hot),
        (waiting.vacancies.number, text("空岗待补"), url_for("clerks.requests.open_duties"), waiting.vacancies.hot),
        (waiting.swaps.number, text("换班待办"), url_for("clerks.requests.swaps"), waiting.swaps.hot),
        (waiting.messages.number, text("变动待告知"), url_for("clerks.messages.home"), False),
        (
            waiting.reminders.number,
            text("明日提醒"),
            url_for("clerks.ahead.reminding", day=following.isoformat()),
            False,
        ),
    ]


def _month_name(one: MonthProgress) -> Words:
    """What a track is called: its month, or the table of its festival."""
    feast = one.track.festival
    return Words("%(name)s值班表", name=feast.name) if feast else month_words(one.track.month)


def _stages(one: MonthProgress) -> list[tuple[str, str]]:
    """(name of a stage, whether it is done, at work or to come) along the track."""
    states = ["done" if number < one.done else "later" for number in range(len(TRACK))]
    if one.at is not None:
        states[list(Stage).index(one.at)] = "now"
    return [(words.say(g.lang), state) for words, state in zip(TRACK.values(), states, strict=True)]


def _step_to(one: MonthProgress) -> tuple[str, str] | None:
    """(words, address) of the next step of a track; None where there is none."""
    if one.step is None:
        return None
    month, words = one.track.month, NEXT_WORDS[one.step]
    if one.slot:
        return words.say(g.lang), url_for("clerks.instructions.duty", month=month, slot=one.slot)
    if one.step is NextStep.MEND:
        return words.say(g.lang), url_for("clerks.month.month", month=month, panel="findings")
    return words.say(g.lang), url_for(STEPS.get(one.step, "clerks.month.month"), month=month)


def _acts(one: Todo) -> list[tuple[str, str]]:
    """(words, address) of what settles something, the act that fits first."""
    if not one.slot and one.kind in (TodoKind.FILL, TodoKind.FILL_DRAFT):
        return [(text("看月表"), url_for("clerks.month.month", month=one.month))]
    match one.kind:
        case TodoKind.FILL:
            return [(text("安排人员"), _duty(one))]
        case TodoKind.FILL_DRAFT:
            address = url_for("clerks.draft.cell", month=one.month, slot=one.slot)
            return [(text("看解决办法"), address)]
        case TodoKind.STAND_IN:
            vacancies = url_for("clerks.requests.open_duties", _anchor=f"v-{one.number}")
            asking = (text("请人替班"), vacancies)
            at_once = (text("马上安排"), _duty(one))
            return [at_once, asking] if one.at - now() <= SOON else [asking, at_once]
        case TodoKind.INSTRUCT:
            return [(text("按指示办理"), _duty(one))]
        case TodoKind.CHECK_DRAFT | TodoKind.LOOK:
            return [(text("去核对"), url_for("clerks.month.month", month=one.month))]
        case TodoKind.TELL:
            return [(text("看通知并发"), url_for("clerks.messages.home"))]
    if one.kind is TodoKind.CHOOSE:
        return [(text("去办理"), url_for("clerks.requests.swaps", _anchor="calls"))]
    words = {TodoKind.AGREE: text("登记答复"), TodoKind.APPROVE: text("登记批准")}
    return [(words[one.kind], url_for("clerks.requests.swaps", _anchor=f"swap-{one.number}"))]


def _duty(one: Todo) -> str:
    """The page of a duty, with whoever fits best in its holder's place, or in the open one."""
    return url_for("clerks.instructions.duty", month=one.month, slot=one.slot, kind="standin", who=one.who or None)
