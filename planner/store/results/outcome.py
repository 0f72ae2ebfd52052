"""What came of a plan or a hand-made roster: cost, proof, open posts and the clauses of 必须 it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from constraints.solve import PlanStatus
from planner.store.results.as_json import AsJson
from planner.store.row_ids import NO_DRAFT, DraftId
from planner.words import Lang, Words


def lack_words(day: date, shift: str, post: str, missing: int) -> Words:
    """That a post of a day lacks so many people: 1月24日夜班主班缺 1 人."""
    name = " ".join(dict.fromkeys(part for part in (shift, post) if part))
    return Words(
        "%(month)s月%(day)s日%(name)s缺 %(missing)s 人",
        month=day.month,
        day=day.day,
        name=name,
        missing=missing,
        day2=f"{day:%-d %b}",
    )


@dataclass(frozen=True)
class OpenPost:
    """A post that lacks people: which, on what day (ISO 8601), how many are missing, and why, in counts."""

    slot: str
    duty: str
    date: str
    shift: str = ""
    post: str = ""
    site: str = ""
    missing: int = 0
    why: str = ""
    why_en: str = ""
    """The same in English, for pages; `why` is in the language of whoever planned."""

    @property
    def lacking(self) -> Words:
        """That it lacks people, and how many."""
        return lack_words(date.fromisoformat(self.date), self.shift, self.post, self.missing)

    def said(self, lang: Lang) -> str:
        """Why, in one language; an older outcome has it in one alone."""
        return self.why_en if lang == "en" and self.why_en else self.why


@dataclass(frozen=True)
class UnmetClause:
    """A clause of 必须 that is broken, in words: by how much, about whom and when, and who laid it down."""

    rule: str
    key: tuple[Any, ...] = ()
    """What tells it from other breaches of the clause: ids, numbers, dates in ISO 8601."""
    amount: int = 0
    text: str = ""
    force: int | str = "必须"
    authority: str = ""
    personal: bool = False
    """Whether it tells what only the office may know, of single people, their leave, exemptions or wishes."""


@dataclass(frozen=True)
class PlanOutcome(AsJson):
    """A judged roster: its cost and bound, whether both are proved, what it took, what is open and what is broken."""

    status: PlanStatus = PlanStatus.FAILED
    cost: int = 0
    bound: int = 0
    proved: bool = False
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Step → seconds; empty for a roster that nobody solved for."""
    seed: int = 0
    made_with: str = ""
    open: tuple[OpenPost, ...] = ()
    breaches: tuple[UnmetClause, ...] = ()
    kept: DraftId = NO_DRAFT
    """The id of the draft that the plan kept to where it could; 0 for a new start."""

    def to_json(self) -> dict[str, object]:
        """The outcome as plain data; a new start names no draft that it kept."""
        plain = super().to_json()
        return plain if self.kept else {name: value for name, value in plain.items() if name != "kept"}
