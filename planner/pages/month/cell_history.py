"""What became of one slot: issued, swapped, ordered, edited by hand, fixed; the last first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.pages.month.bands import version_words
from planner.roster.lines import OPEN
from planner.roster.reasons import reason_said
from planner.store import Transaction, audit
from planner.store.audit import Deed
from planner.store.roster import slot_spells, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.slot_spells import IssuedSpell
from planner.words import Words

DEEDS = ("edit", "undo", "redo", "pin", "unpin")
MOST = 12
"""So many steps are told, the last ones."""
DID = {
    "edit": Words("修改"),
    "undo": Words("撤销修改"),
    "redo": Words("重做"),
    "pin": Words.meaning("state", "固定"),
    "unpin": Words("取消固定"),
}


@dataclass(frozen=True)
class CellStep:
    """Something that happened to a slot: when (ISO 8601), the actor of the log, '' for a version, and what."""

    at: str
    actor: str
    words: Words


def cell_history(transaction: Transaction, office: Office, slot: str, draft: Draft | None) -> tuple[CellStep, ...]:
    """The steps of a slot in what is issued and in the present draft, the last first."""
    deeds = audit.about_slot(transaction, slot, DEEDS, MOST) if draft else []
    edits = [_edited(office, one) for one in deeds if draft and one.detail.get("draft") == draft.id]
    found = sorted([*edits, *_issues(transaction, office, slot)], key=lambda one: one.at, reverse=True)
    return tuple(found[:MOST])


def _edited(office: Office, deed: Deed) -> CellStep:
    did, detail = DID[deed.action], deed.detail
    if "who" in detail:
        return CellStep(deed.at, deed.actor, _joined(did, office.name(detail["who"])))
    return CellStep(deed.at, deed.actor, _joined(did, _from_to(office, detail["out"], detail["into"])))


def _joined(did: Words, text: str) -> Words:
    return Words("%(did)s：%(text)s", did=did, text=text)


def _from_to(office: Office, out: str, into: str) -> str:
    names = [office.name(one) if one else OPEN for one in (out, into)]
    return " → ".join(names)


def _issues(transaction: Transaction, office: Office, slot: str) -> list[CellStep]:
    """The versions by which others came onto the slot."""
    key = SlotKey.of(slot)
    month = f"{date(key.nominal.year, key.nominal.month, 1):%Y-%m}"
    spells = slot_spells.spells_on(transaction, key.duty, month, slot)
    changed = {one.since for one in spells} | {one.until for one in spells if one.until}
    found = []
    for version in versions.every(transaction, month) if spells else ():
        if version.duty != key.duty or version.number not in changed:
            continue
        number = version_words(version.number)
        why = f"，{version.reason}" if version.reason else ""
        why_en = f", {reason_said(version.reason, 'en')}" if version.reason else ""
        names = _names(office, spells, version.number)
        found.append(
            CellStep(
                version.issued_at,
                "",
                Words("印发%(number)s%(why)s：%(names)s", number=number, why=why, names=names, why_en=why_en),
            )
        )
    return found


def _names(office: Office, spells: list[IssuedSpell], number: int) -> str:
    on = [one.who for one in spells if one.since <= number and (one.until is None or number < one.until)]
    return "、".join(map(office.name, on)) or OPEN
