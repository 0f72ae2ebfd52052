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
from planner.words import Words


class Stage(StrEnum):
    """Where on its track a month can be."""

    DRAFT = "draft"
    SIGN = "sign"
    ISSUE = "issue"
    PUBLISH = "publish"


TRACK: dict[Stage, Words] = {
    Stage.DRAFT: Words("草稿", "draft"),
    Stage.SIGN: Words("送签", "signature"),
    Stage.ISSUE: Words("印发", "issue"),
    Stage.PUBLISH: Words("公布", "public"),
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


STEP_WORDS: dict[NextStep, Words] = {
    NextStep.WATCH: Words("看进度", "See how far it is"),
    NextStep.PREPARE: Words("排班准备", "Prepare"),
    NextStep.PLAN: Words("编排", "Plan"),
    NextStep.PLAN_AGAIN: Words("再编排", "Plan again"),
    NextStep.MEND: Words("看解决办法", "See what to do"),
    NextStep.SIGN: Words("送签", "Send for signature"),
    NextStep.ISSUE: Words("印发", "Issue"),
    NextStep.ENTER: Words("补登", "Enter"),
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
        words = Words("正在编排，排好后这里会说", "It is being planned; this page will say when it is done")
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.WATCH)
    if one.draft is not None:
        return _drafted(standing, one, one.draft, now)
    return _undrafted(standing, one, now)


def _undrafted(standing: Standing, one: MonthTrack, now: datetime) -> MonthProgress:
    """A month that is public, or of which nothing stands yet."""
    failed = failed_plan(standing.transaction, one.month, None, now)
    if failed is not None and isinstance(failed.result, JobFailure):
        why = failed.result
        words = Words(f"编排没有完成：{why.why('zh')}", f"Planning did not end well: {why.why('en')}")
        return MonthProgress(one, len(TRACK) if one.issued else 0, Stage.DRAFT, words, NextStep.PLAN)
    if one.issued:
        late = unentered(standing, one.month, now)
        step, slot = (NextStep.ENTER, late[0][0]) if late else (None, "")
        return MonthProgress(one, len(TRACK), None, late_words(len(late)) if late else _public(one.issued), step, slot)
    silent, asked = answers(standing, one.month, now)
    if silent:
        words = Words(
            f"{asked}人中{asked - silent}人已报请假与要求", f"{asked - silent} of {asked} have sent leave and wishes"
        )
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.PREPARE)
    return MonthProgress(one, 0, Stage.DRAFT, Words("可以编排", "It can be planned"), NextStep.PLAN)


def _past(standing: Standing, one: MonthTrack, now: datetime) -> MonthProgress:
    if one.draft is not None:
        words = Words("已过去，草稿只能按补登印发", "It is over: the draft can only be entered afterwards")
        return MonthProgress(one, 1, Stage.ISSUE, words, NextStep.ENTER)
    late = unentered(standing, one.month, now)
    return MonthProgress(one, len(TRACK), None, late_words(len(late)), NextStep.ENTER, late[0][0])


def late_words(count: int) -> Words:
    """That of so many duties nobody entered who served."""
    return Words(
        f"有 {count} 处值班人当日请假，还没有补登由谁值班",
        f"On {count} duties the holder was on leave, and nobody entered who served",
    )


def _public(issued: tuple[Version, ...]) -> Words:
    number = max(one.number for one in issued)
    if number == 1:
        return Words("第1版已公布", "Version 1 is public")
    return Words(f"第{number - 1}次调整已公布", f"Adjustment {number - 1} is public")


def _drafted(standing: Standing, one: MonthTrack, draft: Draft, now: datetime) -> MonthProgress:
    """A month with a draft under way: what is wrong with it comes before the next step."""
    if draft.state is DraftState.LOCKED:
        words = Words("已送签，等签发", "Sent for signature")
        return MonthProgress(one, 2, Stage.ISSUE, _with_changes(standing, one, draft, words), NextStep.ISSUE)
    if stale(standing, draft, now):
        words = Words("排好以后数据有变，须再编排", "The data changed since: plan it again")
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.PLAN_AGAIN)
    broken, lacking = len(draft.result.breaches), sum(one.missing for one in draft.result.open)
    if broken or lacking:
        parts = [Words(f"有 {broken} 处硬性要求未满足", f"{broken} rules that must hold are not met")] if broken else []
        parts += [Words(f"缺 {lacking} 人", f"{lacking} people are missing")] if lacking else []
        words = Words("草稿" + "，".join(part.zh for part in parts), "Draft: " + ", ".join(part.en for part in parts))
        return MonthProgress(one, 0, Stage.DRAFT, words, NextStep.MEND)
    words = Words(f"草稿已排好，扣分 {draft.result.cost}", f"The draft is ready, cost {draft.result.cost}")
    return MonthProgress(one, 1, Stage.SIGN, _with_changes(standing, one, draft, words), NextStep.SIGN)


def _with_changes(standing: Standing, one: MonthTrack, draft: Draft, words: Words) -> Words:
    """The words, and before them what is public of a month that the draft would adjust, and in how many places."""
    if not one.issued:
        return words
    count = places_changed(standing, draft)
    return Words(
        f"{_public(one.issued).zh}；调整稿改 {count} 处，{words.zh.removeprefix('草稿')}",
        f"{_public(one.issued).en}; the draft changes {count} duties. {words.en}",
    )


@cache.kept(8, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing, draft: draft.id)
def places_changed(standing: Standing, draft: Draft) -> int:
    """How many issued duties a draft would change."""
    transaction, office = standing.transaction, standing.office
    before = [line for line in issued_lines(transaction, office, draft.month) if line.slot.duty in draft.duties]
    return len(changes(before, draft_lines(transaction, office, draft)))
