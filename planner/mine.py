"""One person's own affairs: next duties, absences and wishes, and what could be exchanged for a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.fault import NotPossible, Refused
from planner.issued import issued_lines
from planner.listing import Line
from planner.office import Office
from planner.sheets import Absence, Row, Wish
from planner.store import Unit, audit, offices, versions
from planner.terms import policy_of
from planner.workbook import checks

AHEAD = timedelta(days=92)
NAMED = "named"
"""The policy of a duty that one's own unit named one for: its liaison changes it."""


@dataclass(frozen=True)
class Duty:
    """A duty of somebody's, with the post's policy for swaps."""

    who: str
    line: Line
    policy: str


def duties(unit: Unit, office: Office, people: list[str], now: datetime) -> list[Duty]:
    """The duties ahead of these persons, by start."""
    wanted = {"p:" + one for one in people}
    months = sorted({version.month for version in versions.every(unit)})
    near = [month for month in months if f"{now - timedelta(days=62):%Y-%m}" <= month <= f"{now + AHEAD:%Y-%m}"]
    found = [
        Duty(one.tagged, line, NAMED if one in line.named else policy(office, line)) for month in near for line in issued_lines(unit, month)
        for one in (*line.people, *line.named) if one.tagged in wanted and line.end > now
    ]
    return sorted(found, key=lambda one: (one.line.start, one.who))


def policy(office: Office, line: Line) -> str:
    """How a swap of this line is decided."""
    return policy_of(office, line.slot)


def partners(unit: Unit, line: Line, who: str, now: datetime) -> list[Line]:
    """The lines of the same post, later than now and of any month issued, that others hold: what could be had in exchange."""
    months = sorted({version.month for version in versions.every(unit) if version.month >= f"{now - timedelta(days=62):%Y-%m}"})
    return [
        other for month in months for other in issued_lines(unit, month, line.slot.duty)
        if other.slot.post == line.slot.post and other.slot.id != line.slot.id and other.start > now
        and who not in {one.tagged for one in other.people}
    ]


def absences(office: Office, person: str, today: date) -> list[Absence]:
    """A person's own absences that are not over, withdrawn ones left out."""
    return [
        row for row in office.of(Absence)
        if row.who == "p:" + person and (row.end or row.start) >= today and row.state != "withdrawn"
    ]


def wishes(office: Office, person: str, today: date) -> list[Wish]:
    """A person's own wishes that are not over."""
    return [row for row in office.of(Wish) if row.person == person and (row.date is None or row.date >= today)]


def put(unit: Unit, row: Absence | Wish, now: datetime, by: str) -> None:
    """Enter an absence or a wish, over an older one of the same key; raises Refused for what cannot be meant."""
    from planner.office import SHEET_OF

    sheet = SHEET_OF[type(row)]
    office = offices.load(unit)
    key = sheet.key(row)
    kept: list[Row] = [one for one in office.rows.get(sheet.zh, ()) if sheet.key(one) != key]
    after = office.with_rows(sheet.zh, (*kept, row))
    wrong = [one.fault for one in checks.office(after)[0] if one.row == row]
    if wrong:
        raise Refused(*wrong)
    offices.save(unit, office, after)
    audit.record(unit, now, by, "own entry", {"sheet": sheet.zh, "key": [str(part) for part in key]})


def take_back(unit: Unit, sheet: str, person: str, number: int, now: datetime, by: str) -> None:
    """Withdraw the n-th of a person's own absences (it stays on record), or drop the n-th wish."""
    office = offices.load(unit)
    mine: list[Row] = [*(absences(office, person, now.date()) if sheet == "请假外出" else wishes(office, person, now.date()))]
    if not 0 <= number < len(mine):
        raise NotPossible("没有这一条", "there is no such entry")
    rows: list[Row] = []
    for row in office.rows[sheet]:
        if row is not mine[number]:
            rows.append(row)
        elif isinstance(row, Absence):
            from dataclasses import replace

            rows.append(replace(row, state="withdrawn"))
    offices.save(unit, office, office.with_rows(sheet, tuple(rows)))
    audit.record(unit, now, by, "own entry withdrawn", {"sheet": sheet, "number": number})
