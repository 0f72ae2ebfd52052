"""Easing: how far one number of a clause has to give way so that a part has a full roster, and no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from constraints.explaining.clash import Clash
from constraints.explaining.facts import Eased
from constraints.explaining.oracle import Oracle
from constraints.measure.parameter import Parameter
from constraints.measure.rule import Rule


def eased(oracle: Oracle, slots: frozenset[str], clashes: Sequence[Clash], given: frozenset[str]) -> tuple[Eased, ...]:
    """Those facts given up that are clauses and could stand with a milder number, each the mildest change that suffices."""
    found: list[Eased] = []
    rules: dict[int, Rule] = {}
    force = oracle.everything - given
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
    """A clause that is too strict for a part, and the clashes that nothing else ends."""

    oracle: Oracle
    slots: frozenset[str]
    clashes: Sequence[Clash]
    clause: int
    force: frozenset[str]
    rules: Mapping[int, Rule]
    """Other clauses that were eased before."""

    @property
    def rule(self) -> Rule:
        return self.oracle.facts.book.clauses[self.clause].rule

    def mildest(self, one: Parameter) -> tuple[str, int] | None:
        """How far this number alone has to be eased; None if that does not help.

        What ends the clashes has to be done for the part as well, so the search over the part starts there.
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
    """The number nearest to the present one with which `holds`, at least `step` away; steps double, then halve."""
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
