"""编排说明, a page for the meeting: how often everybody serves, what could not be met, each rule with its authority."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from planner.errors import NotPossible
from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.period import Period
from planner.roster.fairness import posts_of
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.results.outcome import PlanOutcome
from planner.store.roster import drafts, versions
from planner.words import Lang


@dataclass(frozen=True)
class PersonShare:
    """How often somebody serves a post this month, and served it last month."""

    who: str
    name: str
    now: int
    before: int


@dataclass(frozen=True)
class PostNote:
    """A post's month: how many duties, the least and the most that anybody has, and everybody's share in rank order."""

    title: str
    duties: int
    least: int
    most: int
    shares: tuple[PersonShare, ...]
    """None for posts at sites."""


@dataclass(frozen=True)
class Note:
    """What the office lays down in the meeting."""

    month: str
    drafted: bool
    posts: tuple[PostNote, ...]
    unmet: tuple[str, ...]
    """Sentences on open posts and on what of 必须 is broken."""
    rules: tuple[tuple[str, str], ...]
    """(clause in words, its authority)"""


def note(transaction: Transaction, office: Office, month: str, lang: Lang) -> Note:
    """The note on a month's draft, or else on what is issued. Raises NotPossible where there is neither."""
    text = Period.month(month).text
    draft = drafts.latest(transaction, text)
    lines = draft_lines(transaction, office, draft) if draft else issued_lines(transaction, office, text)
    if not lines:
        raise NotPossible(f"{text} 还没有编排", f"{text} is not planned yet")
    before = (Period.month(text).first - timedelta(days=1)).strftime("%Y-%m")
    result = draft.result if draft else _issued_as(transaction, text)
    unmet = [
        f"{one.date} {office.name('d:' + one.duty) if one.duty not in office.duties else office.duties[one.duty].name} "
        f"{one.shift} {one.post} −{one.missing}：{one.why}"
        for one in result.open
    ]
    unmet += [one.text for one in result.breaches]
    rows = tuple((clause_text.sentence(office, row, lang), row.authority) for row in office.of(ClauseRow))
    return Note(
        text,
        draft is not None,
        _posts(office, lines, issued_lines(transaction, office, before)),
        tuple(dict.fromkeys(unmet)),
        rows,
    )


def _issued_as(transaction: Transaction, month: str) -> PlanOutcome:
    """The result stored with the newest draft that a month was issued from; {} where there is none."""
    ids = {one.draft for one in versions.current(transaction, month)}
    try:
        return drafts.get(transaction, max(ids)).result
    except (LookupError, ValueError):
        return PlanOutcome()


def _posts(office: Office, lines: list[Line], before: list[Line]) -> tuple[PostNote, ...]:
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.slot.duty, line.slot.shift, line.slot.post), []).append(line)
    order = {post: number for number, post in enumerate(posts_of(office))}
    found = []
    for (duty, shift, post), some in sorted(groups.items(), key=lambda one: order.get(one[0], len(order))):
        now, then = (
            _times(some),
            _times(
                [line for line in before if (line.slot.duty, line.slot.shift, line.slot.post) == (duty, shift, post)]
            ),
        )
        whos = sorted(now.keys() | then.keys(), key=lambda who: (office.rank.get(who, (10**9, 0)), who))
        title = " ".join(dict.fromkeys((some[0].duty_name, shift, post)))
        counts = list(now.values()) or [0]
        shares = (
            tuple(PersonShare(who, office.name(who), now[who], then[who]) for who in whos)
            if not some[0].slot.site
            else ()
        )
        found.append(PostNote(title, len(some), min(counts), max(counts), shares))
    return tuple(found)


def _times(lines: list[Line]) -> Counter[str]:
    return Counter(one.tagged for line in lines for one in line.people)
