"""user add --all: log-ins for everybody who has none, printed with their first passwords, or only who would get one."""

from __future__ import annotations

from planner.access.handed_out.many_log_ins import (
    AT_ONCE,
    LogInToMake,
    MissingLogIns,
    Slip,
    drawn_passwords,
    make_log_ins,
    missing_log_ins,
)
from planner.commands.shared import Shared
from planner.office.ids import as_person
from planner.office.office import Office
from planner.store.people.users import Role
from planner.store.roster import offices


def add_all(shared: Shared, role: Role, *, preview: bool) -> None:
    """Make what is missing, some at a time, and print the slips; with `preview` print who would get one.

    What was made is printed as soon as it is kept, so that no password is lost if the rest is broken off.
    """
    with shared.store.read() as transaction:
        office = offices.load(transaction)
        found = missing_log_ins(transaction, office, shared.now().date())
    slips: list[Slip] = []
    if not preview:
        for at in range(0, len(found.to_make), AT_ONCE):
            some = _made(shared, office, role, found.to_make[at : at + AT_ONCE])
            slips += some
            if not shared.json:
                shared.show({}, [_line(office, one.person, one.name, one.password) for one in some])
    shared.show(
        _document(shared, found, slips, role, preview=preview),
        _lines(shared, office, found, None if preview else len(slips)),
    )


def _made(shared: Shared, office: Office, role: Role, wanted: tuple[LogInToMake, ...]) -> list[Slip]:
    drawn = drawn_passwords(office, wanted)
    with shared.store.write() as transaction:
        return make_log_ins(transaction, offices.load(transaction), role, drawn, shared.now(), shared.actor)


def _document(
    shared: Shared, found: MissingLogIns, slips: list[Slip], role: Role, *, preview: bool
) -> dict[str, object]:
    wanted = [{"person": one.person, "name": one.name} for one in found.to_make]
    made = [{"person": one.person, "name": one.name, "password": one.password} for one in slips]
    without = [{"person": one.person, "reason": one.why.say(shared.lang)} for one in found.without]
    return {"role": role.value, "users": wanted if preview else made, "without": without}


def _lines(shared: Shared, office: Office, found: MissingLogIns, made: int | None) -> list[str]:
    """Who would get one where none was `made` (None), who gets none and why, and how many there are."""
    lines = [_line(office, one.person, one.name) for one in found.to_make] if made is None else []
    lines += [_line(office, one.person, one.why.say(shared.lang)) for one in found.without]
    if made is None:
        count = len(found.to_make)
        last = shared.text("%(count)s 人还没有帐号，一个也没有建", count=count)
    elif made:
        last = shared.text("新建了 %(made)s 个帐号；密码只显示这一次，第一次登录时要改", made=made)
    else:
        last = shared.text("没有新建帐号")
    return [*lines, last]


def _line(office: Office, *parts: str) -> str:
    person, *rest = parts
    return "　".join((office.name(as_person(person)), *rest))
