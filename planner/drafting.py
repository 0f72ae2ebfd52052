"""Drafting: the solver's roster, or one made by hand, becomes a judged draft of a month."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from constraints.judge import Finding, cost, findings
from constraints.model.book import Clause, RuleBook
from constraints.problem.problem import Absence, Slot, Taken, minutes
from constraints.problem.roster import Roster
from constraints.process import Cancel
from constraints.rules import BY_NAME
from constraints.solve import Effort, Solved, Tell, silent, solve
from planner.fault import Lang, NotPossible, Words
from planner.lawbook import rule_book
from planner.month import Issued, Month, Period, build, duties_of
from planner.office import Office
from planner.say import Speaker
from planner.store import Store, Unit, at_hand, drafts, named, offices, versions
from planner.store.drafts import Basis, Draft
from planner.store.served import really

KEEP_WEIGHT = 100


@dataclass(frozen=True)
class Ask:
    """How a month is to be planned."""

    period: Period
    effort: Effort
    keep: bool = False


@dataclass(frozen=True)
class Planned:
    """A stored draft with what the plan came to."""

    draft: int
    solved: Solved
    basis: Basis
    notes: tuple[Words, ...]
    superseded_lock: bool


def issued_facts(unit: Unit, now: datetime) -> Issued:
    """What is issued, as the facts a plan must respect."""
    content = versions.in_force(unit)
    taken = tuple(Taken(content.slots[slot].slot, who) for slot, who in sorted(really(unit, content.pairs)) if slot in content.slots)
    return Issued(taken, {id: held.slot for id, held in content.slots.items()}, minutes(now.replace(tzinfo=None)), busy(unit))


def busy(unit: Unit) -> dict[str, tuple[Absence, ...]]:
    """The times for which people are named by their units: like a meeting, they keep somebody from full posts."""
    content, found = versions.in_force(unit), dict[str, list[Absence]]()
    for id, some in named.every(unit).items():
        held = content.slots.get(id)
        for of, person in some if held else ():
            if held and ((id, "u:" + of) in content.pairs or of in held.units):
                found.setdefault("p:" + person, []).append(Absence(held.slot.start, held.slot.end, "full"))
    return {who: tuple(sorted(some, key=lambda one: one.start)) for who, some in found.items()}


def prepare(unit: Unit, period: Period, now: datetime, *, keep: bool = False) -> tuple[Basis, Month]:
    """The problem of a period and the book in force, from the store as it stands."""
    office = offices.load(unit)
    if not office.duties:
        raise NotPossible("还没有值班事项，请先导入工作簿", "there are no duties yet: import a workbook first")
    month = build(office, period, issued_facts(unit, now))
    return Basis(month.problem, _book(office, period, keep), office), month


def basis_for(office: Office, period: Period, issued: Issued, *, keep: bool = False) -> Basis:
    """The problem of a period and its book, for an office that need not be the one in the store."""
    return Basis(build(office, period, issued).problem, _book(office, period, keep), office)


def _book(office: Office, period: Period, keep: bool) -> RuleBook:
    book = rule_book(office, period.first, period.last)
    if keep and not any(clause.rule.code == "keep" for clause in book.clauses):
        book = RuleBook((*book.clauses, Clause(BY_NAME["keep"](), KEEP_WEIGHT)))
    return book


def plan(
    store: Store, ask: Ask, now: datetime, lang: Lang,
    tell: Tell = silent, cancel: Cancel | None = None,
) -> Planned:
    """Plan a period and keep the result as its draft; the solver runs outside any transaction."""
    with store.read() as unit:
        basis, month = prepare(unit, ask.period, now, keep=ask.keep)
    solved = solve(basis.problem, basis.book, ask.effort, tell, cancel)
    result = outcome(basis, solved, lang, ask.effort.seed)
    if solved.status == "failed" and not solved.roster.pairs and basis.problem.slots:
        return Planned(0, solved, basis, month.notes, False)
    with store.write() as unit:
        id, locked = _store(unit, basis, ask.period, "solver", result, solved.roster, now)
    return Planned(id, solved, basis, month.notes, locked)


def by_hand(store: Store, period: Period, roster: Roster, now: datetime, lang: Lang) -> tuple[int, list[Finding], Basis]:
    """Take a roster made by hand as the draft of a period."""
    with store.write() as unit:
        basis, _ = prepare(unit, period, now)
        solved = _as_it_is(roster, findings(basis.problem, basis.book, roster))
        id, _ = _store(unit, basis, period, "hand", outcome(basis, solved, lang, 0), roster, now)
    return id, list(solved.findings), basis


def outcome_of(basis: Basis, roster: Roster, found: list[Finding], lang: Lang) -> dict[str, Any]:
    """What a roster that nobody solved for comes to, with its findings."""
    return outcome(basis, _as_it_is(roster, found), lang, 0)


def _as_it_is(roster: Roster, found: list[Finding]) -> Solved:
    broken = any(one.must for one in found)
    return Solved("over_constrained" if broken else "feasible", roster, cost(found), 0, False, tuple(found))


def _store(
    unit: Unit, basis: Basis, period: Period, source: str, result: dict[str, Any], roster: Roster, now: datetime
) -> tuple[int, bool]:
    before = drafts.latest(unit, period.text)
    duties = tuple(duty.id for duty in duties_of(basis.office, period))
    id = drafts.add(
        unit, basis, (period.text, period.first.isoformat(), period.last.isoformat()), duties, source, result, roster,
        now.isoformat(),
    )
    return id, before is not None and before.state == "locked"


def outcome(basis: Basis, solved: Solved, lang: Lang, seed: int) -> dict[str, Any]:
    """What `plan --json` says: status, cost, bound, proof, seconds, open posts and breaches in words."""
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    return {
        "status": solved.status, "cost": solved.cost, "bound": solved.bound, "proved": solved.proved,
        "seconds": solved.seconds, "seed": seed, "made_with": made_with(),
        "open": open_posts(basis, solved, speaker),
        "breaches": [_breach(basis, one, speaker) for one in solved.breaches],
    }


def made_with() -> str:
    """The solver and calendar behind a plan."""
    notices = ", ".join(str(year) for year in sorted(Office().calendar.notices)[-1:])
    return f"ortools {version('ortools')}, highspy {version('highspy')}, Python {platform.python_version()}, notices to {notices}"


def _breach(basis: Basis, one: Finding, speaker: Speaker) -> dict[str, Any]:
    clause = basis.book.clauses[one.clause]
    key = [date.fromordinal(part).isoformat() if isinstance(part, int) and 700_000 < part < 800_000 else part for part in one.key]
    return {
        "rule": clause.rule.zh, "key": key, "amount": one.amount, "text": speaker.say(one),
        "force": "必须" if clause.must else clause.force, "authority": clause.authority,
    }


def open_posts(basis: Basis, solved: Solved, speaker: Speaker) -> list[dict[str, Any]]:
    """Each post that nobody fills, with the reason in counts."""
    on: dict[str, int] = {}
    for slot, _ in solved.roster.pairs:
        on[slot] = on.get(slot, 0) + 1
    short = [slot for slot in basis.problem.slots if on.get(slot.id, 0) < slot.need]
    if not short:
        return []
    reasons = Reasons(basis, solved.roster)
    return [
        {
            "slot": slot.id, "duty": slot.duty, "date": date.fromordinal(slot.day).isoformat(), "shift": slot.shift,
            "post": slot.post, "site": slot.site.partition(":")[2], "missing": slot.need - on.get(slot.id, 0),
            "why": reasons.why(slot).say(speaker.lang),
        } for slot in sorted(short, key=lambda slot: (slot.start, slot.id))
    ]


class Reasons:
    """Counts, slot by slot, what keeps the candidates from it; never why a single person is away."""

    def __init__(self, basis: Basis, roster: Roster) -> None:
        from constraints.judge import judge
        from constraints.model.case import Case

        self._judge = judge
        self._roster = roster
        self._case = Case(basis.problem, basis.book, roster.pairs)
        self._before = judge(self._case, roster)

    def why(self, slot: Slot) -> Words:
        """Such as: 当日可排 6 人：3 人另有安排，2 人受规则限制（次数）."""
        able = sorted(who for id, who in self._case.problem.candidates if id == slot.id)
        away = [who for who in able if self._case.absent(who, slot)]
        busy = [who for who in able if who not in away and self._case.busy(who, slot)]
        rest = [who for who in able if who not in away and who not in busy and (slot.id, who) not in self._roster]
        rules = self._barring(slot, rest)
        zh = [f"当日可排 {len(able)} 人"]
        en = [f"{len(able)} could take it"]
        if away or busy:
            zh.append(f"{len(away) + len(busy)} 人该时段另有安排")
            en.append(f"{len(away) + len(busy)} are taken elsewhere")
        if rest:
            names_zh = "、".join(rule[0] for rule in rules) or "其他必须条款"
            names_en = ", ".join(rule[1] for rule in rules) or "other clauses"
            zh.append(f"{len(rest)} 人受规则限制（{names_zh}）")
            en.append(f"{len(rest)} are held back by rules ({names_en})")
        return Words("，".join(zh), ", ".join(en))

    def _barring(self, slot: Slot, whos: list[str]) -> list[tuple[str, str]]:
        """The hard rules that putting one of them there would break."""
        found: dict[tuple[str, str], None] = {}
        had = {(one.clause, one.key): one.amount for one in self._before}
        for who in whos[:8]:
            for one in self._judge(self._case, self._roster.with_((slot.id, who))):
                if one.must and one.amount > had.get((one.clause, one.key), 0):
                    rule = self._case.book.clauses[one.clause].rule
                    found[rule.zh, rule.en] = None
        return list(found)


def stale(unit: Unit, draft: Draft, now: datetime) -> bool:
    """Whether what a draft rests on has changed since it was made."""
    clock = minutes(now.replace(tzinfo=None))
    begun = sum(held.slot.start <= clock for held in versions.in_force(unit).slots.values())
    key = *at_hand.marks(unit, at_hand.OFFICE, at_hand.ISSUED), draft.digests, draft.first, draft.last, draft.duties, begun
    return _STALE.get(key, lambda: _stale(unit, draft, now))


_STALE: at_hand.Shelf[bool] = at_hand.Shelf(16)


def _stale(unit: Unit, draft: Draft, now: datetime) -> bool:
    return basis_again(unit, draft, now).ground() != draft.digests[:2]


def basis_again(unit: Unit, draft: Draft, now: datetime) -> Basis:
    """What a draft would rest on if it were made now, in the same way."""
    period = Period(date.fromisoformat(draft.first), date.fromisoformat(draft.last), draft.duties)
    return prepare(unit, period, now, keep=keeps(unit, draft))[0]


def keeps(unit: Unit, draft: Draft) -> bool:
    """Whether a draft was asked to stay close to what is issued."""
    return any(clause.rule.code == "keep" and not clause.source for clause in drafts.basis(unit, draft.digests).book.clauses)
