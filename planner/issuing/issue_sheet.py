"""The sheet before an issue: who signs under which number, what differs, who is told, and what stands in the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.issuing.preview import preview, to_be_released
from planner.issuing.review import Review, review
from planner.issuing.seen import state_seen
from planner.office.office import Office
from planner.planning.basis import draft_of
from planner.roster.changes import Changed, changes
from planner.roster.check_code import check_code
from planner.roster.issued import draft_lines
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import drafts, versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.standing import Standing
from planner.words import Lang

YEAR = re.compile(r"(?<=[〔\[(（【])\d{4}(?=[〕\])）】])")
NUMBER = re.compile(r"\d+(?=\D*$)")


@dataclass(frozen=True)
class ChangedPlace:
    """A place that the issue changes: its day, what it is called, who was on it and who will be."""

    day: date
    duty: str
    post: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    otherwise: Changed | None = None
    """What changes in words, where it is not who is on it."""


@dataclass(frozen=True)
class IssueSheet:
    """A month about to be issued, as whoever issues it should see it before the one click that cannot be undone."""

    draft: Draft
    seen: str
    """What tells this state of the month from any other."""
    signer: str
    number: str
    """The next number (文号), as those before it suggest; '' where there was none."""
    today: date
    locked_as_it_is: bool | None
    """Whether the draft is what was sent for signature; None where it was not sent."""
    codes: tuple[tuple[str, str], ...]
    """(duty name, check code) of each sheet."""
    judged: Review
    changed: tuple[ChangedPlace, ...]
    first: tuple[str, ...]
    """The names of the duties that are issued for the first time."""
    told: tuple[tuple[str, str], ...]
    """(name, text) of each message."""
    late: int
    """How many places have begun and are entered afterwards."""

    @property
    def refused(self) -> bool:
        """Whether it cannot be issued as it stands."""
        return bool(self.judged.bans or self.judged.grown) or self.locked_as_it_is is False

    @property
    def needs_reason(self) -> bool:
        """Whether it is issued only with a signer and a reason: a demand is not met, or a place is open."""
        return bool(self.judged.unmet or self.draft.result.open)


def issue_sheet(standing: Standing, month: str, now: datetime, lang: Lang) -> IssueSheet:
    """The sheet for a month (YYYY-MM). Raises NotPossible where it has no draft."""
    transaction, office = standing.transaction, standing.office
    draft = draft_of(transaction, month)
    locked = draft.state is DraftState.LOCKED
    signer, number = suggested(transaction, now)
    in_force = {one.duty for one in versions.current(transaction, month)}
    lines = draft_lines(transaction, office, draft)
    return IssueSheet(
        draft,
        state_seen(transaction, month),
        signer,
        number,
        now.date(),
        drafts.locked_as(transaction, draft) == drafts.pairs_digest(draft.roster) if locked else None,
        tuple((office.duties[duty].name, check_code(mine)) for duty, mine in _by_duty(draft, lines) if mine),
        review(standing, draft, now, lang),
        changed_places(standing, draft, now),
        tuple(office.duties[duty].name for duty, mine in _by_duty(draft, lines) if mine and duty not in in_force),
        tuple(preview(standing, draft, now, lang)) if in_force else (),
        sum(line.start <= now and line.slot.id not in standing.issued.slots for line in lines),
    )


def _by_duty(draft: Draft, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    return [(duty, [line for line in lines if line.slot.duty == duty]) for duty in draft.duties]


def changed_places(standing: Standing, draft: Draft, now: datetime) -> tuple[ChangedPlace, ...]:
    """What issuing a draft would change in what is issued, by start."""
    found = []
    for duty, moved in to_be_released(standing, draft, now).items():
        old, new = ({line.slot.id: line for line in some} for some in (moved.before, moved.after))
        for one in changes(moved.before, moved.after):
            found.append((_place(standing.office, duty, one, old.get(one.slot), new.get(one.slot)), one.slot))
    return tuple(place for place, _ in sorted(found, key=lambda pair: (pair[0].day, pair[1])))


def _place(office: Office, duty: str, found: Changed, old: Line | None, new: Line | None) -> ChangedPlace:
    line = new or old
    assert line is not None, "a change is of a line before it, after it, or both"
    was, will = (tuple(one.name for one in side.people) if side else () for side in (old, new))
    moved = old is not None and new is not None and (old.start, old.end) != (new.start, new.end)
    post = " ".join(dict.fromkeys(part for part in (line.slot.shift, line.slot.post, _where(line)) if part))
    otherwise = found if moved or was == will else None
    return ChangedPlace(line.day, office.duties[duty].name, post, was, will, otherwise)


def _where(line: Line) -> str:
    """The place of a visit; other duties are always at the same."""
    return line.slot.place if line.slot.site else ""


def suggested(transaction: Transaction, now: datetime) -> tuple[str, str]:
    """Who signed last, and the number after the last one: that of a new year begins with 1; '' where there is none."""
    every = versions.every(transaction)
    signer = next((one.signed_by for one in reversed(every) if one.signed_by), "")
    last = next((one.reference for one in reversed(every) if one.reference), "")
    return signer, next_reference(last, now.year)


def next_reference(last: str, year: int) -> str:
    """The number after another: 云办发〔2026〕12号 is followed by 云办发〔2026〕13号, and by 〔2027〕1号 in 2027."""
    number = NUMBER.search(last)
    if number is None:
        return ""
    bracketed = YEAR.search(last)
    if bracketed and number.span() == bracketed.span():
        return ""
    turned = bracketed is not None and int(bracketed[0]) < year
    following = "1" if turned else f"{int(number[0]) + 1:0{len(number[0])}d}"
    text = last[: number.start()] + following + last[number.end() :]
    return YEAR.sub(str(year), text) if turned else text
