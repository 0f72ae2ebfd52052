"""Imprints: what a sheet says of itself (status, number, date, signer, code), from its version or draft."""

from __future__ import annotations

from collections.abc import Iterable

from planner.paper.sheet import DRAFT_MARK, Imprint
from planner.roster.check_code import check_code
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.versions import Version


def status_of(version: Version) -> str:
    """The status of a version: 印发稿 for number 1, 第N次调整 after it, marked where it was withdrawn."""
    said = "印发稿" if version.number == 1 else f"第{version.number - 1}次调整"
    return f"{said}（已撤回）" if version.withdrawn_at else said


def of_draft(draft: Draft, lines: Iterable[Line]) -> dict[str, Imprint]:
    """Duty id → imprint of a draft's sheets, for the duties of these lines."""
    locked = draft.state is DraftState.LOCKED
    one = Imprint("送审稿" if locked else "草稿", date=draft.made_at[:10], locked=locked)
    return {line.slot.duty: one for line in lines}


def of_versions(transaction: Transaction, lines: Iterable[Line]) -> dict[str, Imprint]:
    """Duty id → imprint of the issued version that its lines belong to."""
    issued = {(one.duty, one.month, one.number): one for one in versions.every(transaction)}
    found = {}
    for line in lines:
        if line.slot.duty not in found:
            version = issued[line.slot.duty, f"{line.nominal:%Y-%m}", line.version or 0]
            signer = f"签发：{version.signed_by}" if version.signed_by else ""
            found[line.slot.duty] = Imprint(status_of(version), version.reference, version.issued_at[:10], signer)
    return found


def below_title(imprint: Imprint) -> str:
    """The line below a title: status, reference number, date and signer; of a locked draft, DRAFT_MARK."""
    if imprint.locked:
        return DRAFT_MARK
    return "　".join(part for part in (imprint.status, imprint.reference, imprint.date, imprint.signed_by) if part)


def margin(lines: Iterable[Line], imprint: Imprint) -> str:
    """The foot of a page: the check code of a duty's month, of which `lines` must be all, and its status."""
    return f"校验码 {check_code(lines)}　{DRAFT_MARK if imprint.locked else imprint.status}"


def sources(transaction: Transaction, lines: Iterable[Line]) -> str:
    """One text that names the duties of some issued lines, each with the check code of its version."""
    issued = {(one.duty, one.month, one.number): one for one in versions.every(transaction)}
    named = {(line.slot.duty, f"{line.nominal:%Y-%m}", line.version or 0): line.duty_name for line in lines}
    return "　".join(f"{name} {issued[key].code}" for key, name in named.items() if key in issued)
