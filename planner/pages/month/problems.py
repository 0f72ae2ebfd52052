"""What is wrong with a month: hard requirements first, each with its cell; the rest by rule, the dearest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.judging.still_serves import Hindrance
from planner.office.cells.policies import WEIGHTS
from planner.pages.month.matrix import lines_of_desk
from planner.pages.month.month_desk import Desk, DeskFinding
from planner.roster.lines import Line
from planner.words import Words

FORCE_NAMES = {"重要": Words("重要"), "一般": Words("一般"), "尽量": Words("尽量")}


@dataclass(frozen=True)
class MonthProblem:
    """A finding in words, with the line of the cell it is shown at, None where it is about too many."""

    text: str
    rule: str
    force: Words | None
    """How weighty, None for a hard requirement."""
    cost: int
    authority: str
    line: Line | None


@dataclass(frozen=True)
class RuleProblems:
    """What a rule finds, the dearest first."""

    rule: str
    problems: tuple[MonthProblem, ...]


@dataclass(frozen=True)
class Problems:
    """All that is wrong: hard requirements not met, and by rule what to take note of."""

    hard: tuple[MonthProblem, ...]
    soft: tuple[RuleProblems, ...]
    vacant: tuple[tuple[Line, str, Hindrance], ...] = ()
    """What is issued and shown whose holder (tagged) can serve it no longer, and why."""
    judged: bool = True
    """Whether what is shown is judged by the rules: a draft is, what is issued was before its issue."""

    @property
    def number(self) -> int:
        """How many there are in all."""
        return len(self.hard) + self.noted + len(self.vacant)

    @property
    def noted(self) -> int:
        """How many there are to take note of."""
        return sum(len(one.problems) for one in self.soft)


def problems(shown: Desk) -> Problems:
    """What is wrong with what a desk shows."""
    by_slot = {line.slot.id: line for line in lines_of_desk(shown)}
    where: dict[int, list[Line]] = {}
    for slot, numbers in shown.flags.items():
        for number in numbers if slot in by_slot else ():
            where.setdefault(number, []).append(by_slot[slot])
    hard, soft = [], dict[str, list[MonthProblem]]()
    for number, finding in enumerate(shown.findings, 1):
        line = min(where.get(number, ()), key=lambda one: (one.start, one.slot.id), default=None)
        one = _problem(finding, line)
        if one.force is None:
            hard.append(one)
        else:
            soft.setdefault(one.rule, []).append(one)
    by_rule = tuple(RuleProblems(rule, tuple(some)) for rule, some in soft.items())
    return Problems(tuple(hard), by_rule, tuple(_vacant(shown, by_slot)), shown.drafted)


def _vacant(shown: Desk, by_slot: Mapping[str, Line]) -> Iterator[tuple[Line, str, Hindrance]]:
    """The issued lines shown whose holder can serve them no longer, by start; none of a draft, which is judged."""
    for (slot, who), cause in sorted(shown.unable.items()):
        if not shown.drafted and slot in by_slot:
            yield by_slot[slot], who, cause


def _problem(finding: DeskFinding, line: Line | None) -> MonthProblem:
    hard = not isinstance(finding.force, int)
    cost = 0 if hard else int(finding.force) * finding.amount
    return MonthProblem(
        finding.text, finding.rule, None if hard else force_words(int(finding.force)), cost, finding.authority, line
    )


def force_words(weight: int) -> Words:
    """How weighty a clause of a weight is: the greatest word whose weight it reaches."""
    word = next((word for word in ("重要", "一般") if weight >= WEIGHTS[word]), "尽量")
    return FORCE_NAMES[word]
