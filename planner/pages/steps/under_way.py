"""A plan under way: how long it has taken, what it has by now, when it ends at the latest, and how it came there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.pages.steps.state_words import TASK_WORDS
from planner.store.jobs import Job, JobState, TaskKind
from planner.store.results.job_results import FirstOffer, Improvement, SearchSoFar
from planner.store.results.plan_offers import PlanOffer
from planner.words import Words

WIDE, LEAST, MOST = 300, 72, 28
"""The measures of the falling line: its width, and how far down the least and the greatest cost are."""


@dataclass(frozen=True)
class UnderWay:
    """What a month's job does by now; seconds are None where the job does not say when it began."""

    task: TaskKind
    waiting: bool
    stopping: bool
    seconds: int | None
    limit: int | None
    """After how many seconds it ends at the latest."""
    cost: int | None
    bound: int | None
    improvements: tuple[Improvement, ...]
    first: PlanOffer | None
    """The fewest changes, known long before the other offers."""

    @property
    def task_words(self) -> Words:
        """What is done, in a word."""
        return TASK_WORDS[self.task]

    @property
    def said(self) -> Words:
        """How far it is, in a sentence."""
        if self.waiting:
            return Words("正在排队，马上开始")
        if self.stopping:
            return Words("正在收尾，采用现有的一版")
        used = lasting(self.seconds) if self.seconds is not None else None
        doing = TASK_WORDS[self.task]
        if self.task is TaskKind.PLAN:
            better, first = (Words("仍在改进"), Words("正在排第一版"))
            doing = first if self.cost is None else better
        return Words("已用时 %(used)s，%(doing)s", used=used, doing=doing) if used else doing

    @property
    def has(self) -> Words | None:
        """The best roster so far; None where there is none."""
        if self.cost is None or self.task is not TaskKind.PLAN:
            return None
        return Words("现有一版：扣分 %(cost)s", cost=self.cost)

    @property
    def ends(self) -> Words | None:
        """When it ends at the latest; None where nobody knows."""
        if self.limit is None:
            return None
        last = lasting(self.limit)
        return Words("最迟 %(last)s停", last=last)

    @property
    def gap(self) -> float | None:
        """How far the best cost may be above the least possible, in percent of it; None where there is none yet."""
        if not self.cost or self.bound is None:
            return None
        return 100 * (self.cost - self.bound) / self.cost

    @property
    def used(self) -> Words:
        """How long it has taken."""
        return lasting(self.seconds or 0)

    @property
    def corners(self) -> str:
        """The falling line as SVG has it: x,y of each corner."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.line)

    @property
    def line(self) -> tuple[tuple[float, float], ...]:
        """The costs over time as the corners of a line that falls by steps."""
        if not self.improvements or not self.seconds:
            return ()
        costs = [one.cost for one in self.improvements]
        most, least = max(costs), min(costs)

        def down(cost: int) -> float:
            return round(MOST + (LEAST - MOST) * (most - cost) / (most - least), 1) if most > least else float(LEAST)

        corners = list[tuple[float, float]]()
        for one in self.improvements:
            at = round(WIDE * min(1.0, one.seconds / self.seconds), 1)
            corners += [(at, corners[-1][1])] if corners else []
            corners.append((at, down(one.cost)))
        return (*corners, (float(WIDE), corners[-1][1]))


def work_under_way(job: Job, at: datetime) -> UnderWay:
    """What a job that waits or runs does by now; `at` is the true moment, not a rehearsed one."""
    found = job.result
    so_far = found if isinstance(found, SearchSoFar) else SearchSoFar()
    seconds = int((at - datetime.fromisoformat(so_far.began)).total_seconds()) if so_far.began else None
    return UnderWay(
        job.settings.task,
        job.state is JobState.WAITING,
        job.stop,
        None if seconds is None else max(0, seconds),
        int(job.settings.seconds) if job.settings.task is TaskKind.PLAN else None,
        job.cost,
        job.bound,
        so_far.improvements,
        found.first if isinstance(found, FirstOffer) else None,
    )


def lasting(seconds: float) -> Words:
    """How long something takes: 45 秒, 1 分 10 秒, 5 分钟."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return Words.plural(rest, "%(number)s 秒")
    if not rest:
        return Words("%(minutes)s 分钟", minutes=minutes)
    return Words("%(minutes)s 分 %(rest)s 秒", minutes=minutes, rest=rest)
