"""The preview of an issue: whom it would tell what, before anything is written."""

from __future__ import annotations

from datetime import datetime

from planner.notifying.messages import DutyRelease, people_told
from planner.roster.issued import begun, content_of, listed
from planner.roster.lines import lines
from planner.store import cache
from planner.store.people import named_people
from planner.store.roster import bases, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.words import Lang


@cache.kept(
    8,
    cache.OFFICE,
    cache.ISSUED,
    cache.DRAFTS,
    by=lambda standing, draft, now, lang: (draft.id, lang, begun(standing, now)),
)
def preview(standing: Standing, draft: Draft, now: datetime, lang: Lang) -> list[tuple[str, str]]:
    """(name, text) for everybody whom issuing the draft would tell of a change, in rank order. Writes nothing."""
    office = standing.office
    found = people_told(standing.transaction, office, to_be_released(standing, draft, now).values(), now, lang)
    return [
        (office.name(who), text)
        for who, text in sorted(found.items(), key=lambda one: (office.rank.get(one[0], (10**9, 0)), one[0]))
    ]


@cache.kept(
    8, cache.OFFICE, cache.ISSUED, cache.DRAFTS, by=lambda standing, draft, now: (draft.id, begun(standing, now))
)
def to_be_released(standing: Standing, draft: Draft, now: datetime) -> dict[str, DutyRelease]:
    """Duty in force → its lines now and as issuing the draft would have them; duties that stay as they are left out."""
    transaction, office = standing.transaction, standing.office
    basis, named, found = bases.basis(transaction, draft.digests), named_people.every(transaction), {}
    for duty in draft.duties:
        before = versions.content(transaction, duty, draft.month)
        after = content_of(basis, draft, duty, before)
        in_force = versions.current(transaction, draft.month, duty)
        if before != after and in_force:
            new = lines(basis.office, after.slots.values(), after.pairs, None, named, office)
            found[duty] = DutyRelease(listed(transaction, office, before, in_force[0]), new, first=False)
    return found
