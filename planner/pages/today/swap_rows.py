"""Requests to swap and calls for anybody, as rows of what is to be done: with the verdict, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from planner.judging.handover import exchange_of, has_them
from planner.judging.still_open import open_calls
from planner.judging.swap_terms import until
from planner.judging.verdict import Verdict, verdict
from planner.pages.today.todo import SOON, Grade, Todo, TodoKind, last_day, last_moment
from planner.roster.swap_words import slot_said
from planner.store import cache
from planner.store.people.offers import Offer
from planner.store.roster.parts import meant
from planner.store.roster.standing import Standing
from planner.store.states import OfferState
from planner.words import Lang, Words, in_both, series


def request_row(standing: Standing, one: Offer, now: datetime) -> Todo:
    """A request that waits: for the other side or for approval, with the verdict, until when."""
    office, content = standing.office, standing.issued
    ends = min(until(office, days.slot) for hop in one.hops if (days := meant(content, hop.slot)))
    approve = one.state == OfferState.CONSENTED
    names = [office.name(who) for who in one.people]
    moved = [in_both(slot_said, standing, hop.slot) for hop in one.hops]
    head = Words("%(names)s换班", names=series(names))
    if len(one.hops) == 1:
        head = Words("%(giver)s 请 %(taker)s 替班", giver=names[0], taker=names[1])
    waiting = "、".join(office.name(who) for who in one.people if who in one.waiting)
    how = Words("双方已同意，等批准") if approve else Words("等%(waiting)s答复", waiting=waiting)
    look = _verdict_words(_verdict(standing, one, "zh") if has_them(content, one.hops) else None)
    return Todo(
        TodoKind.APPROVE if approve else TodoKind.AGREE,
        Grade.HOT if last_day(ends) <= now.date() else Grade.WARM if ends - now <= SOON else Grade.PLAIN,
        ends,
        head,
        Words(
            "：%(moved)s", moved=Words.given(" ⇄ ".join(one.zh for one in moved), " ⇄ ".join(one.en for one in moved))
        ),
        Words("%(how)s；%(look)s；%(last_moment)s前须定", how=how, look=look, last_moment=last_moment(ends, now)),
        number=one.id,
    )


@cache.kept(64, cache.OFFICE, cache.ISSUED)
def _verdict(standing: Standing, offer: Offer, lang: Lang) -> Verdict:
    return verdict(standing, exchange_of(standing.issued, offer.hops), lang, office_eyes=True)


def _verdict_words(found: Verdict | None) -> Words:
    """A verdict in a word: it can be, it makes something worse, or it cannot be."""
    if found is None or found.broken:
        return Words("不能换")
    return Words("会变差") if found.regrets else Words("可换")


def call_rows(standing: Standing, now: datetime) -> Iterator[Todo]:
    """The calls for anybody to take a duty."""
    office, content = standing.office, standing.issued
    for one in open_calls(standing, now):
        days = meant(content, one.slot)
        if days is None:
            continue
        ends, name = until(office, days.slot), office.name(one.giver)
        yield Todo(
            TodoKind.CHOOSE,
            Grade.HOT if last_day(ends) <= now.date() else Grade.PLAIN,
            ends,
            Words("%(name)s 征集替班", name=name),
            Words("：%(slot_said)s", slot_said=in_both(slot_said, standing, one.slot)),
            Words("%(last_moment)s前没有人接，仍由本人值班", last_moment=last_moment(ends, now)),
            number=one.id,
        )
