"""The tables of who may come in: log-ins, their second factors, wrong passwords by name and place, refusals counted."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

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
    Column("chosen_at", String(32)),
    Column("factor_at", String(32)),
    Column("factor_taken_at", String(32)),
    CheckConstraint("role in ('clerk', 'approver', 'liaison', 'official', 'auditor')"),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("user", Integer, primary_key=True, autoincrement=False),
    Column("secret", Text, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("salt", String(64), nullable=False),
    Column("recovery", Text, nullable=False),
)

past_passwords = Table(
    "past_passwords",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user", Integer, nullable=False),
    Column("password", String(200), nullable=False),
    Index("past_passwords_of", "user"),
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
