"""Everything that waits for somebody in the office, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from planner.judging.still_open import open_requests
from planner.office.office import Office
from planner.pages.last_jobs import NEWS
from planner.pages.today.seat_rows import seat_rows, vacancy_row
from planner.pages.today.seats import open_seats, vacated
from planner.pages.today.swap_rows import call_rows, request_row
from planner.pages.today.telling import ToTell, to_tell
from planner.pages.today.todo import NOTHING, SOON, Grade, Todo, TodoKind
from planner.pages.today.tracks import tracks
from planner.store import Transaction, jobs
from planner.store.jobs import JobState
from planner.store.results.job_results import DraftMade
from planner.store.roster import edits
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.words import Words, in_both, month_words, series

NAMES = 4
"""So many of those to be told are named."""
GRADES = tuple(Grade)


def todos(standing: Standing, now: datetime) -> list[Todo]:
    """Everything that waits for somebody in the office: by grade, then by the moment until when."""
    found = [
        *seat_rows(open_seats(standing, now), now),
        *(vacancy_row(standing, one, now) for one in vacated(standing, now)),
        *(request_row(standing, one, now) for one in open_requests(standing, now)),
        *call_rows(standing, now),
        *_to_tell(standing.office, to_tell(standing.transaction, now), now),
        *_planned(standing, now),
    ]
    return sorted(found, key=lambda one: (GRADES.index(one.grade), one.at, one.kind, one.number))


def _to_tell(office: Office, board: ToTell, now: datetime) -> Iterator[Todo]:
    """Those who are to be told of a change otherwise than by paper and calendar, in one row."""
    first = board.due
    if first is None:
        return
    names = [office.name(who) for who in board.whom]
    some = series(names[:NAMES])
    if len(names) > NAMES:
        some = Words("%(names)s 等", names=some)
    others = board.in_time
    more = Words("；其余 %(others)s 人日历已可自动更新，无需另行告知", others=others) if others else NOTHING
    yield Todo(
        TodoKind.TELL,
        Grade.HOT if first - now <= SOON else Grade.WARM,
        first,
        Words("告知 %(count)s 人", count=len(names)),
        Words("：值班有变动，日历和印发稿来不及"),
        Words("%(some)s须由您点发或电话告知%(more)s", some=some, more=more),
    )


def _planned(standing: Standing, now: datetime) -> Iterator[Todo]:
    """The months whose planning has ended since: with a draft that nobody has touched, or with none."""
    for one in tracks(standing, now):
        last = jobs.latest(standing.transaction, one.month)
        if last is None or not isinstance(last.result, DraftMade) or last.state is not JobState.DONE:
            continue
        at, month = datetime.fromisoformat(last.made_at), month_words(one.month)
        if now - at > NEWS or one.over:
            continue
        if not last.result.draft:
            head = Words("%(month)s没有排出来", month=month)
            yield Todo(TodoKind.LOOK, Grade.HOT, at, head, NOTHING, _why(last.result), one.month)
        elif one.draft and one.draft.id == last.result.draft and _untouched(standing.transaction, one.draft):
            head = Words("%(month)s已排好", month=month)
            yield Todo(TodoKind.LOOK, Grade.WARM, at, head, NOTHING, _outcome(one.draft), one.month)


def _untouched(transaction: Transaction, draft: Draft) -> bool:
    return draft.state is DraftState.OPEN and not edits.last(transaction, draft.id, undone=False)


def _why(result: DraftMade) -> Words:
    return in_both(result.why)


def _outcome(draft: Draft) -> Words:
    """What came of a plan, in a sentence."""
    cost, broken = draft.result.cost, len(draft.result.breaches)
    if broken:
        return Words("有 %(broken)s 处硬性要求未满足", broken=broken)
    return Words("硬性要求全部满足，扣分 %(cost)s（越低越好）", cost=cost)
