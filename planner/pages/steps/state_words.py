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
    TaskKind.PLAN: Words("正在编排"),
    TaskKind.EXPLAIN: Words("正在找原因和解决办法"),
    TaskKind.OFFERS: Words("正在试算调整方案"),
}


def state_words(
    office: Office, draft: Draft | None, issued: tuple[Version, ...], running: Job | None, *, outdated: bool, over: bool
) -> Words:
    """The sentence on the month: what is issued, what is drafted, how good that is, and whether it is signed."""
    if not office.duties:
        return Words("还没有资料，请先导入")
    said = [_issued(issued)] if issued else []
    if running is not None:
        said.append(TASK_WORDS[running.settings.task])
    elif draft is not None:
        said += _drafted(draft, bool(issued), outdated)
    elif not issued:
        said.append(Words("还没有编排"))
    if over:
        said.append(Words("本月已全部过去，只能补登") if draft or not issued else Words("本月已全部过去，留存备查"))
    return _joined(said)


def _issued(issued: tuple[Version, ...]) -> Words:
    numbers = sorted({one.number for one in issued})
    if len(numbers) == 1:
        return Words("第%(numbers)s版已印发", numbers=numbers[0])
    return Words("已印发，各事项为第%(numbers)s至%(numbers2)s版", numbers=numbers[0], numbers2=numbers[-1])


def _drafted(draft: Draft, adjusting: bool, outdated: bool) -> list[Words]:
    """What there is to say of a draft: its number, how good it is, whether it is signed or out of date."""
    name = Words("调整稿 %(id)s", id=draft.id) if adjusting else None
    said = [name or Words("草稿 %(id)s", id=draft.id)]
    said.append(quality(draft))
    locked = draft.state is DraftState.LOCKED
    if outdated and locked:
        said.append(Words("送签后资料有改动，印发时再核对"))
    elif outdated:
        said.append(Words("资料后来有改动，请重新编排"))
    if draft.locked_at and locked:
        at = datetime.fromisoformat(draft.locked_at)
        said.append(
            Words(
                "%(month)s月%(day)s日 %(at)s 送签，稿子已锁定",
                month=at.month,
                day=at.day,
                at=f"{at:%H:%M}",
                at2=f"{at:%-d %b %H:%M}",
            )
        )
    return said


def quality(draft: Draft) -> Words:
    """How good a draft is: what it does not meet and who is missing, else its cost."""
    result = draft.result
    missing = sum(one.missing for one in result.open)
    if result.status is PlanStatus.FAILED:
        return Words("没有排出完整的一版")
    if result.breaches:
        lack = Words("，缺 %(missing)s 人", missing=missing) if missing else Words("")
        count = len(result.breaches)
        return Words("有 %(count)s 处硬性要求未满足%(lack)s", count=count, lack=lack)
    if missing:
        return Words("缺 %(missing)s 人，扣分 %(cost)s", missing=missing, cost=result.cost)
    ideal = result.status is PlanStatus.OPTIMAL or not result.cost
    best = Words("，已是最好的一版") if ideal else Words("，可能还有更好的排法")
    return Words("硬性要求全部满足，扣分 %(cost)s（越低越好）%(best)s", cost=result.cost, best=best)


def _joined(said: list[Words]) -> Words:
    return Words.given(" · ".join(one.zh for one in said), " · ".join(one.en for one in said))
