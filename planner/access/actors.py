"""Who acts without being a person or a log-in: as the log keeps them, and as people read them."""

from __future__ import annotations

from planner.store import audit
from planner.words import Words

ACTORS: dict[str, Words] = {
    "office": Words.meaning("actor", "办公室"),
    audit.CLOCK: Words("系统"),
    audit.STRANGER: Words("未登录者"),
    "command line": Words("命令行"),
}
"""No log-in may have one of these names."""
