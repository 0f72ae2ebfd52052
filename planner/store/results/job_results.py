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

    def to_json(self) -> dict[str, object]:
        """The reason, and what else is known."""
        return {name: value for name, value in super().to_json().items() if value or name == "reason"}

    def why(self, lang: Lang) -> str:
        """The reason in one language."""
        return self.reason if lang == "zh" or not self.reason_en else self.reason_en
