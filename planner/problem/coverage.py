"""Coverage: where a duty that is staffed round the clock leaves a gap, or has two shifts of one post at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from constraints.problem.problem import DAY, Problem, Slot, moment
from planner.office.office import Office
from planner.problem.build import period_slots
from planner.problem.period import Period
from planner.words import Lang, Words, day_words, in_both

ROUND, LOOKED = 80, timedelta(days=69)
"""`ROUND`: a post is meant to be staffed round the clock where its shifts fill so many percent of the time.

`LOOKED`: so long a time is looked at where no month is named.
"""
Span = tuple[int, int]


def coverage(office: Office, some: Iterable[Slot]) -> list[Words]:
    """A note for each post that some slots staff round the clock, but for gaps or overlaps.

    Where shifts of one duty have posts of different names, its people on full posts are looked at together.
    """
    found: list[Words] = []
    by_duty: dict[str, list[Slot]] = defaultdict(list)
    for slot in some:
        if slot.need and slot.kind == "person":
            by_duty[slot.duty].append(slot)
    for duty, slots in by_duty.items():
        posts = _by_post(slots)
        round_the_clock = {post: spans for post, spans in posts.items() if _round(spans)}
        full = _spans(slot for slot in slots if slot.hold == "full" and slot.site == slots[0].site)
        for post, spans in round_the_clock.items() or ([("", full)] if _round(full) else []):
            name = office.duties[duty].name if duty in office.duties else duty
            found += _said(" ".join(part for part in (name, post) if part), spans)
    return found


def ahead(office: Office, today: date) -> list[Words]:
    """The same for the ten weeks from the coming Monday on: what an import should tell."""
    first = today + timedelta(days=7 - today.weekday())
    return coverage(office, period_slots(office, Period(first, first + LOOKED)))


def problem_coverage(office: Office, problem: Problem) -> list[Words]:
    """The same for the slots of a problem, and what is fixed beside them on its days."""
    begin, end = problem.first * DAY, (problem.last + 1) * DAY
    beside = {one.slot.id: one.slot for one in problem.taken if one.slot.start < end and begin < one.slot.end}
    return coverage(office, (beside | {slot.id: slot for slot in problem.slots}).values())


def _by_post(slots: Iterable[Slot]) -> dict[str, list[Span]]:
    """Post → the spans of its shifts, at the first of its sites; what is done by day alone counts day by day."""
    first: dict[str, str] = {}
    mine: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        if first.setdefault(slot.post, slot.site) == slot.site:
            mine[slot.post].append(slot)
    return {post: _spans(some) for post, some in mine.items()}


def _spans(slots: Iterable[Slot]) -> list[Span]:
    """The spans of some slots, each once, by start."""
    return sorted({span for slot in slots for span in _worked(slot)})


def _worked(slot: Slot) -> Iterator[Span]:
    """The spans of a slot: of one that lasts days and ends later on the clock than it begins, each day apart."""
    hours = (slot.end - slot.start) % DAY
    if slot.end - slot.start <= DAY or slot.end % DAY <= slot.start % DAY:
        yield slot.start, slot.end
        return
    for begin in range(slot.start, slot.end, DAY):
        yield begin, begin + hours


def _round(spans: list[Span]) -> bool:
    """Whether some spans, at least two, fill so much of the time that they are meant to fill it."""
    if len(spans) < 2:
        return False
    whole = max(end for _, end in spans) - spans[0][0]
    return 100 * (whole - sum(end - begin for begin, end in _gaps(spans))) >= ROUND * whole


def _gaps(spans: list[Span]) -> list[Span]:
    """The times between spans that none of them fills."""
    found, reached = [], spans[0][0]
    for begin, end in spans:
        if begin > reached:
            found.append((reached, begin))
        reached = max(reached, end)
    return found


def _overlaps(spans: list[Span]) -> list[Span]:
    """The times that a span shares with one begun before it."""
    found, reached = [], spans[0][0]
    for begin, end in spans:
        if begin < reached:
            found.append((begin, min(end, reached)))
        reached = max(reached, end)
    return found


def _said(what: str, spans: list[Span]) -> Iterator[Words]:
    for some, wrong in ((_gaps(spans), Words("无人值班")), (_overlaps(spans), Words("前后两班重叠"))):
        if some:
            more = Words("等 %(count)s 处", count=len(some), rest=len(some) - 1) if len(some) > 1 else Words("")
            yield Words(
                "%(what)s：%(when)s%(more)s%(wrong)s，请核对日历、开始时间、结束时间和连续天数",
                what=what,
                when=in_both(_when, some[0]),
                more=more,
                wrong=wrong,
            )


def _when(span: Span, lang: Lang) -> str:
    begin, end = moment(span[0]), moment(span[1])
    return Words(
        "%(first)s%(begin)s至%(last)s%(end)s",
        first=day_words(begin.date(), lang),
        begin=f"{begin:%H:%M}",
        last=day_words(end.date(), lang),
        end=f"{end:%H:%M}",
    ).say(lang)
