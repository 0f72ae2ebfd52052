"""What came of a plan or a hand-made roster, as a document: status, cost, breaches, open posts with their reasons."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version

from constraints.judge import Finding, cost
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster
from constraints.solve import PlanStatus, Solved
from planner.office.ids import bare
from planner.office.office import Office
from planner.roster.finding_text import Speaker
from planner.store.results.outcome import OpenPost, PlanOutcome, UnmetClause
from planner.store.roster.bases import Basis
from planner.words import Lang, Words


def outcome_of(basis: Basis, roster: Roster, found: list[Finding], lang: Lang) -> PlanOutcome:
    """The document of a roster that no solver made, from its findings; `lang` is the language of its sentences."""
    return outcome(basis, as_it_is(roster, found), lang, 0)


def as_it_is(roster: Roster, found: list[Finding]) -> Solved:
    """A roster that no solver made, in the form of a solver's answer: judged, with bound 0 and nothing proved."""
    broken = any(one.must for one in found)
    status = PlanStatus.OVER_CONSTRAINED if broken else PlanStatus.FEASIBLE
    return Solved(status, roster, cost(found), 0, False, tuple(found))


def outcome(basis: Basis, solved: Solved, lang: Lang, seed: int) -> PlanOutcome:
    """What `plan --json` prints: status, cost and bound (cost units), proof, seconds, open posts, breaches in words."""
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    return PlanOutcome(
        solved.status,
        solved.cost,
        solved.bound,
        solved.proved,
        solved.seconds,
        seed,
        made_with(),
        open_posts(basis, solved, speaker),
        tuple(_unmet(basis, one, speaker) for one in solved.breaches),
    )


def made_with() -> str:
    """The versions of the solvers and Python, and the last year with a holiday notice, as one line of text."""
    notices = ", ".join(str(year) for year in sorted(Office().calendar.notices)[-1:])
    solvers = f"ortools {version('ortools')}, highspy {version('highspy')}"
    return f"{solvers}, Python {platform.python_version()}, notices to {notices}"


def _unmet(basis: Basis, one: Finding, speaker: Speaker) -> UnmetClause:
    clause = basis.book.clauses[one.clause]
    key = tuple(
        date.fromordinal(part).isoformat() if isinstance(part, int) and 700_000 < part < 800_000 else part
        for part in one.key
    )
    force = "必须" if clause.must else clause.force
    return UnmetClause(clause.rule.zh, key, one.amount, speaker.say(one), force, clause.authority)


def open_posts(basis: Basis, solved: Solved, speaker: Speaker) -> tuple[OpenPost, ...]:
    """Each slot with fewer people than it needs, by start: how many are missing, and why, in counts."""
    on: dict[str, int] = {}
    for slot, _ in solved.roster.pairs:
        on[slot] = on.get(slot, 0) + 1
    short = [slot for slot in basis.problem.slots if on.get(slot.id, 0) < slot.need]
    if not short:
        return ()
    reasons = Reasons(basis, solved.roster)
    said = [(slot, reasons.why(slot)) for slot in sorted(short, key=lambda slot: (slot.start, slot.id))]
    return tuple(
        OpenPost(
            slot.id,
            slot.duty,
            date.fromordinal(slot.day).isoformat(),
            slot.shift,
            slot.post,
            bare(slot.site),
            slot.need - on.get(slot.id, 0),
            why.say(speaker.lang),
            why.en,
        )
        for slot, why in said
    )


class Reasons:
    """Says for an open slot how many candidates are kept from it and by what; never why a single person is away."""

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
        """Names (zh, en) of the rules of 必须 that one of the first eight would break, or break more, on this slot."""
        found: dict[tuple[str, str], None] = {}
        had = {(one.clause, one.key): one.amount for one in self._before}
        for who in whos[:8]:
            for one in self._judge(self._case, self._roster.with_((slot.id, who))):
                if one.must and one.amount > had.get((one.clause, one.key), 0):
                    rule = self._case.book.clauses[one.clause].rule
                    found[rule.zh, rule.en] = None
        return list(found)
