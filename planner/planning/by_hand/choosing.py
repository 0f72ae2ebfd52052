"""What a change of a draft would cost, and what it would break, before it is made; who could take a cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from constraints.judge import Finding, cost, worse
from constraints.problem.roster import Roster
from constraints.rules.gap import Gap
from constraints.rules.keep import Keep
from constraints.rules.keep_draft import KeepDraft
from planner.errors import NotPossible
from planner.planning.draft_findings import after, judged
from planner.roster.finding_text import Speaker
from planner.store import Transaction, cache
from planner.store.roster import bases
from planner.store.roster.drafts import Draft
from planner.words import Lang, Words

KEEPING = (Keep.code, KeepDraft.code)
"""Rules that find every change, whatever it is: what they find is said once."""
DIFFERS = Words("与已印发的或原草稿不同")


@dataclass(frozen=True)
class SeatChange:
    """Somebody (tagged id) taken off a slot, put on, or both; '' for nobody."""

    slot: str
    out: str = ""
    into: str = ""


@dataclass(frozen=True)
class Choice:
    """Somebody who could take a cell: what it would cost, and which clauses of 必须 it would break."""

    who: str
    name: str
    price: int
    """The change of cost in whole cost units."""
    broken: tuple[str, ...]
    """Sentences on what of 必须 it would break."""
    on_it: bool
    """Whether they hold the cell already."""
    regrets: tuple[str, ...] = ()
    """Sentences on what else gets worse."""
    rule: str = ""
    """The name of the first rule of 必须 that it would break, in the language of the sentences."""


@dataclass(frozen=True)
class ChangePrice:
    """What a change of a draft comes to: whole cost units, what of 必须 it would break, what else gets worse."""

    price: int
    broken: tuple[str, ...]
    regrets: tuple[str, ...]


def changed_roster(roster: Roster, changes: Iterable[SeatChange]) -> Roster:
    """A roster after changes: first all go who are to go, then all come."""
    some = list(changes)
    gone = {(one.slot, one.out) for one in some if one.out}
    come = {(one.slot, one.into) for one in some if one.into}
    return Roster(roster.pairs - gone | come)


@cache.kept(32, by=lambda transaction, draft, slot, out, lang: (draft.digests, draft.roster, slot, out, lang))
def choices_for(transaction: Transaction, draft: Draft, slot: str, out: str, lang: Lang) -> list[Choice]:
    """Everybody who could take a slot of a draft, instead of `out` or, if that is '', besides those on it.

    Those on it come first, then those within 必须, each by price and rank. Raises NotPossible for an unknown slot.
    """
    basis = bases.basis(transaction, draft.digests)
    if slot not in {one.id for one in basis.problem.slots}:
        raise NotPossible(Words("草稿里没有这个班次"))
    able = sorted(who for id, who in basis.problem.candidates if id == slot)
    on = [who for id, who in draft.roster.pairs if id == slot]
    case, before = judged(transaction, draft)
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    found = []
    for who in dict.fromkeys([*on, *able]):
        if who in on:
            found.append(Choice(who, basis.office.name(who), 0, (), True))
            continue
        new = after(case, draft, before, changed_roster(draft.roster, (SeatChange(slot, out, who),)))
        broken, regrets = _said(speaker, before, new)
        rule = next((speaker.book.clauses[one.clause].rule for one in worse(before, new) if one.must), None)
        name = (rule.zh if lang == "zh" else rule.en) if rule else ""
        found.append(Choice(who, basis.office.name(who), cost(new) - cost(before), broken, who in on, regrets, name))
    rank = basis.office.rank
    return sorted(found, key=lambda one: (not one.on_it, bool(one.broken), one.price, rank.get(one.who, (10**9, 0))))


def _said(speaker: Speaker, before: list[Finding], new: list[Finding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what of 必须 is broken anew, what else gets worse), each as sentences."""
    come = worse(before, new)
    soft = list({_told_once(one): one for one in reversed(come) if not one.must}.values())[::-1]
    other = (DIFFERS.say(speaker.lang),) if any(one.rule in KEEPING for one in soft) else ()
    return (
        tuple(dict.fromkeys(speaker.say(one) for one in come if one.must)),
        (*dict.fromkeys(speaker.say(one) for one in soft if one.rule not in KEEPING), *other),
    )


def _told_once(one: Finding) -> object:
    """What tells a finding from others: of days too near to each other, which several spans hold, only whose."""
    return (one.clause, one.key[0]) if one.rule == Gap.code else (one.clause, one.key)


def price_of(transaction: Transaction, draft: Draft, changes: Iterable[SeatChange], lang: Lang) -> ChangePrice:
    """What changes would come to if they were made at once."""
    basis = bases.basis(transaction, draft.digests)
    case, before = judged(transaction, draft)
    new = after(case, draft, before, changed_roster(draft.roster, changes))
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    return ChangePrice(cost(new) - cost(before), *_said(speaker, before, new))


def exchange(first: tuple[str, str], second: tuple[str, str]) -> tuple[SeatChange, ...]:
    """Two (slot, tagged id, '' for nobody) that trade places."""
    return SeatChange(*first, into=second[1]), SeatChange(*second, into=first[1])
