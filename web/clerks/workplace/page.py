"""The page of a month: one value with all that its views and panels show, and the page or the pieces made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from flask import g, render_template, url_for

from constraints.problem.problem import DAY_KINDS, DayKind
from planner.office.ids import bare
from planner.pages.lookup.chart import ChartRow
from planner.pages.month.balance import PostLoad, post_loads
from planner.pages.month.bands import version_said
from planner.pages.month.cell_panel import CellPanel, cell_panel, line_on_desk
from planner.pages.month.days import MonthDay, month_days
from planner.pages.month.matrix import Matrix, MatrixRow, lines_of_desk, matrix
from planner.pages.month.month_desk import Desk, desk
from planner.pages.month.problems import Problems, problems
from planner.pages.month.slot_cells import CellTeller
from planner.pages.month.views.duty_table import DutyTable, table_of_duty
from planner.pages.month.views.people import PeopleGroup, people_groups
from planner.pages.month.views.visits import TownVisits, VisitDay, visit_day, visit_days
from planner.pages.month.views.week import Week, week
from planner.problem.period import Period
from planner.roster.fairness import KINDS
from planner.roster.lines import Line
from planner.store import cache
from planner.store.results.outcome import OpenPost
from planner.store.roster.standing import Standing
from planner.words import Words
from web.clerks.workplace.look import Look, MonthPanel, MonthView
from web.shell.clock import now

MARK = "-slot-"
"""Stands for a slot in an address."""


@dataclass(frozen=True)
class Workplace:
    """A month under a look, with the cell that is chosen, '' for none; its parts are worked out when they are shown."""

    standing: Standing
    desk: Desk
    look: Look
    chosen: str = ""

    @property
    def month(self) -> str:
        """YYYY-MM."""
        return self.desk.month

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Another one whenever the matrix could be another."""
        return self.desk.state, self.desk.pinned, tuple(self.desk.unable), self.look.duties, now().date()

    @cached_property
    def lines(self) -> list[Line]:
        """Every line that is shown."""
        return lines_of_desk(self.desk)

    @cached_property
    def matrix(self) -> Matrix:
        """The days and the duties that the address asks for, or that fit."""
        return _matrix(self, self.look.duties)

    @cached_property
    def whole(self) -> Matrix:
        """The same with all duties."""
        return _matrix(self, tuple(one.duty for one in self.matrix.every))

    @cached_property
    def week(self) -> Week:
        """The week of the day asked for, else of today, else the first."""
        return week(self.whole, self.look.day or now().date())

    @cached_property
    def loads(self) -> tuple[PostLoad, ...]:
        """How duty is spread."""
        return _loads(self.desk)

    @cached_property
    def people(self) -> tuple[PeopleGroup, ...]:
        """Everybody's month."""
        return people_groups(self.desk.office, self.lines, self.matrix.every, self.days, self.loads, self.look.who)

    @property
    def days(self) -> tuple[MonthDay, ...]:
        """The days of the month."""
        return month_days(self.desk.office.calendar, Period.month(self.month))

    @property
    def open_posts(self) -> list[tuple[date, OpenPost]]:
        """The posts of the draft that lack people, each with its day."""
        some = self.desk.draft.result.open if self.desk.draft and self.desk.drafted else ()
        return [(date.fromisoformat(one.date), one) for one in some]

    @property
    def issue(self) -> Words:
        """第1版已印发, as far as all duties agree in the number."""
        numbers = {one.number for one in self.desk.issued}
        return Words("%(version)s已印发", version=version_said(numbers.pop())) if len(numbers) == 1 else Words("已印发")

    @property
    def kinds(self) -> dict[DayKind, str]:
        """Kind of day → its word, in the order in which charts stack them."""
        return {kind: KINDS[kind].say(g.lang) for kind in DAY_KINDS}

    def links_of(self, rows: Iterable[ChartRow]) -> dict[str, str]:
        """Somebody's key in a chart → the address that shows their month."""
        panel = MonthPanel.BALANCE
        return {row.key: self.here(view=MonthView.PEOPLE, panel=panel, who=bare(row.key)) for row in rows}

    @property
    def loads_in_order(self) -> list[PostLoad]:
        """How duty is spread, the post of the chosen cell first."""
        line = line_on_desk(self.desk, self.chosen) if self.chosen else None
        post = (line.slot.duty, line.slot.shift, line.slot.post) if line else None
        return sorted(self.loads, key=lambda one: one.post != post)

    @cached_property
    def table(self) -> DutyTable | None:
        """The table of the duty asked for, else of the first that is at one place."""
        cells = CellTeller(self.standing, self.desk, now())
        first = next((one.duty for one in self.matrix.every if not one.sites), "")
        return table_of_duty(cells, self.lines, self.look.duty) or table_of_duty(cells, self.lines, first)

    @cached_property
    def visit_days(self) -> list[tuple[str, str, date]]:
        """(duty id, name, day) of all visits of the month."""
        return visit_days(self.lines)

    @cached_property
    def visits(self) -> VisitDay | None:
        """The visits asked for, else the first that are still to come, else the last."""
        some, look = self.visit_days, self.look
        wanted = [(duty, day) for duty, _, day in some if look.duty in ("", duty) and look.day in (None, day)]
        ahead = [one for one in wanted if one[1] >= now().date()]
        chosen = (ahead[:1] or wanted[-1:] or [("", now().date())])[0]
        return visit_day(self.desk.office, CellTeller(self.standing, self.desk, now()), self.lines, *chosen)

    @property
    def town(self) -> TownVisits | None:
        """The town that is opened: the one asked for, else the first where somebody is missing, else the first."""
        towns = self.visits.towns if self.visits else ()
        asked = [one for one in towns if one.id == self.look.town]
        return next(iter([*asked, *(one for one in towns if one.missing), *towns]), None)

    @cached_property
    def problems(self) -> Problems:
        """What is wrong."""
        return problems(self.desk)

    @cached_property
    def panel_row(self) -> MatrixRow | None:
        """The day that the panel tells of."""
        day = self.look.day or now().date()
        return next((row for row in self.whole.rows if row.day.day == day), None)

    @cached_property
    def cell(self) -> CellPanel | None:
        """The panel of the chosen cell; None where none is chosen, or there is none such."""
        line = line_on_desk(self.desk, self.chosen) if self.chosen else None
        return cell_panel(self.standing, self.desk, line, self.look.out, now(), g.lang) if line else None

    def here(self, **other: Any) -> str:
        """The address of this month under another look."""
        return url_for("clerks.month.month", month=self.month, **self.look.arguments(**other))

    def at(self, slot: str, **other: Any) -> str:
        """The address of a cell of this month, under the same view."""
        if other:
            told = self.look.arguments(panel=MonthPanel.CELL, **other)
            return url_for("clerks.draft.cell", month=self.month, slot=slot, **told)
        before, after = self._around_slot
        return f"{before}{quote(slot, safe='')}{after}"

    @cached_property
    def _around_slot(self) -> tuple[str, str]:
        """What the addresses of cells have in common, before and after the slot: a page has hundreds of them."""
        told = self.look.arguments(panel=MonthPanel.CELL)
        before, _, after = url_for("clerks.draft.cell", month=self.month, slot=MARK, **told).partition(MARK)
        return before, after


