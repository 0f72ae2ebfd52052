"""Imprints: what a sheet says of itself (status, number, date, signer, code), from its version or draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from planner.paper.sheet import DRAFT_MARK, Imprint
from planner.roster.check_code import check_code
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster import versions
from planner.store.roster.drafts import Draft, DraftState
from planner.store.roster.versions import Version
from planner.words import issued_words, version_words


def status_of(version: Version) -> str:
    """The status of a version: 第1版, after it 第N次调整（第N+1版）, marked where it was withdrawn."""
    said = version_words(version.number)
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
            signer = f"签发：{version.signed_by}{_signed_on(version)}" if version.signed_by else ""
            found[line.slot.duty] = Imprint(
                status_of(version), version.reference, issued_words(version.issued_at), signer
            )
    return found


def _signed_on(version: Version) -> str:
    """The day of the signature in brackets, where it is known and is not the day of the issue."""
    known = version.signed_on and version.signed_on != version.issued_at[:10]
    return f"（{version.signed_on}）" if known else ""


def below_title(imprint: Imprint) -> str:
    """The line below a title: status, reference number, date and signer; of a locked draft, DRAFT_MARK."""
    if imprint.locked:
        return DRAFT_MARK
    return "　".join(part for part in (imprint.status, imprint.reference, imprint.date, imprint.signed_by) if part)


def margin(lines: Iterable[Line], imprint: Imprint) -> str:
    """The foot of a page: the check code of a duty's month, of which `lines` must be all, and its status."""
    return f"校验码 {check_code(lines)}　{DRAFT_MARK if imprint.locked else imprint.status}"


DutyMonth = tuple[str, str]
"""A duty's month: (duty id, YYYY-MM)."""


def duty_month(line: Line) -> DutyMonth:
    """The duty's month that a line belongs to: that of its nominal date."""
    return line.slot.duty, f"{line.nominal:%Y-%m}"


def month_codes(lines: Iterable[Line], imprints: Mapping[str, Imprint]) -> dict[DutyMonth, str]:
    """Check code and status of each duty's month, of which `lines` must be all."""
    whole: dict[DutyMonth, list[Line]] = defaultdict(list)
    for line in lines:
        whole[duty_month(line)].append(line)
    return {key: f"{check_code(some)} {imprints[key[0]].status}" for key, some in whole.items()}


def issued_codes(transaction: Transaction, lines: Iterable[Line]) -> dict[DutyMonth, str]:
    """Check code and status of the issued version behind each of some lines."""
    issued = {(one.duty, one.month, one.number): one for one in versions.every(transaction)}
    found = {}
    for line in lines:
        version = issued.get((*duty_month(line), line.version or 0))
        if version is not None:
            found[duty_month(line)] = f"{version.code} {status_of(version)}"
    return found


def sources(lines: Iterable[Line], codes: Mapping[DutyMonth, str]) -> str:
    """What some lines were taken from: each duty, its month where it has several, its check code and status."""
    named = {duty_month(line): line.duty_name for line in lines}
    duties = [duty for duty, _ in named]
    return "　".join(
        " ".join(part for part in (name, key[1] if duties.count(key[0]) > 1 else "", codes[key]) if part)
        for key, name in named.items()
        if key in codes
    )
