"""Verifying what is issued: the audit log's hash chain, rosters and digests, all read again from the store."""

from __future__ import annotations

from datetime import datetime

from constraints.judge import Finding, findings
from constraints.problem.roster import Roster
from planner.office.office import Office
from planner.roster.check_code import check_code
from planner.roster.issued import listed
from planner.store import Transaction, audit
from planner.store.roster import bases, versions
from planner.store.roster.bases import Basis
from planner.store.roster.versions import Version


def verify(transaction: Transaction, office: Office) -> list[str]:
    """A line of text for each thing that does not hold; none means that all is well.

    Checked are the hash chain of the audit log, stored problems and books against their digests, rosters against the
    bans of their own book and against their check codes.
    """
    wrong = [f"audit {number}" for number in audit.broken(transaction)]
    every = versions.every(transaction)
    judged: dict[tuple[str, tuple[str, str, str]], list[Finding]] = {}
    for version in every:
        name = f"{version.duty} {version.month} v{version.number}"
        try:
            basis = bases.read_basis(transaction, version.digests)
        except (LookupError, ValueError) as cause:
            wrong.append(f"{name}: {cause}")
            continue
        key = version.issued_at, version.digests
        if key not in judged:
            judged[key] = findings(basis.problem, basis.book, Roster(roster_of(transaction, version, basis, every)))
        wrong += [f"{name}: {one.rule} {one.key}" for one in judged[key] if one.must and one.nature == "ban"]
        shown = versions.content(transaction, version.duty, version.month, version.number)
        if check_code(listed(transaction, office, shown, version)) != version.code:
            wrong.append(f"{name}: the roster no longer has the code {version.code}")
    return wrong


def roster_of(
    transaction: Transaction, version: Version, basis: Basis, every: list[Version] | None = None
) -> frozenset[tuple[str, str]]:
    """The (slot, assignee) pairs on the slots of a version's problem when it came into force.

    They come from the version and from what the other duties of its month had in force then.
    """
    slots = {slot.id for slot in basis.problem.slots}
    every = versions.every(transaction) if every is None else every
    then: dict[str, Version] = {}
    now = datetime.fromisoformat(version.issued_at)
    for other in every:
        withdrawn = other.withdrawn_at is not None and datetime.fromisoformat(other.withdrawn_at) <= now
        if other.month == version.month and datetime.fromisoformat(other.issued_at) <= now:
            then.pop(other.duty, None)
            if not withdrawn:
                then[other.duty] = other
    found = (versions.content(transaction, one.duty, one.month, one.number).pairs for one in then.values())
    return frozenset(pair for pairs in found for pair in pairs if pair[0] in slots)
