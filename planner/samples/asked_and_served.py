"""What people of an invented office asked for, and what they served in the year before."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from planner.calendar.workdays import Calendar
from planner.office.cells.choices import AbsenceKind, DayPart
from planner.office.ids import as_person, as_unit
from planner.office.office import Office
from planner.office.sheets import AbsenceRow, History, Person, PinRow, SheetRow, WishRow


def asked_for(rng: Random, leaders: list[Person], staff: list[Person], month: date) -> dict[str, tuple[SheetRow, ...]]:
    """Sheet → rows for the month that `month` begins: absences, wishes, and one order."""

    def day() -> date:
        return month + timedelta(days=rng.randrange(27))

    absences: dict[tuple[str, date], AbsenceRow] = {}
    for one in (*rng.sample(leaders, len(leaders) // 3), *rng.sample(staff, len(staff) // 20)):
        start = day()
        kind = rng.choice(tuple(AbsenceKind))
        part = rng.choice((DayPart.DAY, DayPart.DAY, DayPart.AM, DayPart.PM))
        end = start + timedelta(days=rng.randrange(1, 4)) if part == DayPart.DAY else None
        absences[one.id, start] = AbsenceRow(who=as_person(one.id), start=start, end=end, part=part, kind=kind)
    wishes = {
        (one.id, start): WishRow(
            person=one.id, date=start, want=rng.choice(("have", "avoid", "avoid")), weight=rng.randint(1, 3)
        )
        for one in rng.sample([*leaders, *staff[:30]], 12 if len(leaders) > 12 else 4)
        for start in [day()]
    }
    first = month
    while not Calendar().workday(first):
        first += timedelta(days=1)
    free = [one for one in leaders if not any(who == one.id for who, _ in absences)]
    pin = PinRow(duty="JF", start=first, who=as_person(free[0].id), ordered_by="办公室主任")
    return {"请假外出": tuple(absences.values()), "时间要求": tuple(wishes.values()), "指定": (pin,)}


def with_history(rng: Random, office: Office, month: date) -> Office:
    """The office with the twelve months before `month` as 值班历史: each pool by turns, somewhat unevenly."""
    from planner.problem.assignees import members
    from planner.problem.build import period_slots
    from planner.problem.period import Period

    rows = []
    turn: dict[tuple[str, str], int] = {}
    first = month
    for _ in range(12):
        first = (first - timedelta(days=1)).replace(day=1)
        for slot in period_slots(office, Period.month(first.strftime("%Y-%m"), ("JF", "RX", "JT", "ZB", "ZX"))):
            pool = min(slot.pools)
            units = [as_unit(unit.id) for unit in office.units.values() if pool in unit.pools]
            some = units if slot.kind == "unit" else [as_person(one) for one in members(office, "pool:" + pool)]
            for _ in range(slot.need):
                turn[slot.duty, slot.post] = turn.get((slot.duty, slot.post), rng.randrange(len(some))) + (
                    1 if rng.random() < 0.9 else 2
                )
                who = some[turn[slot.duty, slot.post] % len(some)]
                rows.append(
                    History(
                        duty=slot.duty, date=date.fromordinal(slot.nominal), shift=slot.shift, post=slot.post, who=who
                    )
                )
    return office.with_rows("值班历史", tuple(dict.fromkeys(rows)))
