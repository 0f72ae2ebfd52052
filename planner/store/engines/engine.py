"""What a store asks of its engine, and what is the same on each: which text can be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event

from planner.errors import NotPossible
from planner.words import Words

PATIENCE = 15.0
"""Seconds that a writer waits for the one before it; then it fails."""
UNKEPT = re.compile("[\0\ud800-\udfff]")
"""What not every engine can keep in a text: the character of no width and no meaning, and halves of characters."""


class StoreEngine(Protocol):
    """One of the engines."""

    def transaction(self, engine: Engine, *, writes: bool) -> AbstractContextManager[Connection]:
        """A transaction, committed where the block ends.

        One that writes is the only one, and sees all that was committed before it; one that does not sees the store as
        it was at one moment, and cannot write. Raises OperationalError where writers before it take over PATIENCE.
        """


def refuse_unkept(engine: Engine) -> None:
    """Let the engine refuse texts that another one could not keep: NotPossible, before anything is written."""

    @event.listens_for(engine, "before_cursor_execute")
    def look(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        for row in parameters if many else (parameters,):
            _look_at(row.values() if isinstance(row, Mapping) else row)


def _look_at(values: Iterable[object]) -> None:
    if any(isinstance(one, str) and UNKEPT.search(one) for one in values):
        raise NotPossible(Words("没有保存：内容里夹有看不见的空字符，多半是从别的程序粘贴时带进来的；请删去后重新输入"))
