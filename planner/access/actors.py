"""Who acts without being a person or a log-in: as the log keeps them, and as people read them."""

from __future__ import annotations

from planner.store import audit
from planner.words import Words

ACTORS: dict[str, Words] = {
    "office": Words("办公室", "the office"),
    audit.CLOCK: Words("系统", "by itself"),
    audit.STRANGER: Words("未登录者", "somebody not logged in"),
    "command line": Words("命令行", "the command line"),
}
"""No log-in may have one of these names."""
