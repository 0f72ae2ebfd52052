"""Small dense problems around a year's end: few people, many slots, every fact that a rule can look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from constraints.measure.parameter import PERIODS
from constraints.measure.place import Scope
from constraints.measure.rule import Rule
from constraints.model.book import MUST, Clause, RuleBook
from constraints.problem.problem import (
    DAY,
    DAY_KINDS,
    Absence,
    Assignee,
    Link,
    Pin,
    Problem,
    Site,
    Slot,
    Spell,
    Taken,
    Wish,
)
from constraints.problem.roster import Roster
from constraints.rules import BY_NAME, CATALOGUE
from constraints.rules.qualified import fits

FIRST = date(2026, 12, 28).toordinal()
POSTS = (
    ("R", "day", "lead", "full", 510, 690, "person"),
    ("H", "day", "seat", "full", 480, 1200, "person"),
    ("H", "night", "seat", "full", 1200, 1920, "person"),
    ("B", "whole", "charge", "shared", 510, 1950, "person"),
    ("B", "whole", "ear", "on_call", 510, 1950, "person"),
    ("V", "visit", "walker", "full", 540, 720, "person"),
    ("U", "air", "unit", "full", 600, 660, "unit"),
    ("R", "day", "guest", "full", 510, 690, "unit"),
)
PARAMETERS = {
    "rest": {"hours": (12, 24, 36)},
    "count": {"period": tuple(PERIODS.values()), "least": (0, 1, 2, 4), "most": (None, 1, 2, 3)},
    "gap": {"days": (2, 3, 5)},
    "streak": {"least": (1, 2, 3), "most": (None, 1, 2, 3)},
    "balance": {"by": ("times", "load"), "months": (0, 1, 12), "slack": (0, 1)},
    "turns": {"each": (1, 2)},
    "sectors_apart": {"sessions": (1, 2, 3)},
    "weekday_spread": {"most": (1, 2), "period": tuple(PERIODS.values())},
    "one_place": {"travel": (0, 60, 120)},
    "succession": {"before": (("night",), ("whole", "night")), "after": (("day",), ("day", "visit"))},
    "weekends": {"period": tuple(PERIODS.values()), "most": (0, 1)},
    "hours": {"period": tuple(PERIODS.values()), "least": (0, 300, 1500), "most": (None, 0, 720, 2000)},
    "cover": {"target": (None, 0, 1, 3), "short": (0, 1, 3), "over": (0, 1, 2)},
    "topic": {"dated": ((), ((FIRST + 1, ("t1", "t2")), (FIRST + 4, ("t3",))))},
    "festival_turns": {"festivals": ((("eve", tuple(range(FIRST - 12, FIRST + 20, 3))), ("spring", (FIRST - 57, FIRST + 2))),), "years": (1, 3)},
    "stay_home": {"least": (0, 1, 2), "percent": (0, 50, 80)},
    "unit_quota": {"by": ("heads", "fixed")},
    "days_off": {"least": (2, 3, 4)},
    "fixed_weekday": {"weekdays": ((0,), (2, 5)), "period": tuple(PERIODS.values())},
    "days_present": {"least": (1, 3, 6), "period": tuple(PERIODS.values())},
}


@dataclass(frozen=True)
class Drawn:
    """A problem, a book over it and any roster, however broken."""

    problem: Problem
    book: RuleBook
    roster: Roster


def draw(seed: int, *, force: str = "soft") -> Drawn:
    """Everything from one seed; `force` is soft, must or mixed."""
    rng = Random(seed)
    last = FIRST + rng.choice((6, 9, 13))
    people = [f"p{number}" for number in range(rng.randint(3, 6))]
    units = [f"u{number}" for number in range(rng.randint(2, 4))]
    sites = tuple(Site(f"v{number}", frozenset(rng.sample(units, 1))) for number in range(2))
    slots = _slots(rng, FIRST, last, sites)
    assignees = tuple(_person(rng, who, people, units, sites) for who in people) + tuple(
        _unit(rng, who) for who in units
    )
    candidates = frozenset(
        (slot.id, one.id) for slot in slots for one in assignees
        if fits(one, slot, next((site for site in sites if site.id == slot.site), None))
    )
    taken = _taken(rng, sites, people, units, last)
    some = sorted(candidates)
    issued = frozenset(slot.id for slot in slots if rng.random() < 0.3)
    problem = Problem(
        FIRST, last, slots, assignees, candidates, taken, sites,
        _wishes(rng, people, slots), _pins(rng, people, slots), issued,
        frozenset(pair for pair in some if pair[0] in issued and rng.random() < 0.4),
        topics=tuple((slot.id, frozenset(rng.sample(("t1", "t2", "t3"), 1))) for slot in slots if rng.random() < 0.3),
        workdays=frozenset(day for day in range(FIRST, last + 2) if rng.random() < 0.6),
    )
    return Drawn(problem, RuleBook(_clauses(rng, force, people, last)), _roster(rng, slots, people, units, some))


def _slots(rng: Random, first: int, last: int, sites: tuple[Site, ...], name: str = "") -> tuple[Slot, ...]:
    slots = []
    for day in range(first, last + 1):
        for duty, shift, post, hold, start, end, kind in POSTS:
            if rng.random() < 0.55:
                for site in sites if duty == "V" else (None,):
                    need = rng.choice((1, 1, 2))
                    slots.append(Slot(
                        f"{name}{duty}-{shift}-{post}-{day - FIRST}-{site.id if site else ''}", duty, shift, post, day,
                        day * DAY + start, day * DAY + end, need, need + rng.choice((0, 0, 1)), hold, kind,  # type: ignore[arg-type]
                        rng.choice(DAY_KINDS), rng.choice((1, 1, 2, 3)), site.id if site else "",
                        rng.choice(("hall", "office")), frozenset(rng.sample("abc", 2)) if kind == "person" else frozenset("x"),
                    ))
    return tuple(slots)


def _person(rng: Random, who: str, people: list[str], units: list[str], sites: tuple[Site, ...]) -> Assignee:
    cut = FIRST + rng.randint(-40, 12)
    here, later = rng.choice(units), rng.choice(units)
    spells = (Spell(1, cut, _pools(rng), frozenset({here}), frozenset(rng.sample(("night", "day"), 1)), unit=here),)
    if rng.random() < 0.7:
        spells = (*spells, Spell(cut + rng.choice((1, 1, 3)), 10**6, _pools(rng), frozenset({later}), topics=frozenset(rng.sample(("t1x", "t2", "q"), 2)), unit=later))
    absences = []
    for _ in range(rng.choice((0, 1, 2))):
        start = (FIRST + rng.randint(-25, 12)) * DAY + rng.choice((0, 510, 840))
        length = rng.choice((210, 600, DAY, 3 * DAY, 18 * DAY))
        absences.append(Absence(start, start + length, rng.choice(("all", "full")), length > 15 * DAY))
    links = (Link(rng.choice(sites).id, 1, 10**6),) if rng.random() < 0.5 else ()
    partner = rng.choice(people) if rng.random() < 0.6 else ""
    opening = ((rng.choice("RHB"), "workday", rng.randint(1, 5), FIRST - 20),) if rng.random() < 0.3 else ()
    return Assignee(who, "person", spells, tuple(absences), links, partner=partner, opening=opening)  # type: ignore[arg-type]


def _pools(rng: Random) -> frozenset[str]:
    return frozenset(rng.sample("abc", rng.choice((1, 2, 3))))


def _unit(rng: Random, who: str) -> Assignee:
    months = frozenset(rng.sample((1, 12), 1)) if rng.random() < 0.4 else frozenset()
    return Assignee(who, "unit", (Spell(1, 10**6, frozenset("x")),), sector=rng.choice(("", "s", "t")), months=months, leader=rng.choice(("", "p0", "p1", "p2")))


def _taken(rng: Random, sites: tuple[Site, ...], people: list[str], units: list[str], last: int) -> tuple[Taken, ...]:
    before = _slots(rng, FIRST - 12, FIRST - 1, sites, "h")
    early = _slots(rng, FIRST - 60, FIRST - 55, sites, "o")
    after = _slots(rng, last + 1, last + 4, sites, "f")
    beside = _slots(rng, FIRST, last, sites, "b")[::4]
    return tuple(
        Taken(slot, who) for slot in (*early, *before, *beside, *after)
        for who in (people if slot.kind == "person" else units) if rng.random() < 0.25
    )


def _wishes(rng: Random, people: list[str], slots: tuple[Slot, ...]) -> tuple[Wish, ...]:
    return tuple(
        Wish(
            f"w{number}", rng.choice(people), frozenset(slot.id for slot in rng.sample(slots, min(3, len(slots)))),
            rng.choice(("have", "avoid")), rng.randint(1, 4),  # type: ignore[arg-type]
        ) for number in range(4)
    )


def _pins(rng: Random, people: list[str], slots: tuple[Slot, ...]) -> tuple[Pin, ...]:
    return tuple(
        Pin(f"n{number}", rng.choice(people), frozenset(slot.id for slot in rng.sample(slots, min(2, len(slots)))),
            rng.random() < 0.4) for number in range(3)
    )


def _roster(
    rng: Random, slots: tuple[Slot, ...], people: list[str], units: list[str], some: list[tuple[str, str]]
) -> Roster:
    """Empty, full, or a draw in which non-candidates stand too."""
    thick = rng.choice((0.0, 0.2, 0.5, 0.9, 1.0))
    stray = rng.choice((0.0, 0.1))
    pairs = {pair for pair in some if rng.random() < thick}
    pairs |= {(slot.id, who) for slot in slots for who in (*people, *units) if rng.random() < stray}
    return Roster(frozenset(pairs))


def _clauses(rng: Random, force: str, people: list[str], last: int) -> tuple[Clause, ...]:
    """Every rule twice: over everything, and within a scope of its own."""
    clauses = []
    for rule in CATALOGUE:
        for scope in (Scope(), _scope(rng, people, last)):
            must = force == "must" or (force == "mixed" and (rule.standing or rng.random() < 0.4))
            clauses.append(Clause(clause_rule(rng, rule, scope), MUST if must else rng.randint(1, 9)))
    return tuple(clauses)


def clause_rule(rng: Random, rule: type[Rule], scope: Scope) -> Rule:
    """The rule with parameters drawn."""
    drawn = {name: rng.choice(some) for name, some in PARAMETERS.get(rule.code, {}).items()}
    if "who" in rule.needs:
        scope = replace(scope, who=frozenset(rng.sample(("p0", "p1", "p2", "p3"), rng.choice((2, 3)))))
    return BY_NAME[rule.code](**drawn, scope=scope)


def _scope(rng: Random, people: list[str], last: int) -> Scope:
    def maybe(some: frozenset) -> frozenset | None:  # type: ignore[type-arg]
        return some if rng.random() < 0.3 else None

    return Scope(
        maybe(frozenset(rng.sample("RHBVU", 3))), maybe(frozenset(rng.sample(("day", "night", "whole", "visit"), 2))),
        maybe(frozenset(("seat", "charge", "walker", "lead"))), maybe(frozenset(rng.sample(DAY_KINDS, 3))),
        maybe(frozenset(range(FIRST - 20, last, 2))), maybe(frozenset(people[1:])),
    )
