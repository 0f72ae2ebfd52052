"""Office and period become the problem that the core solves, with history and what is issued as facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from constraints.problem.problem import DAY, Absence, Assignee, KeptApart, Pin, Problem, Site, Slot, Taken
from constraints.rules.qualified import fits
from planner.calendar.workdays import Convention
from planner.office.cells.choices import DayPart
from planner.office.clauses import rule_class
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.sheets import ClauseRow, KeptApartRow
from planner.problem.assignees import LAST, assignees, topics_of
from planner.problem.history import history
from planner.problem.occasions import occasions, unmoved
from planner.problem.parts import as_divided
from planner.problem.period import Issued, KeptDraft, Period, duties_of
from planner.problem.rotation.clause import TurnFacts
from planner.problem.rotation.turns import turns
from planner.problem.rule_book import named
from planner.problem.sites import slots, spots
from planner.problem.wishes_and_orders import orders, wishes
from planner.words import Words

NOTHING = Issued()
NOTHING_KEPT = KeptDraft()


@dataclass(frozen=True)
class Month:
    """The problem of a period (a month or any other span), and notes for the people who plan it."""

    problem: Problem
    notes: tuple[Words, ...] = ()


def period_slots(office: Office, period: Period, issued: Issued = NOTHING) -> list[Slot]:
    """Every slot of the period, duty by duty, divided as what is issued; raises NotPossible for an unknown duty."""
    found = [
        slot
        for duty in duties_of(office, period)
        for occasion in occasions(office, duty, period.first, period.last)
        for slot in slots(office, duty, occasion)
    ]
    return as_divided(found, issued.slots, issued.now)


def build_problem(office: Office, period: Period, issued: Issued = NOTHING, kept: KeptDraft = NOTHING_KEPT) -> Month:
    """The problem of a period: slots to fill, who may take them, and everything already fixed.

    What is issued for the period may be changed until its slot begins; what is issued beside it is a fact. `kept` is
    the draft to keep to, where nothing is issued. Raises NotPossible for an unknown duty.
    """
    everything = period_slots(office, period, issued)
    planned, facts, begun = _split(office, period, everything, issued)
    people = with_busy(assignees(office), issued.busy)
    sites = _sites(office, period, planned)
    candidates = _candidates(planned, people, {site.id: site for site in sites})
    pins, notes = orders(office, planned, period.first, period.last)
    ids = {slot.id for slot in planned}
    duties = {duty.id for duty in duties_of(office, period)}
    past, lost = history(office, duties, (period.first, period.last), {one.slot.id for one in issued.taken}, people)
    taken = (*past, *facts)
    published = frozenset((one.slot.id, one.who) for one in issued.taken if one.slot.id in ids)
    drafted = kept.slots & ids - issued.slots.keys()
    draft = frozenset(pair for pair in kept.pairs if pair[0] in drafted)
    involved = _involved(people, candidates, pins, taken, published | draft)
    involved |= _onlookers(office) & people.keys()
    if any(rule_class(row.rule).whole_units for row in office.of(ClauseRow)):
        involved |= _colleagues(people, candidates)
    problem = Problem(
        period.first.toordinal(),
        period.last.toordinal(),
        tuple(planned),
        tuple(people[who] for who in sorted(involved)),
        candidates,
        taken,
        sites,
        wishes(office, planned),
        pins,
        frozenset(issued.slots.keys() & ids),
        published,
        begun,
        (office.half_day(DayPart.AM), office.half_day(DayPart.PM)),
        int(office.settings["追平"].rstrip("%")),
        _topics(office, period, planned),
        _workdays(office, period, planned),
        drafted,
        draft,
        *turns(office, period, TurnFacts(planned, people, {site.id: site for site in sites}, taken, issued)),
        office.half_day(DayPart.NIGHT),
        kept_apart(office, period),
        every_day=True,
    )
    return Month(problem, (*_gaps(office, period), *notes, *lost))


def with_busy(people: dict[str, Assignee], busy: Mapping[str, tuple[Absence, ...]]) -> dict[str, Assignee]:
    """The same people, with the times for which their unit has named them added to their absences."""
    return people | {
        who: replace(people[who], absences=(*people[who].absences, *some))
        for who, some in busy.items()
        if who in people
    }


def kept_apart(office: Office, period: Period) -> tuple[KeptApart, ...]:
    """The pairs of 回避 that are kept apart on a day of the period."""
    first, last = period.first.toordinal(), period.last.toordinal()
    pairs = (
        KeptApart(
            as_person(row.who),
            as_person(row.other),
            row.within,
            row.start.toordinal() if row.start else 1,
            row.end.toordinal() if row.end else LAST,
        )
        for row in office.of(KeptApartRow)
    )
    return tuple(one for one in pairs if one.first <= last and first <= one.last)


def _topics(office: Office, period: Period, planned: list[Slot]) -> tuple[tuple[str, frozenset[str]], ...]:
    """(slot id, topics) for the planned slots whose session has a topic."""
    special = {
        slot.id: topics_of(occasion.topic)
        for duty in duties_of(office, period)
        for occasion in occasions(office, duty, period.first, period.last)
        if occasion.topic
        for slot in slots(office, duty, occasion)
    }
    return tuple(sorted((slot.id, special[slot.turn]) for slot in planned if slot.turn in special))


def _split(
    office: Office, period: Period, everything: list[Slot], issued: Issued
) -> tuple[list[Slot], list[Taken], frozenset[str]]:
    """What is still to be planned; the facts, issued beside the plan or begun; which issued slots have begun.

    An issued slot of the planned days that the calendar no longer has is dropped, unless it has begun.
    """
    duties = {duty.id for duty in duties_of(office, period)}
    first, last = period.first.toordinal(), period.last.toordinal()
    ours = {id for id, slot in issued.slots.items() if slot.duty in duties and first <= slot.nominal <= last}
    begun = frozenset(id for id in ours if issued.slots[id].start <= issued.now)
    facts = [one for one in issued.taken if one.slot.id not in ours or one.slot.id in begun]
    return [slot for slot in everything if slot.id not in begun], facts, begun


def _sites(office: Office, period: Period, planned: list[Slot]) -> tuple[Site, ...]:
    wanted = {(slot.duty, slot.site): date.fromordinal(slot.day) for slot in planned if slot.site}
    found: dict[str, Site] = {}
    for duty in duties_of(office, period):
        for day in sorted({day for (owner, _), day in wanted.items() if owner == duty.id}):
            for spot in spots(office, duty, day):
                if (duty.id, spot.id) in wanted:
                    found[spot.id] = Site(spot.id, frozenset(spot.units))
    return tuple(found[id] for id in sorted(found))


def _candidates(planned: list[Slot], people: dict[str, Assignee], sites: dict[str, Site]) -> frozenset[tuple[str, str]]:
    by_pool: dict[str, set[str]] = defaultdict(set)
    by_site: dict[str, set[str]] = defaultdict(set)
    by_unit: dict[str, set[str]] = defaultdict(set)
    for one in people.values():
        for spell in one.spells:
            for pool in spell.pools:
                by_pool[pool].add(one.id)
            for unit in spell.units:
                by_unit[unit].add(one.id)
        for link in one.links:
            by_site[link.site].add(one.id)
    found = set()
    for slot in planned:
        able = set().union(*(by_pool[pool] for pool in slot.pools))
        site = sites.get(slot.site)
        if site is not None:
            able &= by_site[site.id].union(*(by_unit[unit] for unit in site.units))
        found |= {(slot.id, who) for who in able if fits(people[who], slot, site)}
    return frozenset(found)


def _involved(
    people: dict[str, Assignee],
    candidates: Iterable[tuple[str, str]],
    pins: tuple[Pin, ...],
    taken: Iterable[Taken],
    published: Iterable[tuple[str, str]],
) -> set[str]:
    involved = {who for _, who in candidates} | {who for _, who in published}
    involved |= {pin.who for pin in pins} | {one.who for one in taken}
    involved |= {people[who].partner for who in involved if who in people}
    return involved & people.keys()


def _onlookers(office: Office) -> set[str]:
    """Everybody whom a clause looks at even if they could not serve."""
    rows = (row for row in office.of(ClauseRow) if rule_class(row.rule).onlookers)
    return {who for row in rows for who in named(office, row)}


def _colleagues(people: dict[str, Assignee], candidates: Iterable[tuple[str, str]]) -> set[str]:
    """Everybody who sits in one unit with a candidate."""
    units = {spell.unit for _, who in candidates for spell in people[who].spells} - {""}
    return {one.id for one in people.values() if any(spell.unit in units for spell in one.spells)}


def _workdays(office: Office, period: Period, planned: list[Slot]) -> frozenset[int]:
    """The workdays, as ordinals, of the period and of every day that a planned slot touches beyond it."""
    days = {period.first.toordinal(), period.last.toordinal()}
    days |= {slot.day for slot in planned} | {(slot.end - 1) // DAY for slot in planned}
    return frozenset(day for day in range(min(days), max(days) + 1) if office.calendar.workday(date.fromordinal(day)))


def _gaps(office: Office, period: Period) -> list[Words]:
    """A note for each duty without a post and for each date that found no workday: nothing is dropped in silence."""
    found = []
    for duty in duties_of(office, period):
        if not office.posts.get(duty.id):
            found.append(Words("%(name)s 没有岗位，未排", name=duty.name))
        lost = (
            unmoved(office, duty, period.first, period.last)
            if duty.convention in (Convention.FOLLOWING, Convention.PRECEDING)
            else []
        )
        found += [
            Words("%(name)s %(day)s 逢休息日且 92 天内没有可移的工作日，未排", name=duty.name, day=day) for day in lost
        ]
    return found
