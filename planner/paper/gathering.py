"""What papers are made from: the lines wanted of the store, with the imprints and codes of their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.office.office import Office
from planner.paper.sheet import Imprint
from planner.paper.sheets.imprint import DutyMonth, month_codes, of_draft, of_versions
from planner.planning.basis import draft_of
from planner.roster.issued import draft_lines, issued_lines, months_back, running_into
from planner.roster.lines import Line
from planner.store import Transaction
from planner.store.roster.standing import Standing


@dataclass(frozen=True)
class WantedPaper:
    """The paper asked for: its name (a key of PAPERS) and its month (YYYY-MM), of one duty or all.

    `number` asks for a version other than the one in force, `draft` for the draft, `who` (tagged) for somebody's paper.
    """

    kind: str
    month: str
    duty: str | None = None
    number: int | None = None
    draft: bool = False
    who: str = ""


@dataclass(frozen=True)
class Gathered:
    """What a paper is made from: what stands in the store, what is wanted, and the moment."""

    standing: Standing
    wanted: WantedPaper
    now: datetime

    @property
    def transaction(self) -> Transaction:
        """The transaction in which it is gathered."""
        return self.standing.transaction

    @property
    def office(self) -> Office:
        """The office as it is now."""
        return self.standing.office

    @property
    def day(self) -> str:
        """Today, as YYYY-MM-DD."""
        return f"{self.now:%Y-%m-%d}"

    def lines(self) -> tuple[list[Line], dict[str, Imprint]]:
        """The wanted lines of the month, and duty id → imprint of its sheets. Raises NotPossible without a draft."""
        wanted = self.wanted
        if wanted.draft:
            draft = draft_of(self.transaction, wanted.month)
            found = draft_lines(self.transaction, self.office, draft, wanted.duty)
            return found, of_draft(draft, found)
        found = issued_lines(self.transaction, self.office, wanted.month, wanted.duty, wanted.number)
        return found, of_versions(self.transaction, found)

    def running(self) -> list[Line]:
        """The issued lines of earlier months that still run in the wanted month; none beside an old version."""
        wanted = self.wanted
        return (
            [] if wanted.number is not None else running_into(self.transaction, self.office, wanted.month, wanted.duty)
        )


@dataclass(frozen=True)
class Around:
    """Lines of some days over the months they lie in: duty id → imprint, and the code and status of each month."""

    lines: list[Line]
    imprints: dict[str, Imprint]
    codes: dict[DutyMonth, str]


def around_days(one: Gathered, first: datetime, last: datetime) -> Around:
    """The lines of some days, over the months they lie in; the wanted month's may be drafted."""
    days = first.date(), last.date()
    own = {one.wanted.month} if one.wanted.draft else set()
    found: list[Line] = []
    imprints: dict[str, Imprint] = {}
    codes: dict[DutyMonth, str] = {}
    for month in sorted({*months_back(one.transaction, days[0], days[1] + timedelta(days=31)), *own}):
        wanted = WantedPaper("", month, one.wanted.duty, draft=month in own)
        lines, said = Gathered(one.standing, wanted, one.now).lines()
        mine = [line for line in lines if line.day <= days[1] and (line.day >= days[0] or line.on(days[0]))]
        found += mine
        codes |= month_codes(lines, said)
        imprints |= {duty: imprint for duty, imprint in said.items() if any(line.slot.duty == duty for line in mine)}
    return Around(found, imprints, codes)
