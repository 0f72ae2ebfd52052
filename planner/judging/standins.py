"""Who could stand in on an issued slot: everybody of the post's pools, those within the rules first, then by price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from constraints.judge import cost, worse
from constraints.problem.problem import Slot
from constraints.problem.roster import Pair
from planner.judging.handover import Exchange
from planner.judging.in_force import Ground, ground_of
from planner.judging.refusals import Refusal, SwapRefused
from planner.judging.still_serves import Today, hindrance_words, today
from planner.judging.verdict import reason
from planner.office.ids import as_person
from planner.office.office import Office
from planner.office.sheets import Person
from planner.problem.assignees import able
from planner.roster.finding_text import Speaker, private
from planner.store import cache
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Content
from planner.words import Lang


@dataclass(frozen=True)
class StandIn:
    """Somebody who could take a slot: what it would cost, in soft cost, or which clauses of 必须 it would break."""

    who: str
    name: str
    price: int
    """The change of cost in whole cost units."""
    broken: tuple[str, ...]
    regrets: tuple[str, ...]
    """What else gets worse, in sentences."""


def standins(standing: Standing, slot: str, out: str, lang: Lang, *, office_eyes: bool = True) -> list[StandIn]:
    """Everybody who could serve `slot` instead of `out` (tagged), or, if that is '', besides those on it.

    `slot` may mean some days of a slot.

    Without `office_eyes` all prices are 0, so that rank alone decides the order, and what is private reads
    该时段另有安排. Raises SwapRefused where the slot is not issued or `out` is not on it.
    """
    id, ground, content = ground_of(standing, slot)
    if out and (id, out) not in content.pairs:
        raise SwapRefused(Refusal.NOT_THEIRS)
    return list(_ranked(today(standing), content, ground, ground.case.slots[id], out, lang, office_eyes))


@cache.kept(32, by=lambda facts, content, ground, held, out, lang, eyes: (ground.key, held.id, out, lang, eyes))
def _ranked(
    facts: Today, content: Content, ground: Ground, held: Slot, out: str, lang: Lang, eyes: bool
) -> list[StandIn]:
    slot, office = held.id, facts.office
    speaker = Speaker(office, ground.case.problem, ground.case.book, lang)
    gone = frozenset({(slot, out)}) if out else frozenset()
    whos = [who for who in _asked(office, ground, held) if (slot, who) not in content.pairs]
    wider = _wide(office, ground).with_columns(frozenset((slot, who) for who in whos))
    found = []
    for who in whos:
        after = wider.after(Exchange(gone, frozenset({(slot, who)})))
        new = worse(wider.found, after)
        broken = dict.fromkeys(
            reason(office, speaker, one, office_eyes=eyes)
            for one in sorted(new, key=lambda one: not private(one) and not eyes)
            if one.must
        )
        cause = facts.cause(held, who)
        if cause and not broken:  # a fact that no clause of the office's 必须 speaks of
            broken = {hindrance_words(office.name(who), cause, lang, office_eyes=eyes): None}
        found.append(
            StandIn(
                who,
                office.name(who),
                cost(after) - cost(wider.found) if eyes else 0,
                tuple(broken),
                tuple(speaker.say(one) for one in new if not one.must and (eyes or not private(one))),
            )
        )
    return sorted(found, key=lambda one: (bool(one.broken), one.price, office.rank[one.who]))


@cache.kept(4, by=lambda office, ground: ground.key)
def _wide(office: Office, ground: Ground) -> Ground:
    """The ground with everybody exempt, which serves for all that is asked about."""
    return ground.with_columns(_exempt(office, ground))


def _exempt(office: Office, ground: Ground) -> frozenset[Pair]:
    """(slot, person) wherever somebody in the slot's pools is exempt from its shift; one wider case keeps them."""
    rows = [row for row in office.of(Person) if row.exempt]
    return frozenset(
        (slot.id, as_person(row.id))
        for slot in ground.case.slots.values()
        for row in rows
        if not slot.site and slot.kind == "person" and slot.shift in row.exempt and slot.pools & set(row.pools)
    )


def _asked(office: Office, ground: Ground, held: Slot) -> list[str]:
    """The tagged ids to look at: everybody of the slot's pools; for a slot with a site, its candidates."""
    if held.site:
        return [who for _, who in ground.case.pairs(held)]
    return able(office, held, date.fromordinal(held.day))
