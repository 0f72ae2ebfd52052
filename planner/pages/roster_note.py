"""编排说明, a page for the meeting: how often everybody serves, what could not be met, each rule with its authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.errors import NotPossible
from planner.judging.by_today import broken_in_force
from planner.judging.still_serves import hindrance_words, unable
from planner.office import clause_text
from planner.office.office import Office
from planner.office.sheets import ClauseRow
from planner.problem.period import Period
from planner.problem.rule_book import personal
from planner.roster.fairness import posts_of
from planner.roster.finding_text import PERSONAL
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.lines import Line, turns_of
from planner.store.results.outcome import PlanOutcome
from planner.store.roster import drafts
from planner.store.roster.standing import Standing
from planner.words import Lang, Words


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


def note(standing: Standing, month: str, now: datetime, lang: Lang) -> Note:
    """The note on a month's draft, or else on what is in force. Raises NotPossible where there is neither.

    What is unmet in a draft is what was judged when it was made; in what is in force, what does not hold.
    """
    transaction, office, text = standing.transaction, standing.office, Period.month(month).text
    draft = drafts.latest(transaction, text)
    lines = draft_lines(transaction, office, draft) if draft else issued_lines(transaction, office, text)
    if not lines:
        raise NotPossible(Words("%(text)s 还没有编排", text=text))
    before = (Period.month(text).first - timedelta(days=1)).strftime("%Y-%m")
    unmet = _unmet(office, draft.result) if draft else _in_force(standing, text, now, lang)
    clauses = [row for row in office.of(ClauseRow) if not personal(row)]  # those about single people stay in the office
    rows = tuple((clause_text.sentence(office, row, lang), row.authority) for row in clauses)
    return Note(
        text,
        draft is not None,
        _posts(office, lines, issued_lines(transaction, office, before)),
        tuple(dict.fromkeys(unmet)),
        rows,
    )


def _unmet(office: Office, result: PlanOutcome) -> list[str]:
    """The open posts of a plan and what of 必须 it breaks, as sentences."""
    called = {duty.id: duty.name for duty in office.duties.values()}
    found = [
        f"{one.date} {called.get(one.duty) or office.name('d:' + one.duty)} {one.shift} {one.post} "
        f"−{one.missing}：{one.why}"
        for one in result.open
    ]
    return found + [PERSONAL.zh if one.personal else one.text for one in result.breaches]


def _in_force(standing: Standing, month: str, now: datetime, lang: Lang) -> list[str]:
    """What of 必须 an issued month breaks as it is in force, and who of what is ahead can serve no longer."""
    found = broken_in_force(standing, month, lang)
    broken = [PERSONAL.say(lang) if one.personal else one.text for one in found]
    return broken + [hindrance_words(one.name, one.cause, lang) for one in unable(standing, now, month)]


def _posts(office: Office, lines: list[Line], before: list[Line]) -> tuple[PostNote, ...]:
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.slot.duty, line.slot.shift, line.slot.post), []).append(line)
    order = {post: number for number, post in enumerate(posts_of(office))}
    found = []
    for (duty, shift, post), some in sorted(groups.items(), key=lambda one: order.get(one[0], len(order))):
        now, then = (
            turns_of(some),
            turns_of(
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
