"""How far a month is on its way from a plan to what is issued, and what comes next, for its own page and for home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from constraints.solve import PlanStatus
from planner.pages.steps.state_words import state_words
from planner.planning.basis import stale
from planner.problem.period import Period
from planner.roster.entered_afterwards import month_over
from planner.roster.issued import draft_lines
from planner.store import jobs
from planner.store.jobs import Job, TaskKind
from planner.store.roster import drafts, recalls, versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.recalls import Recall
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version
from planner.words import Words


class MonthStep(StrEnum):
    """A step of a month, in their order."""

    PLAN = "plan"
    SIGN = "sign"
    ISSUE = "issue"


class Reached(StrEnum):
    """Whether a step is behind the month, at hand, or still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


class MonthDeed(StrEnum):
    """What an office does to a month as a whole."""

    TAKE_IN = "take_in"
    PLAN = "plan"
    ADOPT = "adopt"
    CALL_OFF = "call_off"
    SIGN = "sign"
    RECALL = "recall"
    ISSUE = "issue"
    REPLAN = "replan"
    WITHDRAW = "withdraw"


STEP_WORDS: Mapping[MonthStep, Words] = {
    MonthStep.PLAN: Words("编排"),
    MonthStep.SIGN: Words("送签"),
    MonthStep.ISSUE: Words("印发"),
}
DEED_WORDS: Mapping[MonthDeed, Words] = {
    MonthDeed.TAKE_IN: Words("导入资料"),
    MonthDeed.PLAN: Words("编排本月"),
    MonthDeed.ADOPT: Words("采用现有一版"),
    MonthDeed.CALL_OFF: Words("取消"),
    MonthDeed.SIGN: Words("送签"),
    MonthDeed.RECALL: Words("收回送签"),
    MonthDeed.ISSUE: Words("印发"),
    MonthDeed.REPLAN: Words("再编排"),
    MonthDeed.WITHDRAW: Words("撤回印发"),
}


@dataclass(frozen=True)
class MonthSteps:
    """How a month (YYYY-MM) stands: its steps, a sentence on it, the one deed that is next, what else can be done."""

    month: str
    steps: tuple[tuple[MonthStep, Reached], ...]
    state: Words
    next: MonthDeed | None
    """None where nothing is waited for."""
    others: tuple[MonthDeed, ...]
    refused: Mapping[MonthDeed, Words]
    """What cannot be done now though one may look for it, and why."""
    draft: Draft | None
    """The draft that is open or locked."""
    stale: bool
    issued: tuple[Version, ...]
    adjustment: int
    """Which adjustment (第N次调整) the next issue is; 0 for a month of which nothing is in force."""
    running: Job | None
    over: bool
    """Whether the month is past and can only be entered afterwards (补登)."""
    recalled: Recall | None
    """The last time that the open draft was taken back from signature."""

    @property
    def title(self) -> Words:
        """What the month's roster is called."""
        return month_title(self.month)

    @property
    def locked(self) -> bool:
        """Whether the draft waits for a signature."""
        return self.draft is not None and self.draft.state is DraftState.LOCKED

    @property
    def missing(self) -> int:
        """How many places of the draft have nobody."""
        return sum(one.missing for one in self.draft.result.open) if self.draft else 0

    @property
    def unmet(self) -> int:
        """How many demands of 必须 the draft does not meet."""
        return len(self.draft.result.breaches) if self.draft else 0

    def called(self, deed: MonthDeed) -> Words:
        """What a deed is called for this month: an issue says which adjustment it is, or that it enters what was."""
        deed = MonthDeed(deed)
        if deed is MonthDeed.PLAN and self.draft is not None:
            return Words("重新编排")
        if deed is not MonthDeed.ISSUE:
            return DEED_WORDS[deed]
        if self.over:
            return Words("补登")
        if self.adjustment:
            return Words("印发第%(adjustment)s次调整", adjustment=self.adjustment)
        return DEED_WORDS[deed]


def month_title(month: str) -> Words:
    """What the roster of a month (YYYY-MM) is called."""
    day = date.fromisoformat(f"{month}-01")
    return Words("%(year)s年%(month)s月值班安排", year=day.year, month=day.month, day=f"{day:%B %Y}")


