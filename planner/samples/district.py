"""An invented district of real size, from a seed: people, units, villages, leave, wishes and history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from planner.office.cells.choices import SwapPolicy
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.sheets import Duty, LinkRow, Person, Post, SheetRow, Unit, Village
from planner.samples import standard
from planner.samples.asked_and_served import asked_for, with_history
from planner.samples.four_four import whole_method
from planner.samples.invented_names import SURNAMES, TOWN_NAMES, VILLAGE_ENDS, VILLAGE_NAMES, people_names
from planner.samples.private_facts import with_private_facts

SECTORS = ["城建", "教育", "医保", "农业", "政法", "财税", "工信", "民政", "交通", "环保"]
BODIES = (("区委", 11), ("区政府", 5), ("区人大", 6), ("区政协", 6), ("法检两院", 2), ("其他", 3))
TOPICS = ["教育", "医保", "住房", "交通", "农业", "环保", "民政", "信访", "招商", "文旅"]
FEWEST_WORKDAYS = 16
"""A month with the Spring Festival in it has no more: on these days every leader receives visitors once."""
DIRECTOR, SECRETARY = "G01", "G02"
"""Person ids: the office director approves leaders' swaps; the secretary acts for every third leader."""


@dataclass(frozen=True)
class Size:
    """How many of everything; `seats` are the hotline's by day and by night."""

    leaders: int
    units: int
    towns: int
    villages: int
    cadres: int
    operators: int
    officers: int
    seats: tuple[int, int]


SIZES = {
    "small": Size(8, 12, 3, 20, 80, 10, 10, (2, 1)),
    "district": Size(33, 66, 10, 443, 2000, 15, 20, (3, 1)),
    "full": Size(33, 66, 10, 443, 2000, 15, 20, (3, 1)),
}


