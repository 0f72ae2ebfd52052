"""The catalogue of papers: everything of a month that an office prints, gathered from the store by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from planner.errors import NotPossible
from planner.paper.gathering import Gathered, WantedPaper, around_days
from planner.paper.presses.press import press
from planner.paper.sheet import PaperSheet
from planner.paper.sheets.approval import approval_sheet
from planner.paper.sheets.duties import duty_sheets
from planner.paper.sheets.festival import festival_sheets, report_sheet
from planner.paper.sheets.handover_log import handover_sheets
from planner.paper.sheets.imprint import issued_codes, of_draft, of_versions, sources
from planner.paper.sheets.month_end import month_end_sheet
from planner.paper.sheets.person import person_sheet
from planner.paper.sheets.pocket import pocket_sheet
from planner.paper.sheets.rule_sheet import rule_sheet
from planner.paper.sheets.swap_sheet import swap_sheet
from planner.planning.basis import draft_of, stale
from planner.problem.festivals import festivals
from planner.problem.period import Period
from planner.roster import fairness
from planner.roster.contacts import rooms
from planner.roster.finding_text import PERSONAL
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.on_duty import as_served
from planner.roster.swap_register import months, register
from planner.store import cache, record
from planner.store.record import Head
from planner.store.roster import drafts, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.words import Words


def _month(one: Gathered) -> list[PaperSheet]:
    lines, imprints = one.lines()
    running = one.running()
    codes = issued_codes(one.transaction, running)
    carried = {
        duty: (imprint, "校验码 " + sources([line for line in running if line.slot.duty == duty], codes))
        for duty, imprint in of_versions(one.transaction, running).items()
    }
    return duty_sheets(one.office, one.wanted.month, lines, imprints, running, carried) if lines else []


def _handover(one: Gathered) -> list[PaperSheet]:
    return handover_sheets(one.office, one.wanted.month, *one.lines(), one.running())


def _approval(one: Gathered) -> list[PaperSheet]:
    draft = draft_of(one.transaction, one.wanted.month)
    lines = draft_lines(one.transaction, one.office, draft)
    if not lines:
        return []
    unmet = _broken(draft) + _unsettled(one, draft)
    return [approval_sheet(one.office, one.wanted.month, lines, of_draft(draft, lines), unmet, _head(one))]


def _head(one: Gathered) -> Head:
    """The head of the record, its moment by the office's clock."""
    found = record.head(one.transaction)
    return replace(found, when=found.when.astimezone(one.now.tzinfo))


def _broken(draft: Draft) -> list[str]:
    """What of 必须 a draft breaks; what tells of single people only as that."""
    said = (PERSONAL.zh if one.personal else one.text for one in draft.result.breaches)
    return list(dict.fromkeys(said))


def _unsettled(one: Gathered, draft: Draft) -> list[str]:
    """What is to be said of a draft whose facts have changed since it was judged."""
    return ["编排后资料有变动，本稿未按新资料核对"] if stale(one.standing, draft, one.now) else []


def _festival(one: Gathered, *, report: bool = False) -> list[PaperSheet]:
    period, sheets = Period.month(one.wanted.month), list[PaperSheet]()
    for festival in festivals(one.office, period.first, period.last):
        first, last = (datetime.combine(day, datetime.min.time()) for day in (festival.first, festival.last))
        around = around_days(one, first, last)
        given = one.office, festival, around.lines, around.imprints, around.codes
        made = [report_sheet(*given)] if report else festival_sheets(*given)
        sheets += [sheet for sheet in made if sheet.page.rows]
    return sheets


def _report(one: Gathered) -> list[PaperSheet]:
    return _festival(one, report=True)


def _person(one: Gathered) -> list[PaperSheet]:
    who, month = one.wanted.who, one.wanted.month
    lines = [
        line
        for line in (*one.running(), *issued_lines(one.transaction, one.office, month))
        if any(on.tagged == who for on in line.people)
    ]
    year, number = month.split("-")
    return (
        [
            person_sheet(
                one.office,
                who,
                f"{year}年{int(number)}月",
                lines,
                sources(lines, issued_codes(one.transaction, lines)),
                one.day,
            )
        ]
        if lines
        else []
    )


