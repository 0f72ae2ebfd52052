"""What a draft rests on: the problem and rule book of its month, kept with it, and whether they are stale."""

from __future__ import annotations

from datetime import date, datetime

from constraints.model.book import Clause, RuleBook
from constraints.problem.problem import Absence, Problem, Taken
from constraints.rules.keep import Keep
from constraints.rules.keep_draft import KeepDraft
from planner.errors import NotPossible
from planner.office.ids import as_person, as_unit
from planner.office.office import Office
from planner.planning.kept_draft import kept_by
from planner.problem.build import NOTHING_KEPT, Month, build_problem
from planner.problem.period import Issued, KeptDraft, Period
from planner.problem.rotation.turns import rotations
from planner.problem.rule_book import rule_book
from planner.roster.issued import begun
from planner.store import Transaction, cache
from planner.store.people import named_people
from planner.store.roster import bases, drafts
from planner.store.roster.actual_service import really
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.store.roster.turns import NO_TURNS, issued_turns
from planner.store.roster.versions import Content
from planner.words import Words

KEEP_WEIGHT = 100
"""Cost units for each assignment that a plan with `keep` adds to what is issued or takes out of it."""
KEEP_DRAFT_WEIGHT = 10
"""一般: the same for a draft that is kept, where the office's own rules do not say otherwise."""


def issued_facts(standing: Standing, now: datetime) -> Issued:
    """What is issued, as the facts a plan must respect: who holds which slot, as really served, and the moment."""
    transaction, content = standing.transaction, standing.issued
    taken = tuple(
        Taken(content.slots[slot].slot, who)
        for slot, who in sorted(really(transaction, content.pairs))
        if slot in content.slots
    )
    before = issued_turns(transaction) if rotations(standing.office) else NO_TURNS
    return Issued(
        taken,
        {id: held.slot for id, held in content.slots.items()},
        standing.office.minute(now),
        busy(transaction, content),
        before.turns,
        before.cursors,
    )


def busy(transaction: Transaction, content: Content) -> dict[str, tuple[Absence, ...]]:
    """Tagged person → the times (minutes) for which their unit has named them; these bar them from full posts only."""
    found = dict[str, list[Absence]]()
    for id, some in named_people.every(transaction).items():
        held = content.slots.get(id)
        for of, person in some if held else ():
            if held and ((id, as_unit(of)) in content.pairs or of in held.units):
                found.setdefault(as_person(person), []).append(Absence(held.slot.start, held.slot.end, "full"))
    return {who: tuple(sorted(some, key=lambda one: one.start)) for who, some in found.items()}


def prepare(
    standing: Standing, period: Period, now: datetime, *, keep: bool = False, kept: KeptDraft = NOTHING_KEPT
) -> tuple[Basis, Month]:
    """The basis of a plan made now, from the store as it stands, and its problem with notes on the period.

    With `keep`, changing what is issued costs, and so does changing the draft that is `kept`. Raises NotPossible for an
    office without duties, or an unknown one.
    """
    office = standing.office
    if not office.duties:
        raise NotPossible(Words("还没有值班事项，请先导入工作簿"))
    month = build_problem(office, period, issued_facts(standing, now), kept)
    return Basis(month.problem, _book(office, period, month.problem, keep), office), month


def basis_for(
    office: Office, period: Period, issued: Issued, *, keep: bool = False, kept: KeptDraft = NOTHING_KEPT
) -> Basis:
    """The basis of a plan of a period, for an office that need not be the one in the store (a way out being priced)."""
    problem = build_problem(office, period, issued, kept).problem
    return Basis(problem, _book(office, period, problem, keep), office)


def _book(office: Office, period: Period, problem: Problem, keep: bool) -> RuleBook:
    """The office's own rules, and those that the wish to keep adds where the office has none of their kind."""
    book = rule_book(office, period.first, period.last)
    own = {clause.rule.code for clause in book.clauses}
    if keep and Keep.code not in own:
        book = RuleBook((*book.clauses, Clause(Keep(), KEEP_WEIGHT)))
    if problem.drafted and KeepDraft.code not in own:
        book = RuleBook((*book.clauses, Clause(KeepDraft(), KEEP_DRAFT_WEIGHT)))
    return book


def stale(standing: Standing, draft: Draft, now: datetime) -> bool:
    """Whether the same plan, made now, would get another problem or rule book than the draft did."""
    return _stale(standing, draft, now, begun(standing, now))


@cache.kept(
    16,
    cache.OFFICE,
    cache.ISSUED,
    by=lambda standing, draft, now, past: (draft.digests, draft.first, draft.last, draft.duties, past),
)
def _stale(standing: Standing, draft: Draft, now: datetime, past: int) -> bool:
    """`past` issued slots lie in the past: the draft rests on no other part of the present moment."""
    return basis_again(standing, draft, now).ground() != draft.digests[:2]


def basis_again(standing: Standing, draft: Draft, now: datetime) -> Basis:
    """The basis a draft would have if it were made now, for the same days and duties and with the same wish to keep."""
    period = Period(date.fromisoformat(draft.first), date.fromisoformat(draft.last), draft.duties)
    return prepare(
        standing, period, now, keep=keeps(standing.transaction, draft), kept=kept_by(standing.transaction, draft)
    )[0]


def keeps(transaction: Transaction, draft: Draft) -> bool:
    """Whether a draft was planned with `keep`: its book has the clause of 已印发少调整, and not from the workbook."""
    return any(
        isinstance(clause.rule, Keep) and not clause.source
        for clause in bases.basis(transaction, draft.digests).book.clauses
    )


def draft_of(transaction: Transaction, month: str) -> Draft:
    """The draft of a month (YYYY-MM) that is open or locked. Raises NotPossible where there is none."""
    found = drafts.latest(transaction, month)
    if found is None:
        raise NotPossible(Words("%(month)s 没有草稿，请先 plan %(month)s", month=month))
    return found
