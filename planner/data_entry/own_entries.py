"""What an official enters for oneself: absences and wishes, put in and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from planner.errors import NotPossible, Refused
from planner.office.cells.choices import AbsenceState
from planner.office.ids import as_person
from planner.office.office import SHEET_OF, Office
from planner.office.sheets import AbsenceRow, SheetRow, WishRow
from planner.store import Transaction, audit
from planner.store.roster import offices
from planner.words import Words
from planner.workbook.checking import whole_office


def own_absences(office: Office, person: str, today: date) -> list[AbsenceRow]:
    """A person's own absences that last until today or longer, withdrawn ones left out, in the sheet's order."""
    return [
        row
        for row in office.of(AbsenceRow)
        if row.who == as_person(person) and (row.end or row.start) >= today and row.state != AbsenceState.WITHDRAWN
    ]


def own_wishes(office: Office, person: str, today: date) -> list[WishRow]:
    """A person's own wishes for today or later, or for a weekday, in the sheet's order."""
    return [row for row in office.of(WishRow) if row.person == person and (row.date is None or row.date >= today)]


def put_entry(transaction: Transaction, office: Office, row: AbsenceRow | WishRow, now: datetime, by: str) -> None:
    """Enter an absence or a wish in place of an older one of the same key; raises Refused where it is at fault."""
    sheet = SHEET_OF[type(row)]
    key = sheet.key(row)
    kept: list[SheetRow] = [one for one in office.rows.get(sheet.zh, ()) if sheet.key(one) != key]
    after = office.with_rows(sheet.zh, (*kept, row))
    wrong = [one.fault for one in whole_office.check(after, office, frozenset({row}))[0] if one.row == row]
    if wrong:
        raise Refused(*wrong)
    offices.save(transaction, office, after)
    audit.record(transaction, now, by, "own entry", {"sheet": sheet.zh, "key": [str(part) for part in key]})


def take_back_entry(
    transaction: Transaction,
    office: Office,
    row_class: type[AbsenceRow | WishRow],
    person: str,
    number: int,
    now: datetime,
    by: str,
) -> None:
    """Withdraw one of a person's own absences, which stays on record, or drop one of their wishes.

    `row_class` says which of the two, `number` counts `own_absences` or `own_wishes` from 0. Raises NotPossible.
    """
    sheet = SHEET_OF[row_class].zh
    own = own_absences if row_class is AbsenceRow else own_wishes
    mine: list[SheetRow] = [*own(office, person, now.date())]
    if not 0 <= number < len(mine):
        raise NotPossible(Words("没有这一条"))
    rows: list[SheetRow] = []
    for row in office.rows[sheet]:
        if row is not mine[number]:
            rows.append(row)
        elif isinstance(row, AbsenceRow):
            rows.append(replace(row, state=AbsenceState.WITHDRAWN))
    offices.save(transaction, office, office.with_rows(sheet, tuple(rows)))
    audit.record(transaction, now, by, "own entry withdrawn", {"sheet": sheet, "number": number})
