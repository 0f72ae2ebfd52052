"""Reissue: the next version of each duty that an exchange touches, with only the rows that move."""

from __future__ import annotations

from datetime import datetime

from planner import feed
from planner.changes import changes
from planner.codes import check_code
from planner.drafting import made_with
from planner.issued import listed
from planner.listing import lines
from planner.store import Unit, offices, versions
from planner.store.versions import Content, Version
from planner.verdict import Exchange, touched


def reissue(unit: Unit, exchange: Exchange, now: datetime, reason: str) -> None:
    """The next version of each duty that the exchange touches, with only the rows that move."""
    content = versions.in_force(unit)
    slots = [content.slots[slot].slot for slot, _ in exchange.out]
    for version in touched(unit, slots):
        _next(unit, version, exchange, now, reason)


def _next(unit: Unit, version: Version, exchange: Exchange, now: datetime, reason: str) -> None:
    before = versions.content(unit, version.duty, version.month)
    after = Content(before.slots, frozenset(pair for pair in exchange.of(before.pairs) if pair[0] in before.slots))
    number = versions.next_number(unit, version.duty, version.month)
    old = listed(unit, before, version)
    new = lines(offices.by_digest(unit, version.digests[2]), after.slots.values(), after.pairs, {version.duty: number})
    if not changes(old, new):
        return
    versions.issue(unit, {
        "duty": version.duty, "month": version.month, "number": number, "draft": version.draft,
        "problem": version.digests[0], "book": version.digests[1], "office": version.digests[2], "code": check_code(new),
        "issued_at": now.isoformat(), "signed_by": version.signed_by, "reference": version.reference, "reason": reason,
        "made_with": made_with(),
    }, before, after)
    feed.refresh(unit, version.duty, version.month, old, new, now)
