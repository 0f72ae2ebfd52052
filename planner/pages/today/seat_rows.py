"""The seats that nobody has, and the duties whose holder can serve no longer, as rows of what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from planner.judging.still_open import open_requests
from planner.office.ids import bare, is_unit
from planner.office.keys import SlotKey
from planner.pages.today.seats import OpenSeat, Vacated, seat_words
from planner.pages.today.todo import NOTHING, SOON, Grade, Todo, TodoKind
from planner.store.people.offers import Offer
from planner.store.roster.standing import Standing
from planner.words import Words, day_words, in_both, month_words, series

EACH = 6
"""So many seats of a month are named; the others are counted."""


def seat_rows(found: Iterable[OpenSeat], now: datetime) -> Iterator[Todo]:
    """The first seats of each month, of what is issued and of what is drafted; the others are counted."""
    groups: dict[tuple[bool, str], list[OpenSeat]] = {}
    for one in found:
        groups.setdefault((one.drafted, one.month), []).append(one)
    for (drafted, month), some in groups.items():
        kind = TodoKind.FILL_DRAFT if drafted else TodoKind.FILL
        for one in some[:EACH]:
            line, said = one.line, seat_words(one.line)
            yield Todo(
                kind,
                Grade.HOT,
                line.start,
                Words("%(said)s 缺 %(missing)s 人", said=said, missing=line.missing),
                Words("（%(duty_name)s）", duty_name=line.duty_name),
                _of_seat(one),
                month,
                line.slot.id,
            )
        if len(some) > EACH:
            left = len(some) - EACH
            words = Words("另有 %(left)s 处缺人", left=left)
            yield Todo(kind, Grade.HOT, some[EACH].line.start, words, NOTHING, month_words(month), month)


def _of_seat(one: OpenSeat) -> Words:
    names = "、".join(person.name for person in one.line.people)
    beside = Words("，已有%(names)s", names=names) if names else NOTHING
    if one.drafted:
        return Words("草稿里还没有人%(beside)s", beside=beside)
    if one.filled:
        return Words("调整稿已补上，印发后生效%(beside)s", beside=beside)
    return Words("已印发，还没有人%(beside)s", beside=beside)


def vacancy_row(standing: Standing, one: Vacated, now: datetime) -> Todo:
    """Duties whose holder can serve no longer: their request, what the draft has, or what is to be done."""
    holder, first, office = one.holder, one.days[0], standing.office
    asked = _asked(standing, one, now)
    soon = first.start - now <= SOON
    led = is_unit(holder.who) or office.is_leader(bare(holder.who))
    kind = TodoKind.INSTRUCT if led else TodoKind.STAND_IN
    if one.instead and not soon:
        kind = TodoKind.CHECK_DRAFT
    if asked:
        more = Words("已商请%(name)s，等答复", name=office.name(asked.taker))
    elif one.instead:
        names = "、".join(one.instead)
        more = Words("调整稿已由%(names)s接替，印发后生效", names=names)
    elif led:
        more = Words("领导和单位的班次，电话联系后按指示办理")
    else:
        more = Words("还没有安排替班")
    days = series(in_both(day_words, day) for day in dict.fromkeys(line.day for line in one.days))
    post = " ".join(dict.fromkeys((first.slot.shift, first.slot.post)))
    return Todo(
        kind,
        Grade.WARM if asked else Grade.HOT,
        first.start,
        Words("%(days)s %(post)s空岗", days=days, post=post),
        Words("：%(why)s", why=in_both(holder.say)),
        more,
        f"{first.nominal:%Y-%m}",
        first.slot.id,
        holder.who,
        one.number,
    )


def _asked(standing: Standing, one: Vacated, now: datetime) -> Offer | None:
    """The open request that would fill the first of some duties."""
    days = SlotKey.of(one.holder.days)
    mine = (at for at in open_requests(standing, now) if at.giver == one.holder.who)
    return next((at for at in mine if days.meets(SlotKey.of(at.slot))), None)
