"""Whom to telephone: the numbers of people, units and the towns' duty rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.office.ids import Tag, as_person, as_unit, untagged
from planner.office.office import Office
from planner.roster.lines import holder


@dataclass(frozen=True)
class PhoneCall:
    """Somebody to telephone before: their own numbers and their delegate's; `asked` must say yes, others are told."""

    who: str
    name: str
    title: str
    phones: tuple[str, ...]
    delegate: str
    delegate_phones: tuple[str, ...]
    asked: bool


def phone_call(office: Office, who: str, day: date, *, asked: bool) -> PhoneCall:
    """The numbers of a person or unit (tagged id) on a day, and those of their delegate or liaison officer."""
    one = holder(office, who, day)
    tag, id = untagged(who)
    if tag is Tag.UNIT:
        unit = office.units.get(id)
        other = unit.liaison if unit else ""
    else:
        person = office.person(id, day)
        other = person.delegate if person else ""
    second = holder(office, as_person(other), day) if other else None
    return PhoneCall(
        who,
        one.name,
        one.title,
        _phones(one.mobile, one.office_phone),
        second.name if second else "",
        _phones(second.mobile, second.office_phone) if second else (),
        asked,
    )


def _phones(*numbers: str) -> tuple[str, ...]:
    return tuple(number for number in numbers if number)


def rooms(office: Office) -> list[tuple[str, str]]:
    """(name of a town, telephone of its duty room), in rank order; towns without a telephone are left out."""
    towns = {row.town for row in office.villages.values()}
    return [
        (office.units[id].name, office.units[id].phone)
        for id in sorted(towns & office.units.keys(), key=lambda id: office.rank[as_unit(id)])
        if office.units[id].phone
    ]
