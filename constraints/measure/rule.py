"""What a rule is: places that it looks at, and an amount at each, for the solver (`post`) and for people (`check`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal

from constraints.measure.expr import Amount, Expr
from constraints.measure.parameter import Bounds, Parameter
from constraints.measure.place import CELLS, Clique, Place, Places, Scope, ScopeCell
from constraints.measure.protocols import CaseFacts, Measures
from constraints.problem.roster import Roster

Subject = Literal["anybody", "units", "units beside people", "sites"]
Waits = Literal["nothing", "register", "moment"]
YEAR_BEFORE = 430
"""Days: twelve months before the month that is planned, with the week, quarter or year that they lie in."""


@dataclass(frozen=True)
class Rule:
    """A rule measures a whole amount ≥ 0 at each of its places; the rule book says whether that is forbidden or costs.

    Its `code` is stored, its names and sentences are shown; `keys` name the parts of its places' keys.
    """

    code: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    about_zh: ClassVar[str]
    law_zh: ClassVar[str]
    """What a clause of this rule lays down, its values in braces. What stands in brackets is said only where one of the
    values in it is not the default; else what stands after a bar, if anything."""
    law_en: ClassVar[str]
    say_zh: ClassVar[str]
    say_en: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    nature: ClassVar[str] = "ban"
    standing: ClassVar[bool] = False
    """In force as 必须 even when no clause names it."""
    single: ClassVar[bool] = False
    """Each place is one pair alone, which a ban of 必须 closes whatever the rest of the roster."""

    exclusive: ClassVar[bool] = False
    """Where a place has no breach, one of its pairs at most is assigned."""

    pairwise: ClassVar[bool] = False
    """A place is two assignments that do not go together, so a roster's breaches are found among its own pairs."""

    mutual: ClassVar[bool] = False
    """One more assignment may mend a breach of this ban, so nothing follows from some of a place's pairs alone."""

    whole_units: ClassVar[bool] = False
    """The rule looks at everybody of a unit, candidates or not."""

    needs: ClassVar[tuple[str, ...]] = ()
    """The parts of the scope without which the rule says nothing, such as `who` or `duties`."""

    reads: ClassVar[tuple[ScopeCell, ...]] = CELLS
    """The cells of the scope by which the rule chooses what it looks at; any other one must stay empty."""

    learned: ClassVar[tuple[ScopeCell, ...]] = ()
    """Cells that the rule has come to read: a clause stored before goes on without them."""

    subject: ClassVar[Subject] = "anybody"
    """What there must be in scope, so that the rule has something to look at."""

    waits: ClassVar[Waits] = "nothing"
    """On what the rule waits: on what is registered once, such as A/B pairs and sectors, or on what comes and goes,
    such as leave and orders. Where there is none, having no place is no fault of the clause."""

    company: ClassVar[bool] = False
    """It speaks of the people named together, so they are two at least."""

    onlookers: ClassVar[bool] = False
    """It looks at those named whether they could serve or not."""

    elsewhere: ClassVar[bool] = False
    """It looks at those named on every duty; the other cells of the scope say what it looks at besides."""

    scope: Scope = field(default=Scope(), kw_only=True)

    @property
    def whom(self) -> Scope:
        """The slots on which those named are looked at."""
        return Scope(who=self.scope.who, spans=self.scope.spans) if self.elsewhere else self.scope

    def places(self, case: CaseFacts) -> Places:
        """Everything that the rule looks at in this case."""
        raise TypeError(f"{type(self).__name__} measures nothing")

    def post(self, place: Place, board: Measures) -> Amount:
        """The amount at a place as hinges for a solver.

        Of a ban it still holds what facts alone break there; the board takes that off.
        """
        raise TypeError(f"{type(self).__name__} posts nothing")

    def check(self, place: Place, roster: Roster) -> int:
        """The same amount for a finished roster, in plain Python."""
        raise TypeError(f"{type(self).__name__} checks nothing")

    def cliques(self, case: CaseFacts) -> Iterator[Clique] | None:
        """Cliques, far fewer than places, that hold exactly where no place of this ban has a breach.

        None where there are none: the places are posted one by one.
        """
        return None

    def tighten(self, places: Iterable[Place], board: Measures) -> Iterator[Expr]:
        """Valid inequalities: expressions that are at most 0 wherever these places have no breach.

        They are never needed, but help to prove.
        """
        return iter(())

    def stands(self, case: CaseFacts) -> bool:
        """Whether the rule has anything to look at in this case."""
        return any(True for _ in self.places(case))

    def asks(self) -> bool:
        """Whether the rule's values ask for anything at all."""
        return True

    def bounds(self) -> Bounds | None:
        """What the rule's values ask of one amount, where they limit one from below or from above."""
        return None

    def remembers(self) -> int:
        """How many days before the plan its amounts may rest on what was served then: a year and what belongs to it."""
        return YEAR_BEFORE

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """The rule's parameters, in the order in which people write them."""
        return tuple(Parameter(**{**one.metadata, "name": one.name}) for one in fields(cls) if "zh" in one.metadata)
