"""What a rule is: a measure with places, a posting for the solver and a check for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import ClassVar

from constraints.measure.expr import Amount, Expr
from constraints.measure.parameter import Parameter
from constraints.measure.place import Clique, Place, Places, Scope
from constraints.measure.protocols import CaseFacts, Measures
from constraints.problem.roster import Roster


@dataclass(frozen=True)
class Rule:
    """A measure of whole amounts ≥ 0 under keys; whether it binds is the rule book's word."""

    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    about_zh: ClassVar[str]
    law_zh: ClassVar[str]
    """What a clause of this rule lays down, its values in braces. In brackets: only where one of the values there is not
    the default (after a bar: what stands instead)."""
    law_en: ClassVar[str]
    say_zh: ClassVar[str]
    say_en: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    nature: ClassVar[str] = "ban"
    standing: ClassVar[bool] = False
    """In force as 必须 even when no clause names it."""
    single: ClassVar[bool] = False
    """Each place is one pair alone: a ban of 必须 closes it whatever the rest of the roster."""

    exclusive: ClassVar[bool] = False
    """Of each place's pairs one at most is assigned where there is no breach."""

    pairwise: ClassVar[bool] = False
    """A place is two assignments that do not go together: a roster's breaches are found among its own pairs."""

    mutual: ClassVar[bool] = False
    """One assignment more can mend a breach of a ban: part of a place says nothing."""

    whole_units: ClassVar[bool] = False
    """Looks at everybody of a unit, candidates or not."""

    needs: ClassVar[tuple[str, ...]] = ()
    """Parts of the scope without which the rule says nothing: who, duties."""

    scope: Scope = field(default=Scope(), kw_only=True)

    def places(self, case: CaseFacts) -> Places:
        """Everything the rule looks at in this case."""
        raise TypeError(f"{type(self).__name__} measures nothing")

    def post(self, place: Place, board: Measures) -> Amount:
        """The solver's amount at a place; for a ban, before the breach the facts make alone is taken off."""
        raise TypeError(f"{type(self).__name__} posts nothing")

    def check(self, place: Place, roster: Roster) -> int:
        """The same amount for a finished roster, in plain Python."""
        raise TypeError(f"{type(self).__name__} checks nothing")

    def cliques(self, case: CaseFacts) -> Iterator[Clique] | None:
        """(pairs, how many of them at most) that say together that no place of this ban has a breach, where there are
        far fewer of them than places; None: the places are posted one by one."""
        return None

    def tighten(self, places: Iterable[Place], board: Measures) -> Iterator[Expr]:
        """Expressions that are at most 0 wherever these places have no breach: never needed, they help to prove."""
        return iter(())

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Each parameter, in the order people write them."""
        return tuple(Parameter(**{**one.metadata, "name": one.name}) for one in fields(cls) if "zh" in one.metadata)
