"""What a rule is: a measure with places, a posting for the solver and a check for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from constraints.roster import Pair, Roster

if TYPE_CHECKING:
    from constraints.board import Board
    from constraints.case import Case

Nature = Literal["ban", "demand"]
Tier = Literal["keep", "share", "visit", "least", "filled", "pinned"]
TIERS: tuple[Tier, ...] = ("keep", "share", "visit", "least", "filled", "pinned")
"""The order in which demands of 必须 are given up, the first given up first."""


class Expr(NamedTuple):
    """A linear expression: whole coefficients by column, and a constant."""

    terms: tuple[tuple[int, int], ...]
    const: int = 0

    def plus(self, other: Expr) -> Expr:
        """The sum of both."""
        return Expr(self.terms + other.terms, self.const + other.const)

    def minus(self, other: Expr) -> Expr:
        """The difference."""
        return Expr(self.terms + tuple((c, -k) for c, k in other.terms), self.const - other.const)

    def add(self, const: int) -> Expr:
        """The expression raised by a constant."""
        return Expr(self.terms, self.const + const)


def total(parts: Iterable[Expr]) -> Expr:
    """The sum of some expressions."""
    some = tuple(parts)
    return Expr(tuple(term for part in some for term in part.terms), sum(part.const for part in some))


Row = tuple[tuple[tuple[int, int], ...], int]
"""(terms, high): the sum of coefficient times column is at most `high`."""


class Hinge(NamedTuple):
    """max(0, the largest of `exprs`), each further unit costing the next of `costs`, the last repeated."""

    exprs: tuple[Expr, ...]
    costs: tuple[int, ...] = (1,)


Amount = tuple[Hinge, ...]
"""What a rule posts at one place: a sum of hinges, exact when minimised."""


class Place(NamedTuple):
    """One thing a rule looks at: its key, the pairs it depends on, facts counted, and rule data.

    `beside` are further pairs that its amount depends on but that alone never make one.
    """

    key: tuple[Any, ...]
    pairs: tuple[Pair, ...] = ()
    fixed: int = 0
    nature: Nature = "ban"
    tier: Tier | None = None
    data: Any = None
    beside: tuple[Pair, ...] = ()


Places = Iterator[Place]
Clique = tuple[tuple[Pair, ...], int]


@dataclass(frozen=True)
class Scope:
    """What a clause speaks of; None means all. `days` are ordinals already resolved from words."""

    duties: frozenset[str] | None = None
    shifts: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    day_kinds: frozenset[str] | None = None
    days: frozenset[int] | None = None
    who: frozenset[str] | None = None


Kind = Literal["number", "choice", "words", "weekdays", "calendar", "topics"]
Easing = Literal["", "up", "down"]


class Parameter(NamedTuple):
    """A rule's parameter: field, Chinese name, default or MISSING, choices (Chinese → stored), kind of value, what
    stands where nothing is written (in people's words), the lowest and highest number it may be, and which way its rule
    asks for less."""

    name: str
    zh: str
    default: Any
    choices: dict[str, str] | None
    kind: Kind
    assumed: str
    lowest: int
    highest: int
    eases: Easing


def parameter(
    zh: str, default: Any = MISSING, *, choices: dict[str, str] | None = None, kind: Kind = "number", assumed: str = "",
    lowest: int = 0, highest: int = 999_999, eases: Easing = "",
) -> Any:
    """A field of a rule that a workbook sets: one of `choices`, a whole number, words, weekdays (0 for Monday),
    calendar words with the days they name, or topics by day."""
    metadata = Parameter("", zh, default, choices, "choice" if choices else kind, assumed, lowest, highest, eases)._asdict()
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


PERIODS = {"周": "week", "月": "month", "季": "quarter", "年": "year", "全期": "plan"}


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
    """Parts of the scope without which the rule says nothing: who."""

    scope: Scope = field(default=Scope(), kw_only=True)

    def places(self, case: Case) -> Places:
        """Everything the rule looks at in this case."""
        raise TypeError(f"{type(self).__name__} measures nothing")

    def post(self, place: Place, board: Board) -> Amount:
        """The solver's amount at a place; for a ban, before the breach the facts make alone is taken off."""
        raise TypeError(f"{type(self).__name__} posts nothing")

    def check(self, place: Place, roster: Roster) -> int:
        """The same amount for a finished roster, in plain Python."""
        raise TypeError(f"{type(self).__name__} checks nothing")

    def cliques(self, case: Case) -> Iterator[Clique] | None:
        """(pairs, how many of them at most) that say together that no place of this ban has a breach, where there are
        far fewer of them than places; None: the places are posted one by one."""
        return None

    def tighten(self, places: Iterable[Place], board: Board) -> Iterator[Expr]:
        """Expressions that are at most 0 wherever these places have no breach: never needed, they help to prove."""
        return iter(())

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Each parameter, in the order people write them."""
        return tuple(
            Parameter(**{**one.metadata, "name": one.name}) for one in fields(cls) if "zh" in one.metadata
        )

