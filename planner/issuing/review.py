"""What stands in the way of an issue: a draft judged by today's facts, said before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from constraints.judge import Finding, findings, worse
from constraints.problem.roster import Roster
from planner.planning.basis import basis_again, stale
from planner.roster.finding_text import Speaker
from planner.store.roster import bases
from planner.store.roster.bases import Basis
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.words import Lang


@dataclass(frozen=True)
class Review:
    """A draft by today's facts, in sentences: `bans` and `grown` forbid its issue, `unmet` asks for a reason.

    `basis` is what it would be issued on, `grown` what of 必须 it breaks more than when it was made.
    """

    basis: Basis
    bans: tuple[str, ...]
    grown: tuple[str, ...]
    unmet: tuple[str, ...]


def review(standing: Standing, draft: Draft, now: datetime, lang: Lang) -> Review:
    """Judge a draft by the facts of `now`; one that is not outdated rests on what it was made from."""
    made = bases.basis(standing.transaction, draft.digests)
    outdated = stale(standing, draft, now)
    basis = basis_again(standing, draft, now) if outdated else made
    known = {slot.id for slot in basis.problem.slots}
    roster = Roster(frozenset(pair for pair in draft.roster.pairs if pair[0] in known))
    after = findings(basis.problem, basis.book, roster)
    speaker = Speaker(basis.office, basis.problem, basis.book, lang)
    failed = [one for one in after if one.must]
    return Review(
        basis,
        _said(speaker, [one for one in failed if one.nature == "ban"]),
        _said(speaker, _grown(made, basis, draft, after)) if outdated else (),
        _said(speaker, failed),
    )


def _grown(made: Basis, basis: Basis, draft: Draft, after: list[Finding]) -> list[Finding]:
    """What of 必须 is broken more than when the draft was made; all of it where the book is another."""
    same_law = made.book.to_json() == basis.book.to_json()
    before = findings(made.problem, made.book, draft.roster) if same_law else []
    return [one for one in worse(before, after) if one.must]


def _said(speaker: Speaker, found: list[Finding]) -> tuple[str, ...]:
    return tuple(speaker.say(one) for one in found)
