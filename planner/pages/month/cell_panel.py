"""The panel of a cell: who is on, why, who else could be and what that would come to, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.judging.standins import StandIn, standins
from planner.judging.why_this_person import Why, why, why_in_draft
from planner.pages.month.cell_history import CellStep, cell_history
from planner.pages.month.matrix import lines_of_desk
from planner.pages.month.slot_cells import Cells, CellState, SlotCell
from planner.pages.month_desk import Desk
from planner.planning.by_hand.choosing import Choice, choices_for
from planner.roster.lines import Line
from planner.store.roster.standing import Standing
from planner.words import Lang


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take the cell: what changes then, in sentences, and how many cost units that is."""

    who: str
    name: str
    price: int
    reasons: tuple[str, ...]
    times: int
    """How often they serve the post this month so far."""


@dataclass(frozen=True)
class BarredCandidates:
    """Those who cannot take the cell for the same rule, each with what stands in the way."""

    rule: str
    people: tuple[Candidate, ...]


@dataclass(frozen=True)
class CellPanel:
    """A slot with everything that stands beside it in the panel."""

    line: Line
    cell: SlotCell
    out: str
    """Who would go (tagged id), '' where somebody would come besides those on it."""
    why: tuple[str, ...] = ()
    fit: tuple[Candidate, ...] = ()
    """Those with whom nothing gets worse, the best first."""
    worse: tuple[Candidate, ...] = ()
    barred: tuple[BarredCandidates, ...] = ()
    history: tuple[CellStep, ...] = ()

    @property
    def room(self) -> bool:
        """Whether one more can be put on it."""
        return len(self.line.people) < self.line.slot.room

    @property
    def held_back(self) -> int:
        """How many cannot take it."""
        return sum(len(one.people) for one in self.barred)


def line_on_desk(shown: Desk, slot: str) -> Line | None:
    """The line of a slot, None where the desk has none of that id."""
    return next((line for line in lines_of_desk(shown) if line.slot.id == slot), None)


def cell_panel(standing: Standing, shown: Desk, line: Line, out: str | None, now: datetime, lang: Lang) -> CellPanel:
    """The panel of a line of the desk; `out` is who would go, None for whoever that is most likely."""
    cell = Cells(standing, shown, now).slot(line)
    transaction, office = standing.transaction, shown.office
    on = [one.tagged for one in line.people]
    if out is None or (out and out not in on):
        out = on[0] if on and len(on) >= line.slot.need else ""
    history = cell_history(transaction, office, line.slot.id, shown.draft if shown.drafted else None)
    if cell.state is CellState.PAST:
        return CellPanel(line, cell, out, history=history)
    if cell.state is CellState.ISSUED:
        reason = why(standing, f"{line.nominal:%Y-%m}", line, out, lang)
        others = [_stand_in(one, reason) for one in standins(standing, line.slot.id, out, lang)]
    else:
        assert shown.draft is not None, "a slot that is not issued is drafted"
        reason = why_in_draft(transaction, office, shown.draft, line, out, lang)
        found = choices_for(transaction, shown.draft, line.slot.id, out, lang)
        others = [_choice(one, reason) for one in found if not one.on_it]
    free = [one for one, rule in others if not rule]
    return CellPanel(
        line,
        cell,
        out,
        tuple(reason.words(lang)) if out else (),
        tuple(one for one in free if one.price <= 0),
        tuple(one for one in free if one.price > 0),
        _by_rule(others),
        history,
    )


Ruled = tuple[Candidate, str]
"""A candidate, and the rule that bars them; '' for none."""


def _choice(one: Choice, reason: Why) -> Ruled:
    said = _without_name(one.name, one.broken or one.regrets)
    return Candidate(one.who, one.name, one.price, said, reason.times.get(one.who, 0)), one.rule


def _stand_in(one: StandIn, reason: Why) -> Ruled:
    said = _without_name(one.name, one.broken or one.regrets)
    return Candidate(one.who, one.name, one.price, said, reason.times.get(one.who, 0)), "".join(one.broken[:1])


def _without_name(name: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences about somebody whose name stands beside them."""
    return tuple(one.removeprefix(f"{name} ") for one in sentences)


def _by_rule(others: list[Ruled]) -> tuple[BarredCandidates, ...]:
    found: dict[str, list[Candidate]] = {}
    for one, rule in others:
        if rule:
            found.setdefault(rule, []).append(one)
    return tuple(BarredCandidates(rule, tuple(some)) for rule, some in found.items())
