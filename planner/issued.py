"""What is issued or drafted, as lines: by month, duty and version; differences; whether everything still holds."""

from __future__ import annotations

from datetime import date

from constraints.judge import Finding, findings
from constraints.problem.roster import Roster
from planner.changes import Changed, changes
from planner.codes import check_code
from planner.fault import NotPossible
from planner.listing import Held, Line, held_slots, lines
from planner.store import Unit, at_hand, audit, drafts, named, offices, versions
from planner.store.drafts import Basis, Draft
from planner.store.versions import Content, Version

_LINES: at_hand.Shelf[tuple[Line, ...]] = at_hand.Shelf(64)
_DRAFTED: at_hand.Shelf[tuple[Line, ...]] = at_hand.Shelf(8)


def listed(unit: Unit, content: Content, version: Version) -> list[Line]:
    """A version's lines, with the names and titles it was issued with."""
    office = offices.by_digest(unit, version.digests[2])
    return lines(office, content.slots.values(), content.pairs, {version.duty: version.number}, named.every(unit), offices.load(unit))


def issued_lines(unit: Unit, month: str, duty: str | None = None, number: int | None = None) -> list[Line]:
    """The issued lines of a month: in force, or one duty's version by number. Raises NotPossible."""
    key = *at_hand.marks(unit, at_hand.ISSUED), month, duty, number
    return list(_LINES.get(key, lambda: tuple(_issued_lines(unit, month, duty, number))))


def _issued_lines(unit: Unit, month: str, duty: str | None, number: int | None) -> list[Line]:
    if number is not None:
        if duty is None:
            raise NotPossible("--version 须与 --duty 一起用", "--version goes with --duty")
        chosen = [one for one in versions.every(unit, month) if (one.duty, one.number) == (duty, number)]
    else:
        chosen = versions.current(unit, month, duty)
    found = []
    for version in chosen:
        found += listed(unit, versions.content(unit, version.duty, month, version.number), version)
    return sorted(found, key=lambda one: (one.slot.start, one.slot.duty, one.slot.shift, one.slot.post, one.site, one.slot.id))


def draft_lines(unit: Unit, draft: Draft, duty: str | None = None) -> list[Line]:
    """The lines of a draft, with what its period has issued and begun."""
    key = *at_hand.marks(unit, at_hand.ISSUED, at_hand.DRAFTS), draft.id, duty
    return list(_DRAFTED.get(key, lambda: tuple(_draft_lines(unit, draft, duty))))


def _draft_lines(unit: Unit, draft: Draft, duty: str | None) -> list[Line]:
    basis = drafts.basis(unit, draft.digests)
    found: list[Line] = []
    for one in draft.duties:
        if duty in (None, one):
            content = content_of(basis, draft, one, versions.content(unit, one, draft.month))
            found += lines(basis.office, content.slots.values(), content.pairs)
    return sorted(found, key=lambda one: (one.slot.start, one.slot.duty, one.slot.shift, one.slot.post, one.site, one.slot.id))


def content_of(basis: Basis, draft: Draft, duty: str, before: Content) -> Content:
    """What the draft makes of a duty; slots that have begun stay as they were issued."""
    first, last = date.fromisoformat(draft.first), date.fromisoformat(draft.last)
    mine = [slot for slot in basis.problem.slots if slot.duty == duty]
    held = {one.slot.id: one for one in held_slots(basis.office, mine, first, last)}
    outside = {id: one for id, one in before.slots.items() if _kept(one, held, basis.problem.begun, first, last)}
    pairs = {pair for pair in draft.roster.pairs if pair[0] in held}
    pairs |= {pair for pair in before.pairs if pair[0] in outside}
    return Content({**outside, **held}, frozenset(pairs))


def _kept(one: Held, held: dict[str, Held], begun: frozenset[str], first: date, last: date) -> bool:
    """Whether an issued slot lies outside the draft: begun already, or of days that it does not plan."""
    nominal = date.fromordinal(one.slot.nominal)
    return one.slot.id not in held and (one.slot.id in begun or not first <= nominal <= last)


def diff(unit: Unit, month: str, old: int, new: int) -> dict[str, tuple[Changed, ...]]:
    """Duty → what changed from version `old` to version `new`; version 0 is nothing at all."""
    found = {}
    for duty in dict.fromkeys(one.duty for one in versions.every(unit, month)):
        sides = [issued_lines(unit, month, duty, number) if number else [] for number in (old, new)]
        numbers = {one.number for one in versions.every(unit, month) if one.duty == duty}
        if {old, new} & numbers and new in numbers:
            found[duty] = tuple(changes(*sides))
    return found


def verify(unit: Unit) -> list[str]:
    """Everything that does not hold: rosters against their own law, blobs against their digests, the audit chain."""
    wrong = [f"audit {number}" for number in audit.broken(unit)]
    every = versions.every(unit)
    judged: dict[tuple[str, tuple[str, str, str]], list[Finding]] = {}
    for version in every:
        name = f"{version.duty} {version.month} v{version.number}"
        try:
            basis = drafts.read_basis(unit, version.digests)
        except (LookupError, ValueError) as cause:
            wrong.append(f"{name}: {cause}")
            continue
        key = version.issued_at, version.digests
        if key not in judged:
            judged[key] = findings(basis.problem, basis.book, Roster(roster_of(unit, version, basis, every)))
        wrong += [f"{name}: {one.rule} {one.key}" for one in judged[key] if one.must and one.nature == "ban"]
        shown = versions.content(unit, version.duty, version.month, version.number)
        if check_code(listed(unit, shown, version)) != version.code:
            wrong.append(f"{name}: the roster no longer has the code {version.code}")
    return wrong


def roster_of(unit: Unit, version: Version, basis: Basis, every: list[Version] | None = None) -> frozenset[tuple[str, str]]:
    """Who was on the slots of a version's problem when it came into force: what it says and what the other duties then said."""
    slots = {slot.id for slot in basis.problem.slots}
    every = versions.every(unit) if every is None else every
    then: dict[str, Version] = {}
    for other in every:
        withdrawn = other.withdrawn_at is not None and other.withdrawn_at <= version.issued_at
        if other.month == version.month and other.issued_at <= version.issued_at:
            then.pop(other.duty, None)
            if not withdrawn:
                then[other.duty] = other
    found = (versions.content(unit, one.duty, one.month, one.number).pairs for one in then.values())
    return frozenset(pair for pairs in found for pair in pairs if pair[0] in slots)
