"""What else a job leaves: the draft that it made, what it knows so far, why it failed."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.solve import NOT_IN_TIME, PlanStatus
from planner.store.results.as_json import AsJson
from planner.store.results.plan_offers import PlanOffer
from planner.store.row_ids import DraftId
from planner.words import Lang, Words

STOPPED = "求解程序中途停止，没有得出结果"
LATE = "时间到了，还没有排出来；请把时间放长些再排"
CALLED_OFF = "已取消，没有保留结果", "called off; nothing was kept"
BROKEN = Words("程序出错，没有完成；已印发的安排不受影响")


@dataclass(frozen=True)
class DraftMade(AsJson):
    """The draft that a plan made (0: none), its status, and the reason where it has no roster, in the core's words."""

    draft: DraftId
    status: PlanStatus
    reason: str = ""

    def why(self, lang: Lang) -> str:
        """The reason in one language."""
        if not self.reason or lang != "zh":
            return self.reason
        return LATE if self.reason == NOT_IN_TIME else STOPPED


@dataclass(frozen=True)
class Improvement:
    """A roster that cost less than any before: after how many seconds it was found, and its cost in cost units."""

    seconds: float
    cost: int


@dataclass(frozen=True)
class SearchSoFar(AsJson):
    """How the search for a plan has gone: when it began (ISO 8601), and its improvements in the order they came."""

    began: str = ""
    improvements: tuple[Improvement, ...] = ()

    def with_(self, found: Improvement, apart: float) -> SearchSoFar:
        """The same and what was found now; of two within `apart` seconds only the later is kept."""
        before = self.improvements
        if before and found.cost > before[-1].cost:
            before = ()  # another goal was set: what was found for the one before is no roster of this one
        elif before and found.cost == before[-1].cost:
            return self
        if len(before) > 1 and found.seconds - before[-2].seconds < apart:
            before = before[:-1]
        return SearchSoFar(self.began, (*before, found))


@dataclass(frozen=True)
class FirstOffer(AsJson):
    """The fewest changes, known long before the other offers."""

    first: PlanOffer


@dataclass(frozen=True)
class JobFailure(AsJson):
    """Why a job did not end well, in both languages; an older one has the reason in Chinese alone."""

    reason: str = ""
    reason_en: str = ""
    cause: str = ""
    """What the program says of its own failure: for those who mend it, shown on no page."""
    called_off: bool = False
    """Whether somebody called it off: then nothing went wrong."""

    def to_json(self) -> dict[str, object]:
        """The reason, and what else is known."""
        return {name: value for name, value in super().to_json().items() if value or name == "reason"}

    def why(self, lang: Lang) -> str:
        """The reason in one language."""
        return self.reason if lang == "zh" or not self.reason_en else self.reason_en
