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
from planner.words import Lang, Words


def request_row(standing: Standing, one: Offer, now: datetime) -> Todo:
    """A request that waits: for the other side or for approval, with the verdict, until when."""
    office, content = standing.office, standing.issued
    ends = min(until(office, days.slot) for hop in one.hops if (days := meant(content, hop.slot)))
    approve = one.state == OfferState.CONSENTED
    names = [office.name(who) for who in one.people]
    moved = [Words(slot_said(standing, hop.slot, "zh"), slot_said(standing, hop.slot, "en")) for hop in one.hops]
    head = Words(f"{' 与 '.join(names)} 换班", f"{' and '.join(names)} swap")
    if len(one.hops) == 1:
        head = Words(f"{names[0]} 请 {names[1]} 替班", f"{names[1]} covers for {names[0]}")
    waiting = "、".join(office.name(who) for who in one.people if who in one.waiting)
    how = (
        Words("双方已同意，等批准", "all agree; it waits for approval")
        if approve
        else Words(f"等{waiting}答复", f"waits for {waiting}")
    )
    look = _verdict_words(_verdict(standing, one, "zh") if has_them(content, one.hops) else None)
    return Todo(
        TodoKind.APPROVE if approve else TodoKind.AGREE,
        Grade.HOT if last_day(ends) <= now.date() else Grade.WARM if ends - now <= SOON else Grade.PLAIN,
        ends,
        head,
        Words("：" + " 换 ".join(one.zh for one in moved), ": " + " for ".join(one.en for one in moved)),
        Words(
            f"{how.zh}；{look.zh}；{last_moment(ends, now, 'zh')}前须定",
            f"{how.en}; {look.en}; until {last_moment(ends, now, 'en')}",
        ),
        number=one.id,
    )


@cache.kept(64, cache.OFFICE, cache.ISSUED)
def _verdict(standing: Standing, offer: Offer, lang: Lang) -> Verdict:
    return verdict(standing, exchange_of(standing.issued, offer.hops), lang, office_eyes=True)


def _verdict_words(found: Verdict | None) -> Words:
    """A verdict in a word: it can be, it makes something worse, or it cannot be."""
    if found is None or found.broken:
        return Words("不能换", "not possible")
    return Words("会变差", "makes something worse") if found.regrets else Words("可换", "possible")


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
            Words(f"{name} 征集替班", f"{name} looks for somebody"),
            Words(f"：{slot_said(standing, one.slot, 'zh')}", f": {slot_said(standing, one.slot, 'en')}"),
            Words(
                f"{last_moment(ends, now, 'zh')}前没有人接，仍由本人值班",
                f"unless somebody takes it by {last_moment(ends, now, 'en')} it stays theirs",
            ),
            number=one.id,
        )
