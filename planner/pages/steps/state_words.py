"""The sentence on a month: what is issued, what is drafted and how good that is, whether it waits for a signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from constraints.solve import PlanStatus
from planner.office.office import Office
from planner.store.jobs import Job, TaskKind
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.versions import Version
from planner.words import Words

TASK_WORDS: Mapping[TaskKind, Words] = {
    TaskKind.PLAN: Words("正在编排", "Being planned"),
    TaskKind.EXPLAIN: Words("正在找原因和解决办法", "Looking for causes and ways out"),
    TaskKind.OFFERS: Words("正在试算调整方案", "Working out offers of a new plan"),
}


def state_words(
    office: Office, draft: Draft | None, issued: tuple[Version, ...], running: Job | None, *, outdated: bool, over: bool
) -> Words:
    """The sentence on the month: what is issued, what is drafted, how good that is, and whether it is signed."""
    if not office.duties:
        return Words("还没有资料，请先导入", "There is no data yet: import it first")
    said = [_issued(issued)] if issued else []
    if running is not None:
        said.append(TASK_WORDS[running.settings.task])
    elif draft is not None:
        said += _drafted(draft, bool(issued), outdated)
    elif not issued:
        said.append(Words("还没有编排", "Not planned yet"))
    if over:
        said.append(
            Words("本月已全部过去，只能补登", "the month is over: it can only be entered afterwards")
            if draft or not issued
            else Words("本月已全部过去，留存备查", "the month is over and on record")
        )
    return _joined(said)


def _issued(issued: tuple[Version, ...]) -> Words:
    numbers = sorted({one.number for one in issued})
    if len(numbers) == 1:
        return Words(f"第{numbers[0]}版已印发", f"Version {numbers[0]} is issued")
    return Words(
        f"已印发，各事项为第{numbers[0]}至{numbers[-1]}版", f"Issued, versions {numbers[0]} to {numbers[-1]} by duty"
    )


def _drafted(draft: Draft, adjusting: bool, outdated: bool) -> list[Words]:
    """What there is to say of a draft: its number, how good it is, whether it is signed or out of date."""
    name = Words(f"调整稿 {draft.id}", f"adjustment draft {draft.id}") if adjusting else None
    said = [name or Words(f"草稿 {draft.id}", f"draft {draft.id}")]
    said.append(quality(draft))
    locked = draft.state is DraftState.LOCKED
    if outdated and locked:
        said.append(Words("送签后资料有改动，印发时再核对", "the data changed since: that is checked at issue"))
    elif outdated:
        said.append(Words("资料后来有改动，请重新编排", "the data changed since: plan it anew"))
    if draft.locked_at and locked:
        at = datetime.fromisoformat(draft.locked_at)
        said.append(
            Words(f"{at.month}月{at.day}日 {at:%H:%M} 送签，稿子已锁定", f"sent for signature {at:%-d %b %H:%M}")
        )
    return said


def quality(draft: Draft) -> Words:
    """How good a draft is: what it does not meet and who is missing, else its cost."""
    result = draft.result
    missing = sum(one.missing for one in result.open)
    if result.status is PlanStatus.FAILED:
        return Words("没有排出完整的一版", "no complete roster was found")
    if result.breaches:
        lack = Words(f"，缺 {missing} 人", f", {missing} people missing") if missing else Words("", "")
        count = len(result.breaches)
        return Words(f"有 {count} 处硬性要求未满足{lack.zh}", f"{count} hard demands are not met{lack.en}")
    if missing:
        return Words(f"缺 {missing} 人，扣分 {result.cost}", f"{missing} people missing, cost {result.cost}")
    best = (
        Words("，已是最好的一版", ", the best there is")
        if result.status is PlanStatus.OPTIMAL
        else Words("，可能还有更好的排法", ", perhaps not the best")
    )
    return Words(
        f"硬性要求全部满足，扣分 {result.cost}（越低越好）{best.zh}",
        f"all hard demands are met, cost {result.cost}{best.en}",
    )


def _joined(said: list[Words]) -> Words:
    return Words(" · ".join(one.zh for one in said), " · ".join(one.en for one in said))