def _served(one: Gathered) -> list[PaperSheet]:
    found = fairness.month_end(one.standing, one.wanted.month, one.now)
    return [month_end_sheet(one.office, one.wanted.month, found, one.day)] if found else []


def _swaps(one: Gathered) -> list[PaperSheet]:
    wanted = one.wanted
    found = register(one.standing, "zh", wanted.month, wanted.who, wanted.duty or "")
    return [swap_sheet(one.office, wanted.month, found, one.day)] if found else []


def _card(one: Gathered) -> list[PaperSheet]:
    """Seven days from today, as really served, without duties at sites."""
    last = one.now + timedelta(days=6)
    around = around_days(one, one.now, last)
    order = {"shared": 0, "full": 1, "on_call": 2}
    duties = {id: number for number, id in enumerate(one.office.duties)}
    kept = sorted(
        (line for line in as_served(one.transaction, one.office, around.lines) if not line.site),
        key=lambda line: (line.day, order[line.slot.hold], duties.get(line.slot.duty, 999), line.start),
    )
    return [pocket_sheet(one.office, kept, rooms(one.office), sources(kept, around.codes), one.day)] if kept else []


def _rules(one: Gathered) -> list[PaperSheet]:
    return [rule_sheet(one.office, one.day)]


PAPERS: dict[str, tuple[Words, Callable[[Gathered], list[PaperSheet]]]] = {
    "month": (Words("值班安排表"), _month),
    "festival": (Words("节日值班表"), _festival),
    "report": (Words("节日值班报备表"), _report),
    "handover": (Words("交接班记录"), _handover),
    "approval": (Words("呈批单"), _approval),
    "served": (Words("值班情况表"), _served),
    "swaps": (Words("换班登记表"), _swaps),
    "person": (Words("个人值班安排"), _person),
    "card": (Words("值班口袋卡"), _card),
    "rules": (Words("编排规则"), _rules),
}
"""Name of a paper → what people call it, and how its sheets are made."""


def sheets(standing: Standing, wanted: WantedPaper, now: datetime) -> list[PaperSheet]:
    """The sheets of a paper. Raises NotPossible where there is nothing to print, or the month is none."""
    Period.month(wanted.month)
    found = PAPERS[wanted.kind][1](Gathered(standing, wanted, now))
    if not found:
        name = PAPERS[wanted.kind][0]
        raise NotPossible(
            Words("%(month)s 没有可打印的%(name)s", month=wanted.month, name=name.zh, name2=name.en.lower())
        )
    return found


@cache.kept(
    12,
    cache.OFFICE,
    cache.ISSUED,
    cache.DRAFTS,
    by=lambda standing, wanted, kind, now: (wanted, kind, f"{now:%Y-%m-%d %H}"),
)
def printed(standing: Standing, wanted: WantedPaper, kind: str, now: datetime) -> bytes:
    """A paper as the bytes of a file: xlsx, docx or pdf. Raises NotPossible as `sheets` and `press` do."""
    return press(kind, sheets(standing, wanted, now), paper_title(wanted), standing.office.settings["单位名称"])


def paper_title(wanted: WantedPaper) -> str:
    """The title of the file, such as 2026-12 值班安排表."""
    return f"{wanted.month} {PAPERS[wanted.kind][0].zh}"


def available(standing: Standing, month: str) -> dict[str, list[bool]]:
    """Name of a paper → the values of `draft` for which it can be printed that month; others are left out."""
    transaction, office, period = standing.transaction, standing.office, Period.month(month)
    issued, drafted = (
        bool(versions.current(transaction, period.text)),
        drafts.latest(transaction, period.text) is not None,
    )
    both = [False] * issued + [True] * drafted
    feast = both if festivals(office, period.first, period.last) else []
    found = {
        "month": both,
        "handover": both,
        "festival": feast,
        "report": feast,
        "approval": [True] * drafted,
        "served": [False] * issued,
        "swaps": [False] * (period.text in months(standing)),
    }
    return {kind: sides for kind, sides in found.items() if sides}
