"""The tables of who may come in: log-ins, wrong passwords by name and place, refusals that are counted for a while."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Table, Text

from planner.store.tables import metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("person", String(120), nullable=False),
    Column("password", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("disabled_at", String(32)),
    Column("generation", Integer, nullable=False, server_default="1"),
    Column("given_at", String(32)),
    CheckConstraint("role in ('clerk', 'approver', 'liaison', 'official', 'auditor')"),
)

tries = Table(
    "tries",
    metadata,
    Column("who", String(64), primary_key=True),
    Column("place", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("right_at", String(32)),
)

knocks = Table(
    "knocks",
    metadata,
    Column("address", String(60), primary_key=True),
    Column("action", String(40), primary_key=True),
    Column("actor", String(120), primary_key=True),
    Column("since", String(32), nullable=False),
    Column("times", Integer, nullable=False),
    Column("names", Text, nullable=False),
)
