"""The rows of a chart: somebody or something, how many times of each kind, and the share it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChartRow:
    """A bar: what it is of (`key`), its name, how many of each kind it has, and its fair share, None where it has \
none."""

    key: str
    name: str
    parts: Mapping[str, int]
    share: float | None = None

    @property
    def total(self) -> int:
        """How many of all kinds."""
        return sum(self.parts.values())

    @property
    def more(self) -> int | None:
        """How many more than its share, to the nearest whole one; fewer are negative, None where it has no share."""
        return None if self.share is None else round(self.total - self.share)