def sample(size: str | Size = "district", seed: int = 1, month: date = date(2026, 12, 1)) -> Office:
    """An invented office of a named or a given size; the same seed and month always give the same.

    `full` is a district with a year of history and a roster for every system of the four-four method.
    """
    rng = Random(f"{size}-{seed}")
    how = SIZES[size] if isinstance(size, str) else size
    names = people_names(rng)
    units = _units(rng, how)
    towns, departments = units[: how.towns], units[how.towns :]
    villages = _villages(rng, how, towns, departments)
    leaders = _leaders(rng, how, names)
    staff = _staff(rng, how, names, units)
    units = tuple(_completed(rng, unit, leaders, staff) for unit in units)
    office = Office(
        {
            "设置": standard.usual_settings("云川区人民政府办公室", month.year),
            "单位": units,
            "人员": with_private_facts((*leaders, *staff), f"{size}-{seed}", month.year),
            "村居": villages,
            "联系村": _links(rng, staff, villages),
            "值班事项": tuple(_with_phone(row) for row in standard.usual_duties()),
            "岗位": tuple(
                replace(post, approver=as_person(DIRECTOR))
                if isinstance(post, Post) and post.swap == SwapPolicy.APPROVE
                else post
                for post in standard.usual_posts(
                    how.seats,
                    (1, max(12, -(-how.cadres * 3 // how.villages))),
                    max(2, -(-how.leaders // FEWEST_WORKDAYS)),
                )
            ),
            "规则": standard.usual_clauses(),
            **asked_for(rng, leaders, staff, month),
        }
    )
    return whole_method(with_history(rng, office, month), month) if size == "full" else office


def _units(rng: Random, how: Size) -> tuple[Unit, ...]:
    towns = [
        Unit(
            order=number,
            id=f"T{number:02d}",
            name=f"{name}{'街道办事处' if number % 3 == 1 else '镇人民政府'}",
            short=name + ("街道" if number % 3 == 1 else "镇"),
            kind="镇街",
            pools=("上线单位",),
        )
        for number, name in enumerate(TOWN_NAMES[: how.towns], 1)
    ]
    departments = [
        Unit(
            order=how.towns + number,
            id=f"D{number:02d}",
            name=f"区{_department(number)}",
            short=_department(number),
            kind="部门",
            sector=SECTORS[number % len(SECTORS)],
            pools=("上线单位",) if number % 5 else (),
            months=tuple(sorted(rng.sample(range(1, 13), 8))) if number % 4 == 0 else (),
        )
        for number in range(1, how.units - how.towns + 1)
    ]
    return (*towns, *departments)


def _department(number: int) -> str:
    kinds = ("局", "委", "中心", "办", "院", "公司")
    return (
        SECTORS[number % len(SECTORS)]
        + ("" if number <= len(SECTORS) else "一二三四五六七八"[number // len(SECTORS) - 1])
        + kinds[number % 6]
    )


def _villages(rng: Random, how: Size, towns: tuple[Unit, ...], departments: tuple[Unit, ...]) -> tuple[SheetRow, ...]:
    names = [a + b for b in VILLAGE_ENDS for a in VILLAGE_NAMES] + [
        a + "家" + b for b in VILLAGE_ENDS for a in SURNAMES
    ]
    names = list(dict.fromkeys(names))
    return tuple(
        Village(
            id=f"V{number:03d}",
            name=names[number],
            town=towns[number % len(towns)].id,
            kind="重点" if rng.random() < 0.15 else "一般",
            units=(departments[number % len(departments)].id,),
        )
        for number in range(how.villages)
    )


def _leaders(rng: Random, how: Size, names: list[str]) -> list[Person]:
    bodies = [body for body, count in BODIES for _ in range(count)][: how.leaders]
    bodies += ["其他"] * (how.leaders - len(bodies))
    found = []
    for number, body in enumerate(bodies, 1):
        partner = f"L{number + 1 if number % 2 else number - 1:02d}"
        pools = ("接访领导", "接听领导", "带班领导")
        found.append(
            Person(
                order=number,
                id=f"L{number:02d}",
                name=names.pop(),
                title=f"{body}{'主要负责人' if number in (1, 12) else '领导'}",
                grade="正县级" if number in (1, 12, 17, 23) else "副县级",
                body=body,
                pools=pools,
                portfolio="、".join(rng.sample(TOPICS, 2)),
                delegate=SECRETARY if number % 3 == 0 else "",
                partner=partner if 2 < number <= how.leaders - how.leaders % 2 else "",
                mobile=f"139{rng.randrange(10**8):08d}",
                office_phone=f"0537-{rng.randrange(10**7):07d}",
            )
        )
    return found


def _staff(rng: Random, how: Size, names: list[str], units: tuple[Unit, ...]) -> list[Person]:
    found = []
    for number in range(1, how.operators + 1):
        exempt = ("夜班",) if number == how.operators else ()
        found.append(
            Person(
                order=100 + number,
                id=f"H{number:02d}",
                name=names.pop(),
                title="话务员",
                pools=("话务员",),
                exempt=exempt,
                units=(units[-1].id,),
                mobile=f"138{rng.randrange(10**8):08d}",
            )
        )
    for number in range(1, how.officers + 1):
        pools = ("主班",) if number % 2 else ("副班",)
        found.append(
            Person(
                order=200 + number,
                id=f"G{number:02d}",
                name=names.pop(),
                title="办公室主任" if number == 1 else "值班干部",
                pools=pools,
                units=(units[-1].id,),
                mobile=f"137{rng.randrange(10**8):08d}",
            )
        )
    for number in range(1, how.cadres + 1):
        home = units[number % len(units)]
        found.append(
            Person(
                order=1000 + number,
                id=f"C{number:04d}",
                name=names.pop(),
                title="科长" if number % 9 == 0 else "干部",
                units=(home.id,),
                pools=("走访干部", "督查人员") if number % 25 == 0 else ("走访干部",),
            )
        )
    return found


def _completed(rng: Random, unit: Unit, leaders: list[Person], staff: list[Person]) -> Unit:
    mine = [one for one in staff if unit.id in one.units]
    return replace(
        unit,
        leader=rng.choice(leaders).id,
        liaison=rng.choice(mine).id if mine else "",
        phone=f"0537-{rng.randrange(10**7):07d}",
    )


def _with_phone(row: SheetRow) -> SheetRow:
    """A duty with its telephone: hotline and duty room have one."""
    assert isinstance(row, Duty)
    return replace(row, phone={"RX": "12345", "ZB": "0537-3412345"}.get(row.id, ""))


def _links(rng: Random, staff: list[Person], villages: tuple[SheetRow, ...]) -> tuple[SheetRow, ...]:
    """A village for each cadre of a town, and for two thirds of the others; always one linked to their unit."""
    by_unit: dict[str, list[str]] = {}
    for village in villages:
        assert isinstance(village, Village)
        for unit in (village.town, *village.units):
            by_unit.setdefault(unit, []).append(village.id)
    found = []
    turn: dict[str, int] = {}
    for person in staff:
        if "走访干部" in person.pools and person.units[0] in by_unit:
            some = by_unit[person.units[0]]
            if person.units[0].startswith("T") or rng.random() < 0.67:
                turn[person.units[0]] = turn.get(person.units[0], 0) + 1
                found.append(LinkRow(person=person.id, village=some[turn[person.units[0]] % len(some)]))
    return tuple(found)
