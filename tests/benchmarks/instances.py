"""Public shift-scheduling instances (Curtois and Qu 2014), read into the problem and rules of an office's operators."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from constraints.measure.place import Scope
from constraints.model.book import Clause, RuleBook
from constraints.problem.problem import DAY, Assignee, Problem, Slot, Spell, Wish
from constraints.rules import BY_NAME
from constraints.solve import Effort, solve

MONDAY = date(2026, 6, 1).toordinal()
DUTY = "W"
POOL = frozenset({"all"})
MORNING = 8 * 60
Row = list[str]
FILE = re.compile(r"Instance(\d+)\.txt")
KNOWN = re.compile(r"^\| (\d+) \|.*\| (\d+) \| \w+ \|$", re.M)
"""A line of the folder's README: the instance and its best known cost."""


@dataclass(frozen=True)
class Instance:
    """One file: what is asked, as rows of text by section."""

    days: int
    sections: dict[str, list[Row]]

    @classmethod
    def read(cls, file: Path) -> Instance:
        """The sections of a file; lines that begin with # are comments."""
        sections: dict[str, list[Row]] = defaultdict(list)
        name = ""
        for line in (one.strip() for one in file.read_text().splitlines()):
            if line.startswith("SECTION_"):
                name = line.removeprefix("SECTION_")
            elif line and not line.startswith("#"):
                sections[name].append(line.split(","))
        return cls(int(sections["HORIZON"][0][0]), sections)


def problem(instance: Instance) -> tuple[Problem, RuleBook]:
    """Each shift of each day is a slot that anybody may join; who may not is no candidate, who would not has a wish."""
    cover = {
        (int(day), shift): (int(need), int(short), int(over))
        for day, shift, need, short, over in instance.sections["COVER"]
    }
    slots = {
        (day, shift): _slot(
            day, shift, int(length), cover.get((day, shift), (0, 0, 0))[0], len(instance.sections["STAFF"])
        )
        for day in range(instance.days)
        for shift, length, _ in instance.sections["SHIFTS"]
    }
    off = {who: {int(day) for day in days} for who, *days in instance.sections["DAYS_OFF"]}
    limits = {row[0]: dict(one.split("=") for one in row[1].split("|")) for row in instance.sections["STAFF"]}
    spell = Spell(MONDAY - 1, MONDAY + instance.days, POOL)
    days = range(MONDAY, MONDAY + instance.days)
    return Problem(
        MONDAY,
        MONDAY + instance.days - 1,
        tuple(slots.values()),
        tuple(Assignee(who, spells=(spell,)) for who in limits),
        frozenset(
            (slot.id, who)
            for (day, shift), slot in slots.items()
            for who, most in limits.items()
            if int(most[shift]) and day not in off.get(who, ())
        ),
        wishes=tuple(_wishes(instance, slots)),
        workdays=frozenset(day for day in days if date.fromordinal(day).weekday() < 5),
    ), RuleBook(tuple([*_laws(instance, limits), *_costs(cover)]))


def _slot(day: int, shift: str, length: int, need: int, staff: int) -> Slot:
    start = (MONDAY + day) * DAY + MORNING
    kind = "workday" if date.fromordinal(MONDAY + day).weekday() < 5 else "weekend"
    return Slot(
        f"{DUTY}|{shift}|{day:03}",
        DUTY,
        shift,
        "staff",
        MONDAY + day,
        start,
        start + length,
        need,
        staff,
        day_kind=kind,
        pools=POOL,
    )


def _wishes(instance: Instance, slots: dict[tuple[int, str], Slot]) -> list[Wish]:
    return [
        Wish(f"{want}{number}", who, frozenset({slots[int(day), shift].id}), want, int(weight))
        for want, section in (("have", "SHIFT_ON_REQUESTS"), ("avoid", "SHIFT_OFF_REQUESTS"))
        for number, (who, day, shift, weight) in enumerate(instance.sections[section])
    ]


def _laws(instance: Instance, limits: dict[str, dict[str, str]]) -> list[Clause]:
    """What is hard; people with the same numbers share a clause."""
    groups: dict[tuple[str, tuple[tuple[str, object], ...], str], set[str]] = defaultdict(set)
    for who, _, longest, least, most_running, least_running, least_off, weekends in instance.sections["STAFF"]:
        for shift, most in limits[who].items():
            if 0 < int(most) < instance.days:
                groups["count", (("period", "plan"), ("most", int(most))), shift].add(who)
        groups["hours", (("period", "plan"), ("least", int(least)), ("most", int(longest))), ""].add(who)
        groups["streak", (("least", int(least_running)), ("most", int(most_running))), ""].add(who)
        groups["days_off", (("least", int(least_off)),), ""].add(who)
        groups["weekends", (("period", "plan"), ("most", int(weekends))), ""].add(who)
    laws = [Clause(BY_NAME[name]()) for name in ("one_place", "available", "qualified")]
    laws += [
        Clause(
            BY_NAME[name](
                **dict(numbers), scope=Scope(who=frozenset(whos), shifts=frozenset({shift}) if shift else None)
            )
        )
        for (name, numbers, shift), whos in groups.items()
    ]
    return laws + [
        Clause(BY_NAME["succession"](before=(shift,), after=tuple(banned.split("|"))))
        for shift, _, banned in instance.sections["SHIFTS"]
        if banned
    ]