def month_steps(standing: Standing, month: str, now: datetime) -> MonthSteps:
    """How a month (YYYY-MM) stands. Raises NotPossible for a month that is none."""
    Period.month(month)
    transaction = standing.transaction
    draft, running = draft_at_hand(standing, month, now), jobs.running(transaction, month)
    issued, over = tuple(versions.current(transaction, month)), month_over(month, now)
    outdated = draft is not None and stale(standing, draft, now)
    coming = _next(standing, draft, issued, running, outdated, over)
    return MonthSteps(
        month,
        _steps(draft, issued, coming),
        state_words(standing.office, draft, issued, running, outdated=outdated, over=over),
        coming,
        _others(coming, draft, issued, running, over),
        _refused(draft, running, outdated),
        draft,
        outdated,
        issued,
        _adjustment(standing, month) if issued else 0,
        running,
        over,
        _recalled(standing, draft),
    )


def _recalled(standing: Standing, draft: Draft | None) -> Recall | None:
    if draft is None or draft.state is not DraftState.OPEN:
        return None
    found = recalls.recalls_of(standing.transaction, draft.id)
    return found[-1] if found else None


def draft_at_hand(standing: Standing, month: str, now: datetime) -> Draft | None:
    """The draft of a month; none where the month is over and issuing would bring nothing: it was left over."""
    found = drafts.latest(standing.transaction, month)
    if found is None or not month_over(month, now):
        return found
    slots = {line.slot.id for line in draft_lines(standing.transaction, standing.office, found)}
    return None if slots <= standing.issued.slots.keys() else found


def _adjustment(standing: Standing, month: str) -> int:
    """How often a draft of the month was issued: what swaps and instructions changed since is no adjustment."""
    return len({one.draft for one in versions.every(standing.transaction, month)})


def _next(
    standing: Standing,
    draft: Draft | None,
    issued: tuple[Version, ...],
    running: Job | None,
    outdated: bool,
    over: bool,
) -> MonthDeed | None:
    """The one deed that the month waits for."""
    if not standing.office.duties:
        return MonthDeed.TAKE_IN
    if running is not None:
        return MonthDeed.ADOPT if running.settings.task is TaskKind.PLAN else None
    if draft is None:
        return None if issued else MonthDeed.PLAN
    if draft.state is DraftState.LOCKED:
        return MonthDeed.ISSUE
    if outdated or draft.result.status is PlanStatus.FAILED:
        return MonthDeed.PLAN
    return MonthDeed.ISSUE if over else MonthDeed.SIGN


def _steps(
    draft: Draft | None, issued: tuple[Version, ...], coming: MonthDeed | None
) -> tuple[tuple[MonthStep, Reached], ...]:
    at = {MonthDeed.SIGN: MonthStep.SIGN, MonthDeed.ISSUE: MonthStep.ISSUE}.get(coming) if coming else MonthStep.PLAN
    if coming is None and draft is None and issued:
        return tuple((one, Reached.DONE) for one in MonthStep)
    order = list(MonthStep)
    here = order.index(at or MonthStep.PLAN)
    return tuple(
        (one, Reached.NOW if number == here else Reached.DONE if number < here else Reached.LATER)
        for number, one in enumerate(order)
    )


def _others(
    coming: MonthDeed | None, draft: Draft | None, issued: tuple[Version, ...], running: Job | None, over: bool
) -> tuple[MonthDeed, ...]:
    """What can be done besides the next deed."""
    if running is not None:
        return (MonthDeed.CALL_OFF,)
    found = []
    locked = draft is not None and draft.state is DraftState.LOCKED
    if draft is not None:
        found += [MonthDeed.RECALL] if locked else [] if over else [MonthDeed.SIGN]
        found.append(MonthDeed.ISSUE)
    if issued and not over and not locked:
        found.append(MonthDeed.REPLAN)
    elif draft is not None and not locked:
        found.append(MonthDeed.PLAN)
    if issued:
        found.append(MonthDeed.WITHDRAW)
    return tuple(one for one in found if one is not coming)


def _refused(draft: Draft | None, running: Job | None, outdated: bool) -> dict[MonthDeed, Words]:
    if running is not None:
        said = Words("正在编排，排好后再办")
        return dict.fromkeys((MonthDeed.PLAN, MonthDeed.SIGN, MonthDeed.ISSUE, MonthDeed.REPLAN), said)
    if draft is None:
        said = Words("还没有草稿，先编排本月")
        return dict.fromkeys((MonthDeed.SIGN, MonthDeed.ISSUE), said)
    if draft.state is DraftState.LOCKED:
        return {MonthDeed.SIGN: Words("已送签锁定")}
    return {}
