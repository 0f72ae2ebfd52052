"""The months on their track from draft to public, each with a sentence and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.pages.last_jobs import failed_plan
from planner.pages.preparing import answers
from planner.pages.today.tracks import MonthTrack, tracks, unentered
from planner.planning.basis import stale
from planner.roster.changes import changes
from planner.roster.issued import draft_lines, issued_lines
from planner.store import cache, jobs
from planner.store.results.job_results import JobFailure
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version
from planner.words import Words, in_both, series


class Stage(StrEnum):
    """Where on its track a month can be."""

    DRAFT = "draft"
    SIGN = "sign"
    ISSUE = "issue"
    PUBLISH = "publish"


TRACK: dict[Stage, Words] = {
    Stage.DRAFT: Words("草稿"),
    Stage.SIGN: Words("送签"),
    Stage.ISSUE: Words("印发"),
    Stage.PUBLISH: Words("公布"),
}
"""The track from left to right."""


class NextStep(StrEnum):
    """What the office does next with a month."""

    WATCH = "watch"
    PREPARE = "prepare"
    PLAN = "plan"
    PLAN_AGAIN = "plan_again"
    MEND = "mend"
    SIGN = "sign"
    ISSUE = "issue"
    ENTER = "enter"


NEXT_WORDS: dict[NextStep, Words] = {
    NextStep.WATCH: Words("看进度"),
    NextStep.PREPARE: Words("排班准备"),
    NextStep.PLAN: Words("编排"),
    NextStep.PLAN_AGAIN: Words("再编排"),
    NextStep.MEND: Words("看解决办法"),
    NextStep.SIGN: Words("送签"),
    NextStep.ISSUE: Words("印发"),
    NextStep.ENTER: Words("补登"),
}


@dataclass(frozen=True)
class MonthProgress:
    """A track as it is shown: how many stages are done, which is at work (None: all are done), a sentence, the step.

    `slot` is the first duty that the step is about, '' for the whole month.
    """

    track: MonthTrack
    done: int
    at: Stage | None
    said: Words
    step: NextStep | None
    slot: str = ""


def progress(standing: Standing, now: datetime) -> list[MonthProgress]:
    """Every track with its sentence and next step."""
    return [_as_shown(standing, one, now) for one in tracks(standing, now)]


def _as_shown(standing: Standing, one: MonthTrack, now: datetime) -> MonthProgress:
    if one.over:
        return _past(standing, one, now)
    running = jobs.running(standing.transaction, one.month)
    if running is not None and not one.festival:
        words = Words("正在编排，排好后这里会说")
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.WATCH)
    if one.draft is not None:
        return _drafted(standing, one, one.draft, now)
    return _undrafted(standing, one, now)


def _undrafted(standing: Standing, one: MonthTrack, now: datetime) -> MonthProgress:
    """A month that is public, or of which nothing stands yet."""
    failed = failed_plan(standing.transaction, one.month, None, now)
    if failed is not None and isinstance(failed.result, JobFailure):
        why = failed.result
        words = Words("编排没有完成：%(why)s", why=in_both(why.why))
        return MonthProgress(one, len(TRACK) if one.issued else 0, Stage.DRAFT, words, NextStep.PLAN)
    if one.issued:
        late = unentered(standing, one.month, now)
        step, slot = (NextStep.ENTER, late[0][0]) if late else (None, "")
        return MonthProgress(one, len(TRACK), None, late_words(len(late)) if late else _public(one.issued), step, slot)
    silent, asked = answers(standing, one.month, now)
    if silent:
        words = Words("%(asked)s人中%(asked2)s人已报请假与要求", asked=asked, asked2=asked - silent)
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.PREPARE)
    return MonthProgress(one, 0, Stage.DRAFT, Words("可以编排"), NextStep.PLAN)


def _past(standing: Standing, one: MonthTrack, now: datetime) -> MonthProgress:
    if one.draft is not None:
        words = Words("已过去，草稿只能按补登印发")
        return MonthProgress(one, 1, Stage.ISSUE, words, NextStep.ENTER)
    late = unentered(standing, one.month, now)
    return MonthProgress(one, len(TRACK), None, late_words(len(late)), NextStep.ENTER, late[0][0])


def late_words(count: int) -> Words:
    """That of so many duties nobody entered who served."""
    return Words("有 %(count)s 处值班人当日请假，还没有补登由谁值班", count=count)


def _public(issued: tuple[Version, ...]) -> Words:
    number = max(one.number for one in issued)
    if number == 1:
        return Words("第1版已公布")
    return Words("第%(number)s次调整已公布", number=number - 1)


def _drafted(standing: Standing, one: MonthTrack, draft: Draft, now: datetime) -> MonthProgress:
    """A month with a draft under way: what is wrong with it comes before the next step."""
    if draft.state is DraftState.LOCKED:
        words = Words("已送签，等签发")
        return MonthProgress(one, 2, Stage.ISSUE, _with_changes(standing, one, draft, words), NextStep.ISSUE)
    if stale(standing, draft, now):
        words = Words("排好以后数据有变，须再编排")
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.PLAN_AGAIN)
    broken, lacking = len(draft.result.breaches), sum(one.missing for one in draft.result.open)
    if broken or lacking:
        parts = [Words("有 %(broken)s 处硬性要求未满足", broken=broken)] if broken else []
        parts += [Words("缺 %(lacking)s 人", lacking=lacking)] if lacking else []
        return MonthProgress(one, 0, Stage.DRAFT, Words("草稿：%(parts)s", parts=series(parts)), NextStep.MEND)
    words = Words("已排好，扣分 %(cost)s", cost=draft.result.cost)
    return MonthProgress(one, 1, Stage.SIGN, _with_changes(standing, one, draft, words), NextStep.SIGN)


def _with_changes(standing: Standing, one: MonthTrack, draft: Draft, words: Words) -> Words:
    """The words, and before them what is public of a month that the draft would adjust, and in how many places."""
    if not one.issued:
        return words
    count = places_changed(standing, draft)
    return Words("%(public)s；调整稿改 %(count)s 处，%(words)s", public=_public(one.issued), count=count, words=words)


@cache.kept(8, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing, draft: draft.id)
def places_changed(standing: Standing, draft: Draft) -> int:
    """How many issued duties a draft would change."""
    transaction, office = standing.transaction, standing.office
    before = [line for line in issued_lines(transaction, office, draft.month) if line.slot.duty in draft.duties]
    return len(changes(before, draft_lines(transaction, office, draft)))
