"""What came of a plan or a hand-made roster, as a document: status, cost, breaches, open posts with their reasons."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version
from math import inf
from time import monotonic

from constraints.judge import Finding, cost, rejudge, worse
from constraints.model.case import Case
from constraints.problem.problem import Slot
from constraints.problem.roster import Roster
from constraints.rules.rotation import Rotation
from constraints.solve import PlanStatus, Solved
from planner.office.ids import bare
from planner.office.office import Office
from planner.roster.finding_text import Speaker, private
from planner.roster.turn_text import turn_words
from planner.store.results.outcome import OpenPost, PlanOutcome, UnmetClause
from planner.store.roster.bases import Basis
from planner.words import Lang, Words, series

TELLING = 3.0
"""Seconds in which the rules that keep people from open posts are looked for; then people are counted alone."""
HURRIED = 0.1
"""The same for somebody who has called the search off."""


def outcome_of(basis: Basis, roster: Roster, found: list[Finding], lang: Lang, case: Case | None = None) -> PlanOutcome:
    """The document of a roster that no solver made, from its findings; `lang` is the language of its sentences."""
    return outcome(basis, as_it_is(roster, found, case), lang, 0)


def as_it_is(roster: Roster, found: list[Finding], case: Case | None = None) -> Solved:
    """A roster that no solver made, in the form of a solver's answer: judged, with bound 0 and nothing proved.

    `case` is what judged it and knows all its pairs, if that is at hand.
    """
    broken = any(one.must for one in found)
    status = PlanStatus.OVER_CONSTRAINED if broken else PlanStatus.FEASIBLE
    return Solved(status, roster, cost(found), 0, False, tuple(found), case=case)


def outcome(basis: Basis, solved: Solved, lang: Lang, seed: int, *, hurried: bool = False) -> PlanOutcome:
    """What `plan --json` prints: status, cost and bound (cost units), proof, seconds, open posts, breaches in words.

    `hurried` if somebody has called the search off and waits: little time is spent on why posts are open.
    """
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    return PlanOutcome(
        solved.status,
        solved.cost,
        solved.bound,
        solved.proved,
        solved.seconds,
        seed,
        made_with(),
        open_posts(basis, solved, speaker, HURRIED if hurried else TELLING),
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
    return UnmetClause(clause.rule.zh, key, one.amount, speaker.say(one), force, clause.authority, private(one))


def open_posts(basis: Basis, solved: Solved, speaker: Speaker, seconds: float) -> tuple[OpenPost, ...]:
    """Each slot with fewer people than it needs, by start: how many are missing, and why, in counts.

    The rules that keep people from it are looked for as long as `seconds` last.
    """
    on: dict[str, int] = {}
    for slot, _ in solved.roster.pairs:
        on[slot] = on.get(slot, 0) + 1
    short = [slot for slot in basis.problem.slots if on.get(slot.id, 0) < slot.need]
    if not short:
        return ()
    reasons = Reasons(basis, solved, monotonic() + seconds)
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


WITHHELD = Words("该时段另有安排")
OTHERS = Words("其他必须条款")
TAKEN = Words("，但该时段另有安排")


class Reasons:
    """Says for an open slot how many candidates are kept from it and by what; never why a single person is away.

    By which rules is found out for as long as there is time: until `until`, as `monotonic` counts.
    """

    def __init__(self, basis: Basis, solved: Solved, until: float = inf) -> None:
        self._roster = solved.roster
        self._case = solved.case or Case(basis.problem, basis.book, solved.roster.pairs)
        self._before = list(solved.findings)
        self._until = until
        self._office = basis.office
        bound = [one.rule for one in basis.book.clauses if one.must and isinstance(one.rule, Rotation)]
        slots = {slot.id for rule in bound for slot in self._case.on(rule.scope)}
        self._turns = {turn.slot: turn for turn in basis.problem.turns if turn.slot in slots}

    def why(self, slot: Slot) -> Words:
        """Such as: 当日可排 6 人：3 人另有安排，2 人不能排（次数）."""
        turn = self._turn(slot)
        if turn is not None:
            return turn
        candidates = self._case.problem.candidates
        able = sorted(who for id, who in self._case.pairs(slot) if (id, who) in candidates)
        taken = {who for who in able if self._case.absent(who, slot) or self._case.busy(who, slot)}
        rest = [who for who in able if who not in taken and (slot.id, who) not in self._roster]
        said = [Words("当日可排 %(count)s 人", count=len(able))]
        if taken:
            said.append(Words("%(count)s 人该时段另有安排", count=len(taken)))
        if rest:
            said.append(Words("%(count)s 人不能排%(names)s", count=len(rest), names=self._named(slot, rest)))
        return Words.given("，".join(one.zh for one in said), ", ".join(one.en for one in said))

    def _turn(self, slot: Slot) -> Words | None:
        """Whose turn it is on a slot that 必须 gives to nobody else, and what keeps them from it; else None."""
        turn = self._turns.get(slot.id)
        if turn is None:
            return None
        said = turn_words(self._office, turn, date.fromordinal(slot.day), private=False)
        barred = [who for who in (turn.members or turn.who) if (slot.id, who) not in self._roster]
        names = self._named(slot, barred) if barred else Words("")
        but = Words("，但不能排%(names)s", names=names) if barred else names
        but = TAKEN if names == _bracketed([WITHHELD]) else but
        if not turn.members and 0 < len(turn.who) < slot.need - len(turn.ordered):
            but = Words("%(but)s，其余的人都不能值", but=but)
        return Words.given(said.zh + but.zh, said.en + but.en)

    def _named(self, slot: Slot, whos: list[str]) -> Words:
        """The names of those rules in brackets; nothing once time is up."""
        if monotonic() > self._until:
            return Words("")
        rules = self._barring(slot, whos)
        return _bracketed(rules or [OTHERS])

    def _barring(self, slot: Slot, whos: list[str]) -> list[Words]:
        """The names of the rules of 必须 that one of the first eight would break, or break more, on this slot.

        In place of what only the office may know stands WITHHELD, which tells no rule from another.
        """
        found: dict[Words, None] = {}
        for who in whos[:8]:
            after = rejudge(self._case, self._roster, self._before, self._roster.with_((slot.id, who)))
            for one in worse(self._before, after):
                if one.must:
                    rule = self._case.book.clauses[one.clause].rule
                    found[WITHHELD if private(one) else Words.given(rule.zh, rule.en)] = None
        return sorted(found, key=lambda one: one == WITHHELD)


def _bracketed(rules: list[Words]) -> Words:
    return Words("（%(rules)s）", rules=series(rules))
