"""Easing: how far one number of a clause has to give way so that a part has a full roster, and no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from constraints.explaining.clash import Clash
from constraints.explaining.fact import Eased
from constraints.explaining.oracle import Oracle
from constraints.measure.parameter import Parameter
from constraints.measure.rule import Rule


def eased(oracle: Oracle, slots: frozenset[str], clashes: Sequence[Clash], given: frozenset[str]) -> tuple[Eased, ...]:
    """Of the facts `given` up the clauses that could stand with a milder number, each with the least change needed.

    `slots` have a full roster then, with the other facts given up, and the loans taken, as they are.
    """
    found: list[Eased] = []
    rules: dict[int, Rule] = {}
    force = oracle.everything ^ given
    for fact in sorted(one for one in given if oracle.facts.all[one].clause >= 0):
        mine = [clash for clash in clashes if clash.facts & given == {fact}]
        strict = _Strict(oracle, slots, mine, oracle.facts.all[fact].clause, force | {fact}, rules)
        milder = next(filter(None, map(strict.mildest, strict.rule.parameters())), None)
        if milder:
            found.append(Eased(fact, *milder))
            force |= {fact}
            rules = {**rules, strict.clause: strict.with_value(*milder)}
    return tuple(found)


@dataclass(frozen=True)
class _Strict:
    """A clause that is too strict for some slots, the clashes that it alone would end, and the other facts in force."""

    oracle: Oracle
    slots: frozenset[str]
    clashes: Sequence[Clash]
    clause: int
    force: frozenset[str]
    rules: Mapping[int, Rule]
    """Clause's number → its rule, for other clauses that were eased before."""

    @property
    def rule(self) -> Rule:
        return self.oracle.facts.book.clauses[self.clause].rule

    def mildest(self, one: Parameter) -> tuple[str, int] | None:
        """This parameter's name and the number nearest to the present one that suffices; None if none does.

        What the clashes need is needed for all slots as well, so the search over all slots starts there.
        """
        value = getattr(self.rule, one.name)
        if not one.eases or value is None:
            return None
        enough = _nearest(one, value, 1, lambda new: self._ends(self.with_value(one.name, new)))
        if enough is None:
            return None
        new = _nearest(one, value, abs(enough - value), lambda new: self._full(self.with_value(one.name, new)))
        return None if new is None else (one.name, new)

    def with_value(self, name: str, value: int) -> Rule:
        """The clause's rule with another number."""
        return cast("Rule", replace(cast("Any", self.rule), **{name: value}))

    def _ends(self, rule: Rule) -> bool:
        return all(self.oracle.possible(clash.slots, clash.facts, {self.clause: rule}) for clash in self.clashes)

    def _full(self, rule: Rule) -> bool:
        return self.oracle.full(self.slots, self.force, {**self.rules, self.clause: rule})


def _nearest(one: Parameter, value: int, step: int, holds: Callable[[int], bool]) -> int | None:
    """The number nearest to `value`, at least `step` away, of which `holds`; None if there is none.

    Steps double until it holds, then the last one is halved (exponential search, Bentley and Yao 1976).
    """
    way = 1 if one.eases == "up" else -1
    most = one.highest - value if way > 0 else value - max(one.lowest, 1)  # a clause that asks for 0 asks for nothing
    short, far = step - 1, step
    while far <= most and not holds(value + way * far):
        if far == most:
            return None
        short, far = far, min(2 * far, most)
    if far > most:
        return None
    while far - short > 1:
        middle = (short + far) // 2
        if holds(value + way * middle):
            far = middle
        else:
            short = middle
    return value + way * far
