"""Ids of rows: one type for each table whose rows others name, so that no id passes for one of another table.

A store module makes them of what it inserts and reads; what comes from outside (an address, a command line) is made one
at the border, once.
"""

from __future__ import annotations

from typing import Any, NewType

from sqlalchemy import CursorResult

ActualServiceId = NewType("ActualServiceId", int)
CallId = NewType("CallId", int)
DraftId = NewType("DraftId", int)
EditId = NewType("EditId", int)
FeedId = NewType("FeedId", int)
IdentityId = NewType("IdentityId", int)
InstructionId = NewType("InstructionId", int)
JobId = NewType("JobId", int)
MessageId = NewType("MessageId", int)
OfferId = NewType("OfferId", int)
SessionId = NewType("SessionId", int)
TokenId = NewType("TokenId", int)
UserId = NewType("UserId", int)
VersionId = NewType("VersionId", int)

NO_DRAFT = DraftId(0)
"""In place of a draft's id where none was stored."""
NO_FEED = FeedId(0)
"""In place of a subscription's id for a feed that nobody subscribed to."""
NO_SESSION = SessionId(0)
"""In place of a session's id where it is not stored yet."""


def inserted(made: CursorResult[Any]) -> int:
    """The id that the database gave to the one row just inserted."""
    return int(made.inserted_primary_key[0])  # type: ignore[index]
