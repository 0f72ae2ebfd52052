"""The tables of people at work: swaps, calls, instructions, what really happened, jobs, messages."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    text,
)

from planner.store.tables import metadata

WHOLE_NUMBER = Integer().with_variant(BigInteger(), "postgresql")
"""A number beyond those that count rows; SQLite keeps every whole number in eight bytes."""

offers = Table(
    "offers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot", String(200), nullable=False),
    Column("giver", String(120), nullable=False),
    Column("taker", String(120), nullable=False),
    Column("in_return", String(200), nullable=False),
    Column("state", String(10), nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("consent_by", String(120)),
    Column("approved_by", String(120)),
    Column("closed_at", String(32)),
    Column("reason", Text),
    Column("ring", Text, nullable=False, server_default=""),
    Column("agreed", Text, nullable=False, server_default=""),
    Column("asker", Text, nullable=False, server_default=""),
    Column("steps", Text, nullable=False, server_default=""),
    Column("outlook", Text, nullable=False, server_default=""),
    Column("undoes", Integer),
    CheckConstraint("state in ('offered', 'consented', 'applied', 'declined', 'undone', 'lapsed')"),
    Index(
        "one_open_offer",
        "slot",
        "giver",
        unique=True,
        sqlite_where=text("state IN ('offered', 'consented')"),
        postgresql_where=text("state IN ('offered', 'consented')"),
    ),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot", String(200), nullable=False),
    Column("giver", String(120), nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("closed_at", String(32)),
    Column("offer", Integer),
    CheckConstraint("state in ('open', 'taken', 'closed', 'lapsed')"),
    Index(
        "one_open_call",
        "slot",
        "giver",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

chases = Table(
    "chases",
    metadata,
    Column("offer", Integer, primary_key=True, autoincrement=False),
    Column("who", String(120), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("channel", String(60), nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("slot", String(200), primary_key=True),
    Column("who", String(120), primary_key=True),
    Column("told", String(32), nullable=False, server_default=""),
    Column("answered", String(32), nullable=False, server_default=""),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", Integer, nullable=False, index=True),
    Column("slot", String(200), nullable=False),
    Column("out", String(120), nullable=False),
    Column("into", String(120), nullable=False),
    Column("undone", Boolean, nullable=False, server_default=false()),
    Column("first", Integer, nullable=False, server_default="0"),
)
"""`first` is the id of the first edit of the same step; 0 for that one."""

named = Table(
    "named",
    metadata,
    Column("slot", String(200), primary_key=True),
    Column("unit", String(120), primary_key=True),
    Column("person", String(120), primary_key=True),
    Column("duty", String(120), nullable=False),
    Column("month", String(7), nullable=False, index=True),
    Column("at", String(32), nullable=False),
)

instructions = Table(
    "instructions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("slot", String(200), nullable=False),
    Column("who", String(120), nullable=False),
    Column("ordered_by", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("agreed", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("notice_zh", Text, nullable=False),
    Column("notice_en", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("closed_at", String(32)),
    CheckConstraint("kind in ('exchange', 'standin', 'session')"),
    CheckConstraint("state in ('applied', 'undone')"),
)

served = Table(
    "served",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot", String(200), nullable=False),
    Column("planned", String(120), nullable=False),
    Column("actual", String(120), nullable=False),
    Column("confirmed_by", String(120), nullable=False),
    Column("note", Text, nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("taken_back_at", String(32)),
    Index(
        "one_served_entry",
        "slot",
        "planned",
        unique=True,
        sqlite_where=text("taken_back_at IS NULL"),
        postgresql_where=text("taken_back_at IS NULL"),
    ),
)

deeds = Table("deeds", metadata, Column("key", String(64), primary_key=True), Column("at", String(32), nullable=False))

answers = Table(
    "answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("asked", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", String(32), nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("month", String(7), nullable=False, index=True),
    Column("settings", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("cost", WHOLE_NUMBER),
    Column("bound", WHOLE_NUMBER),
    Column("result", Text),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("beat_at", String(32)),
    Column("worker", String(60)),
    Column("stop", Boolean, nullable=False, server_default=false()),
    CheckConstraint("state in ('waiting', 'running', 'done', 'failed')"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", String(120), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("changes", Text, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("due", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("channel", String(60), nullable=False, server_default=""),
    Column("receipt", Text, nullable=False, server_default=""),
    Column("closed_at", String(32)),
    Column("closed_by", String(120), nullable=False, server_default=""),
    CheckConstraint("state in ('open', 'sending', 'sent', 'closed', 'replaced')"),
    Index(
        "one_open_message",
        "who",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

targets = Table(
    "targets", metadata, Column("who", String(120), primary_key=True), Column("address", Text, nullable=False)
)
