"""The tables of office, roster, feeds and log, with the constraints that keep them whole."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

office_rows = Table(
    "office_rows",
    metadata,
    Column("sheet", String(20), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("data", Text, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
)

blobs = Table(
    "blobs", metadata, Column("digest", String(64), primary_key=True), Column("data", LargeBinary, nullable=False)
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("month", String(7), nullable=False, index=True),
    Column("first", String(10), nullable=False),
    Column("last", String(10), nullable=False),
    Column("duties", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("source", String(12), nullable=False),
    Column("result", Text, nullable=False),
    Column("problem", ForeignKey("blobs.digest"), nullable=False),
    Column("book", ForeignKey("blobs.digest"), nullable=False),
    Column("office", ForeignKey("blobs.digest"), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("locked_at", String(32)),
    Column("locked_pairs", String(64)),
    CheckConstraint("state in ('open', 'locked', 'issued', 'superseded')"),
)

draft_pairs = Table(
    "draft_pairs",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("slot", String(200), primary_key=True),
    Column("who", String(120), primary_key=True),
)

recalls = Table(
    "recalls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("drafts.id"), nullable=False, index=True),
    Column("sent_at", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("by", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("codes", Text, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("duty", String(80), nullable=False),
    Column("month", String(7), nullable=False),
    Column("number", Integer, nullable=False),
    Column("draft", ForeignKey("drafts.id"), nullable=False),
    Column("problem", ForeignKey("blobs.digest"), nullable=False),
    Column("book", ForeignKey("blobs.digest"), nullable=False),
    Column("office", ForeignKey("blobs.digest"), nullable=False),
    Column("code", String(12), nullable=False),
    Column("issued_at", String(32), nullable=False),
    Column("signed_by", String(120), nullable=False),
    Column("signed_on", String(10)),
    Column("reference", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_with", Text, nullable=False),
    Column("withdrawn_at", String(32)),
    Column("withdrawn_reason", Text),
    UniqueConstraint("duty", "month", "number"),
)

issued_slots = Table(
    "issued_slots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("duty", String(80), nullable=False),
    Column("month", String(7), nullable=False),
    Column("slot", String(200), nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
    Column("tentative", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Index(
        "one_current_slot",
        "slot",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
    Index("slots_by_month", "duty", "month"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("duty", String(80), nullable=False),
    Column("month", String(7), nullable=False),
    Column("slot", String(200), nullable=False),
    Column("who", String(120), nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
    Index(
        "one_current_assignment",
        "slot",
        "who",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
    Index("assignments_by_month", "duty", "month"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("slot", String(200), primary_key=True),
    Column("who", String(120), primary_key=True),
    Column("duty", String(80), nullable=False),
    Column("month", String(7), nullable=False),
    Column("day", String(10), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("stamp", String(20), nullable=False),
    Column("content", String(64), nullable=False),
    Column("event", Text, nullable=False),
    Column("gone_on", String(10)),
    Index("revisions_by_who", "kind", "who"),
    Index("revisions_by_duty", "kind", "duty"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("name", String(120), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
    Column("replaced_at", String(32)),
    Column("reminders", String(60), nullable=False, server_default=""),
)

fetches = Table(
    "fetches",
    metadata,
    Column("feed", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("family", String(20), nullable=False),
    Column("status", Integer, nullable=False),
)

switches = Table(
    "switches", metadata, Column("name", String(120), primary_key=True), Column("value", String(120), nullable=False)
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("actor", String(120), nullable=False),
    Column("action", String(40), nullable=False),
    Column("detail", Text, nullable=False),
)

record_rows = Table(
    "record_rows",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("sort", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("covered", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

record_leaves = Table(
    "record_leaves",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(12), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("leaves_by_subject", "kind", "key"),
)
