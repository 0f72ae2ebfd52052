"""What stands outside of the workbook and names its people, units, villages and duties: issued rosters, log-ins …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from planner.words import Words


@dataclass(frozen=True)
class Outside:
    """By tagged id: the last day on which somebody or something is issued, and in words what else names an id."""

    today: date = date.min
    last_issued: Mapping[str, date] = field(default_factory=dict)
    named: Mapping[str, Words] = field(default_factory=dict)
    posts: Mapping[str, Words] = field(default_factory=dict)
    """Id of a post → what names it."""
    issued_posts: frozenset[str] = frozenset()
    """The ids of posts of which slots are issued and in force."""

    def end_of(self, tagged: str) -> date | None:
        """When something ends instead of going: on its last issued day, or yesterday if that is later; None if free."""
        last = self.last_issued.get(tagged)
        return max(last, self.today - timedelta(days=1)) if last else None