def _costs(cover: dict[tuple[int, str], tuple[int, int, int]]) -> list[Clause]:
    """Wishes at their own weights; people too few and too many at the slot's."""
    groups: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for (day, shift), (_, short, over) in cover.items():
        groups[shift, short, over].add(MONDAY + day)
    return [Clause(BY_NAME["wishes"](), 1)] + [
        Clause(
            BY_NAME["cover"](short=short, over=over, scope=Scope(shifts=frozenset({shift}), days=frozenset(days))), 1
        )
        for (shift, short, over), days in groups.items()
    ]


def score(instance: Instance, on: set[tuple[int, str, str]]) -> int:
    """What a roster of (day, shift, who) costs by the file alone."""
    total = sum(
        int(weight)
        for who, day, shift, weight in instance.sections["SHIFT_ON_REQUESTS"]
        if (int(day), shift, who) not in on
    )
    total += sum(
        int(weight)
        for who, day, shift, weight in instance.sections["SHIFT_OFF_REQUESTS"]
        if (int(day), shift, who) in on
    )
    for day, shift, need, short, over in instance.sections["COVER"]:
        there = sum((int(day), shift) == one[:2] for one in on)
        total += max(0, int(need) - there) * int(short) + max(0, there - int(need)) * int(over)
    return total


def faults(instance: Instance, on: set[tuple[int, str, str]]) -> list[str]:
    """What a roster breaks, by the file alone."""
    length = {shift: int(minutes) for shift, minutes, _ in instance.sections["SHIFTS"]}
    banned = {(shift, after) for shift, _, some in instance.sections["SHIFTS"] for after in some.split("|")}
    off = {who: {int(day) for day in days} for who, *days in instance.sections["DAYS_OFF"]}
    found = []
    for who, shifts, longest, least, most_running, least_running, least_off, weekends in instance.sections["STAFF"]:
        mine = sorted((day, shift) for day, shift, one in on if one == who)
        days = [day for day, _ in mine]
        limits = dict(one.split("=") for one in shifts.split("|"))
        there = "".join("1" if day in days else "0" for day in range(instance.days))
        runs, gaps = there.split("0"), there.strip("0").split("1")
        wrong = {
            "one a day": len(set(days)) < len(days),
            "day off": bool(off.get(who, set()) & set(days)),
            "shifts": any(sum(one == shift for _, one in mine) > int(most) for shift, most in limits.items()),
            "minutes": not int(least) <= sum(length[shift] for _, shift in mine) <= int(longest),
            "running": any(len(run) > int(most_running) for run in runs)
            or any(len(run) < int(least_running) for run in _inner(there)),
            "off": any(0 < len(gap) < int(least_off) for gap in gaps),
            "weekends": len({day // 7 for day in days if day % 7 > 4}) > int(weekends),
            "after": any((shift, then) in banned for day, shift in mine for at, then in mine if at == day + 1),
        }
        found += [f"{who}: {what}" for what, is_so in wrong.items() if is_so]
    return found


def _inner(there: str) -> list[str]:
    """Runs on duty that touch neither the first nor the last day: others may have begun before or go on."""
    runs, at = [], 0
    for run in there.split("0"):
        if run and at > 0 and at + len(run) < len(there):
            runs.append(run)
        at += len(run) + 1
    return runs


def solved(folder: Path, seconds: float, only: list[str] | None) -> Iterator[tuple[str, ...]]:
    """A line of the table for each instance, the smallest number first; its file alone scores and checks a roster."""
    known = dict(KNOWN.findall((folder / "README.md").read_text())) if (folder / "README.md").exists() else {}
    numbers = sorted(int(found[1]) for file in folder.iterdir() if (found := FILE.fullmatch(file.name)))
    for number in (str(one) for one in numbers if only is None or str(one) in only):
        instance = Instance.read(folder / f"Instance{number}.txt")
        that, book = problem(instance)
        began, first = time.perf_counter(), [0.0]

        def tell(cost: int | None, bound: int, began: float = began, first: list[float] = first) -> None:
            first[0] = first[0] or (time.perf_counter() - began if cost is not None else 0.0)

        found = solve(that, book, Effort(seconds), tell)
        took = time.perf_counter() - began
        on = {(int(slot.rpartition("|")[2]), slot.split("|")[1], who) for slot, who in found.roster.pairs}
        cost, best = score(instance, on), int(known.get(number, 0))
        above = f"{(cost - best) / best:.2%}" if best else ""
        constant = cost - found.cost
        yield (
            number,
            str(best or ""),
            str(cost),
            str(found.bound + constant) + (" proved" if found.proved else ""),
            above,
            f"{took:.1f}",
            f"{first[0] or took:.1f}",
            str(len(faults(instance, on))),
        )
