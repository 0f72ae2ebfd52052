"""Sites and slots: where a duty is staffed, and the slots of one occasion, under names that last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from constraints.problem.problem import DAY_KINDS, Slot, minutes
from planner.calendar.recurrence import parse
from planner.office.cells.choices import PerSite
from planner.office.ids import Tag, as_unit, as_village, untagged
from planner.office.key_periods import held, on_day
from planner.office.keys import SlotKey
from planner.office.office import FOREVER, Office
from planner.office.sheets import Duty, Post
from planner.problem.occasions import Occasion


@dataclass(frozen=True)
class Spot:
    """A site of a duty on a day: tagged id, name, ids of the units linked to it; id '' is the duty's own place."""

    id: str = ""
    name: str = ""
    units: tuple[str, ...] = ()


def spots(office: Office, duty: Duty, day: date) -> list[Spot]:
    """Where the duty is to be staffed on a day: at villages, at towns, or at its own place alone."""
    if duty.per_site == PerSite.VILLAGES:
        return [
            Spot(as_village(one.id), office.name(as_village(one.id)), one.units)
            for one in office.villages.values()
            if (one.start or date.min) <= day <= (one.end or FOREVER) and _within(office, duty, as_village(one.id))
        ]
    if duty.per_site == PerSite.TOWNS:
        towns = dict.fromkeys(one.town for one in office.villages.values())
        return [
            Spot(as_unit(town), office.name(as_unit(town)), (town,))
            for town in towns
            if _within(office, duty, as_unit(town)) and (office.units[town].end or FOREVER) >= day
        ]
    return [Spot("", duty.place)]


def _within(office: Office, duty: Duty, site: str) -> bool:
    """Whether 范围 takes a site in: it lists ids, names, kinds or towns; an empty one takes in all."""
    if not duty.extent:
        return True
    tag, id = untagged(site)
    words = {id}
    if tag is Tag.VILLAGE:
        village = office.villages[id]
        words |= {village.name, village.kind, village.town, office.name(as_unit(village.town))}
        town = office.units.get(village.town)
    else:
        town = office.units.get(id)
        words |= {town.name, town.kind} if town else set()
    words |= {town.short} if town else set()
    return bool(words & set(duty.extent))


def slots(office: Office, duty: Duty, occasion: Occasion) -> Iterator[Slot]:
    """The slots of one occasion, post by post and site by site, as the key periods of its day make them.

    A post for nobody at all, as one that ended is, has none.
    """
    kind = office.calendar.kind(occasion.day)
    for usual in office.posts.get(duty.id, []):
        there = occasion.extra or held(office, duty, usual, occasion.nominal)
        if there and parse(usual.days).matches(occasion.day, office.calendar):
            begin, end = span(usual, occasion.day)
            for spot in spots(office, duty, occasion.day):
                post = on_day(office, usual, occasion.day, spot.id)
                if not (post.need or post.room):
                    continue
                yield Slot(
                    slot_id(duty.id, post.id, occasion, spot.id),
                    duty.id,
                    post.shift,
                    post.post,
                    occasion.nominal.toordinal(),
                    minutes(begin),
                    minutes(end),
                    post.need,
                    post.room or post.need,
                    post.hold,
                    post.assignee,
                    kind,
                    post.load[DAY_KINDS.index(kind)],
                    spot.id,
                    spot.name,
                    frozenset(post.pools),
                )


def slot_id(duty: str, post: str, occasion: Occasion, site: str) -> str:
    """The id of a slot, duty|post|date|site: made of ids and the nominal date alone, so that it lasts.

    It stays when a post is renamed, its people change or its day moves; an extra session has an x before the date.
    """
    return str(SlotKey(duty, post, occasion.nominal, site, occasion.extra))


def span(post: Post, day: date) -> tuple[datetime, datetime]:
    """Start and end of a slot on a day, local and without a time zone.

    The end lies on the last of the post's days if it is later on the clock than the start, else on the day after: seven
    days from 08:30 to 08:30 are seven times 24 hours.
    """
    begin, finish = time.fromisoformat(post.begin), time.fromisoformat(post.finish)
    days = post.span - 1 if finish > begin else post.span
    return datetime.combine(day, begin), datetime.combine(day + timedelta(days=days), finish)


def pools_by_now(office: Office, slot: Slot) -> frozenset[str]:
    """The pools whose members may take an issued slot: those it was issued with, and those that its post has by now.

    A pool that has another name since, on the posts as with the people, thus bars nobody.
    """
    post = next((one for one in office.posts.get(slot.duty, ()) if one.id == SlotKey.of(slot.id).post), None)
    return slot.pools.union(on_day(office, post, date.fromordinal(slot.day), slot.site).pools if post else ())
