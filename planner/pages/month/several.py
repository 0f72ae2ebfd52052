"""Several cells chosen at once: what exchanging two of them would come to, and who could take them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.pages.month.slot_cells import Cells, SlotCell
from planner.planning.by_hand.choosing import CellChange, ChangePrice, exchange, price_of
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import bases
from planner.store.roster.drafts import Draft
from planner.words import Lang

MOST = 40
"""So many who could take all cells are priced, in rank order."""


class Fitness(StrEnum):
    """What a change comes to in one word: nothing worse, something worse, a hard requirement not met."""

    FITS = "fits"
    WORSE = "worse"
    BARRED = "barred"


def fitness(price: ChangePrice) -> Fitness:
    """The word for a price."""
    if price.broken:
        return Fitness.BARRED
    return Fitness.WORSE if price.price > 0 else Fitness.FITS


@dataclass(frozen=True)
class ChosenCell:
    """A cell chosen, and who of those on it is meant (tagged id), '' for nobody."""

    line: Line
    cell: SlotCell
    who: str


@dataclass(frozen=True)
class PricedTaker:
    """Somebody who could take all cells chosen, and what that would come to."""

    who: str
    name: str
    price: ChangePrice

    @property
    def fitness(self) -> Fitness:
        """It in one word."""
        return fitness(self.price)


@dataclass(frozen=True)
class SeveralCells:
    """The cells chosen; of two, what exchanging their people comes to; who could take them all."""

    cells: tuple[ChosenCell, ...]
    exchanged: ChangePrice | None
    takers: tuple[PricedTaker, ...]

    @property
    def fitness(self) -> Fitness | None:
        """What the exchange comes to in one word."""
        return fitness(self.exchanged) if self.exchanged else None


def chosen_cells(cells: Cells, lines: Iterable[Line], wanted: Sequence[tuple[str, str]]) -> tuple[ChosenCell, ...]:
    """The lines of some (slot, tagged id; '' for whoever comes first), in the order chosen, but for unknown slots."""
    by_slot = {line.slot.id: line for line in lines}
    found = []
    for slot, who in dict.fromkeys(wanted):
        line = by_slot.get(slot)
        if line:
            on = [one.tagged for one in line.people]
            found.append(ChosenCell(line, cells.slot(line), who if who in on else "".join(on[:1])))
    return tuple(found)


def several_cells(
    transaction: Transaction, draft: Draft, chosen: tuple[ChosenCell, ...], lang: Lang, *, takers: bool = True
) -> SeveralCells:
    """What could be done with chosen cells of an open draft; without `takers` only what an exchange comes to."""
    exchanged = price_of(transaction, draft, exchange_of(chosen), lang) if len(chosen) == 2 else None
    if not takers or len(chosen) < 2:
        return SeveralCells(chosen, exchanged, ())
    basis = bases.basis(transaction, draft.digests)
    slots = {one.line.slot.id for one in chosen}
    asked: dict[str, set[str]] = {}
    for slot, who in basis.problem.candidates:
        if slot in slots:
            asked.setdefault(who, set()).add(slot)
    rank = basis.office.rank
    whos = sorted((who for who, some in asked.items() if some == slots), key=lambda who: rank.get(who, (10**9, 0)))
    priced = [
        PricedTaker(who, basis.office.name(who), price_of(transaction, draft, put_on_all(chosen, who), lang))
        for who in whos[:MOST]
    ]
    ordered = sorted(priced, key=lambda one: (bool(one.price.broken), one.price.price))
    return SeveralCells(chosen, exchanged, tuple(ordered))


def exchange_of(chosen: Sequence[ChosenCell]) -> tuple[CellChange, ...]:
    """The changes by which two cells trade those who are meant."""
    first, second = chosen
    return exchange((first.line.slot.id, first.who), (second.line.slot.id, second.who))


def put_on_all(chosen: Iterable[ChosenCell], who: str) -> tuple[CellChange, ...]:
    """The changes by which somebody takes the place of those who are meant on all cells; '' takes these off."""
    return tuple(CellChange(one.line.slot.id, one.who, who) for one in chosen if one.who != who)
