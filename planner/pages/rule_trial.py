"""A clause tried before it is saved: what it says, what it looks at in a month, and how the month stands to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from constraints.judge import judge
from constraints.model.case import Case
from constraints.problem.roster import Roster
from planner.data_entry.entering import entered
from planner.data_entry.rule_history import RULES
from planner.effect.effect import clause_effect
from planner.effect.this_month import without_effect
from planner.office import clause_text
from planner.office.sheets import ClauseRow
from planner.planning.basis import basis_for, issued_facts
from planner.problem.period import Period
from planner.roster.finding_text import sentences
from planner.store.roster import drafts
from planner.store.roster.standing import Standing
from planner.words import Lang

COUNTED = 20_000
"""Up to so many places of a clause are counted."""


class Against(StrEnum):
    """The roster that a clause is held against."""

    NOTHING = "nothing"
    DRAFT = "draft"
    ISSUED = "issued"


@dataclass(frozen=True)
class RuleTrial:
    """A clause as it would be: its sentence, what it looks at in a month, and where a roster of the month breaks it.

    `places` is how many amounts it measures, COUNTED at most; `remarks` say what it does not do.
    """

    sentence: str
    places: int
    against: Against
    breaches: tuple[str, ...]
    remarks: tuple[str, ...]


def rule_trial(
    standing: Standing, month: str, number: int | None, seen: str, said: Mapping[str, str], now: datetime, lang: Lang
) -> RuleTrial:
    """Try clause `number` from 0, or a new one for None, as it is typed: column → text, on the month YYYY-MM.

    Nothing is saved. Raises Refused with what is wrong, NotPossible if the clause is not as `seen` any more.
    """
    entry = entered(standing.office, RULES, number, seen, said)
    row = entry.after.of(ClauseRow)[entry.at]
    draft = drafts.latest(standing.transaction, month)
    period = Period.month(month)
    if draft is not None:
        period = Period(date.fromisoformat(draft.first), date.fromisoformat(draft.last), draft.duties)
    basis = basis_for(entry.after, period, issued_facts(standing, now))
    there = {slot.id for slot in basis.problem.slots}
    issued = frozenset(pair for pair in standing.issued.pairs if pair[0] in there)
    roster = draft.roster if draft else Roster(issued)
    against = Against.DRAFT if draft else Against.ISSUED if issued else Against.NOTHING
    case = Case(basis.problem, basis.book, roster.pairs)
    index = next((at for at, one in enumerate(basis.book.clauses) if one.source == f"规则!{entry.at + 1}"), None)
    found = judge(case, roster, (index,)) if index is not None and against is not Against.NOTHING else []
    return RuleTrial(
        clause_text.sentence(entry.after, row, lang),
        sum(1 for _ in islice(case.places(index), COUNTED)) if index is not None else 0,
        against,
        tuple(one.text for one in sentences(entry.after, basis.problem, basis.book, found, lang)),
        tuple(
            one.words.say(lang)
            for one in (*clause_effect(entry.after, (row,)).remarks, *without_effect(case))
            if one.number == entry.at + 1
        ),
    )
