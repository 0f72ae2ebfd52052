"""The papers of a month written to files: printed kinds by the presses, others as data, text or calendar."""

from __future__ import annotations

from pathlib import Path

from constraints.judge import findings
from planner.commands.shared import Shared
from planner.errors import NotPossible
from planner.feeds.revisions import first_identity
from planner.paper.catalogue import printed
from planner.paper.gathering import Gathered, WantedPaper
from planner.paper.presses.press import KINDS as PRESSED
from planner.paper.text import calendar, roster_text
from planner.planning.basis import draft_of
from planner.roster.finding_text import FindingSentence, sentences
from planner.store import Transaction
from planner.store.messages import feeds
from planner.store.roster import bases, drafts, versions
from planner.store.roster.standing import Standing
from planner.store.row_ids import NO_DRAFT
from planner.words import Words

KINDS = ("csv", "json", "xlsx", "docx", "pdf", "ics", "txt")


def save_paper(standing: Standing, wanted: WantedPaper, file: Path, kind: str, shared: Shared) -> None:
    """Write a paper, or its roster as data, text or calendar, in one of KINDS, whole or not at all.

    Raises NotPossible for an empty one.
    """
    with shared.hand_over(file) as half:
        if kind in PRESSED:
            half.write_bytes(printed(standing, wanted, kind, shared.now()))
        else:
            _write(standing, wanted, half, kind, shared)


def _write(standing: Standing, wanted: WantedPaper, file: Path, kind: str, shared: Shared) -> None:
    from planner.paper import table  # pandas takes half a second that no other command should wait for

    transaction, office, month, draft = standing.transaction, standing.office, wanted.month, wanted.draft
    gathered = Gathered(standing, wanted, shared.now())
    lines, imprints = gathered.lines()
    if not lines:
        raise NotPossible(Words("%(month)s 没有可导出的内容（尚未印发？草稿请加 --draft）", month=month))
    status = {id: one.status for id, one in imprints.items()}
    if kind == "csv":
        table.write_csv(file, lines)
    elif kind == "json":
        table.write_json(file, lines, _findings(transaction, month, draft, shared), {"month": month, "status": status})
    elif kind == "ics":
        name = feeds.switched(transaction, "identity") or first_identity(office)
        mark = "" if not draft else f"（{next(iter(status.values()))}）"
        title = office.settings["单位名称"] + mark
        stamps = [one.issued_at for one in versions.current(transaction, month)]
        stamp = max((type(shared.now()).fromisoformat(one) for one in stamps), default=shared.now())
        file.write_bytes(calendar(office, title, name, lines, stamp))
    else:
        file.write_text(roster_text(office, month, lines, status, gathered.running()), "utf-8")


def _findings(transaction: Transaction, month: str, draft: bool, shared: Shared) -> list[FindingSentence]:
    """The findings on the draft, or the draft last issued, by the basis it was made on, as sentences."""
    newest = max((one.draft for one in versions.current(transaction, month)), default=NO_DRAFT)
    chosen = draft_of(transaction, month) if draft else drafts.get(transaction, newest)
    basis = bases.basis(transaction, chosen.digests)
    found = findings(basis.problem, basis.book, chosen.roster)
    return sentences(basis.office, basis.problem, basis.book, found, shared.lang)
