"""Two drafts of a month side by side: what differs cell by cell, what each costs and breaks; going on with either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from constraints.judge import cost, worse
from planner.errors import NotPossible
from planner.office.office import Office
from planner.planning.draft_findings import judged
from planner.roster.finding_text import Speaker
from planner.roster.issued import draft_lines
from planner.roster.lines import Line
from planner.store import Store, Transaction, audit
from planner.store.roster import bases, drafts
from planner.store.roster.drafts import Draft, DraftState
from planner.store.row_ids import DraftId
from planner.words import Lang, Words


@dataclass(frozen=True)
class Cell:
    """A slot on which the two drafts have different people, and their names in each draft."""

    line: Line
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class DraftSide:
    """One of the two drafts, with its cost in whole cost units and the number of findings against 必须.

    `alone` are sentences on what it breaks more than the other; on all it breaks, where they rest on different bases.
    """

    draft: Draft
    cost: int
    broken: int
    alone: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """Two drafts and the cells in which they differ, by start."""

    left: DraftSide
    right: DraftSide
    cells: tuple[Cell, ...]


def compare(transaction: Transaction, office: Office, left: DraftId, right: DraftId, lang: Lang) -> Compared:
    """Compare two drafts, given by their ids. Raises NotPossible where one is unknown or their months differ."""
    sides = [_known(transaction, one) for one in (left, right)]
    if sides[0].month != sides[1].month:
        raise NotPossible(Words("两份草稿不是同一个月的"))
    lines = [{line.slot.id: line for line in draft_lines(transaction, office, one)} for one in sides]
    cells = []
    for slot in lines[0].keys() | lines[1].keys():
        names = [tuple(one.name for one in side[slot].people) if slot in side else () for side in lines]
        if names[0] != names[1]:
            cells.append(Cell(lines[0].get(slot) or lines[1][slot], *names))
    found = [judged(transaction, one)[1] for one in sides]

    def side(number: int) -> DraftSide:
        basis = bases.basis(transaction, sides[number].digests)
        speaker = Speaker(basis.office, basis.problem, basis.book, lang)
        alone = worse(found[1 - number], found[number]) if sides[0].digests == sides[1].digests else found[number]
        return DraftSide(
            sides[number],
            cost(found[number]),
            sum(one.must for one in found[number]),
            tuple(dict.fromkeys(speaker.say(one) for one in alone)),
        )

    return Compared(side(0), side(1), tuple(sorted(cells, key=lambda one: (one.line.start, one.line.slot.id))))


def _known(transaction: Transaction, id: DraftId) -> Draft:
    try:
        return drafts.get(transaction, id)
    except LookupError:
        raise NotPossible(Words("没有草稿 %(id)s", id=id)) from None


def choose(store: Store, month: str, id: DraftId, now: datetime, by: str) -> None:
    """Make an earlier draft the open one again and supersede the present one.

    Raises NotPossible where the earlier one is unknown, of another month or not superseded, or the present locked.
    """
    with store.write() as transaction:
        wanted, present = _known(transaction, id), drafts.latest(transaction, month)
        if wanted.month != month or wanted.state is not DraftState.SUPERSEDED:
            raise NotPossible(Words("这份草稿不能改用"))
        if present is not None and present.state is DraftState.LOCKED:
            raise NotPossible(Words("现在的草稿已送签锁定"))
        if present is not None:
            drafts.set_state(transaction, present, DraftState.SUPERSEDED)
        drafts.set_state(transaction, wanted, DraftState.OPEN)
        audit.record(transaction, now, by, "choose", {"month": month, "draft": id})