@cache.kept(8, by=lambda place, asked: (place.key, asked))
def _matrix(place: Workplace, asked: tuple[str, ...]) -> Matrix:
    return matrix(place.standing, place.desk, now(), asked)


@cache.kept(8, by=lambda shown: shown.state)
def _loads(shown: Desk) -> tuple[PostLoad, ...]:
    return post_loads(shown.office, lines_of_desk(shown), shown.month)


def workplace(standing: Standing, month: str, look: Look, chosen: str = "") -> Workplace:
    """A month (YYYY-MM) under a look. Raises NotPossible for a month that is none."""
    return Workplace(standing, desk(standing, month, now(), g.lang, issued=look.issued), look, chosen)


def panel_html(place: Workplace, **more: Any) -> str:
    """The panel alone, for a script that leaves the matrix where it was."""
    return render_template("clerks/month/panel_alone.html", place=place, month=place.month, alone=True, **more)


def pieces_html(before: Workplace, after: Workplace, **more: Any) -> str:
    """What a script puts in place after a deed: the panel, the rows that changed, the counts, the status bar."""
    old = {row.day.day: row for row in before.matrix.rows}
    same = _frame(before.matrix) == _frame(after.matrix)
    rows = [row for row in after.matrix.rows if old.get(row.day.day) != row] if same else None
    return render_template("clerks/month/pieces.html", place=after, rows=rows, alone=True, **more)


def _frame(one: Matrix) -> list[Any]:
    """What stays in place where only rows change: the columns, and the sentences over which days."""
    return [one.shown, *((band.sentence, [row.day.day for row in band.rows]) for band in one.bands)]


def around(month: str) -> tuple[str, str]:
    """The month before and the month after (YYYY-MM)."""
    period = Period.month(month)
    return f"{period.first - timedelta(days=1):%Y-%m}", f"{period.last + timedelta(days=1):%Y-%m}"
