"""The tables of who may come in: log-ins and their factors, sessions, tokens, identities, wrong passwords, refusals."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

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

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("user_id", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("vouched", Boolean, nullable=False),
    Column("began_at", String(32), nullable=False),
    Column("used_at", String(32), nullable=False),
    Column("address", String(60), nullable=False),
    Column("browser", String(60), nullable=False),
    Column("ending", String(12)),
    CheckConstraint("ending in ('logged out', 'replaced', 'password', 'closed', 'by oneself', 'by office')"),
    Index("sessions_of_users", "user_id"),
)

unsent_forms = Table(
    "unsent_forms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", String(64), nullable=False),
    Column("user_id", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("unsent_forms_of_sessions", "session"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("holder", ForeignKey("users.id"), nullable=False, index=True),
    Column("generation", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", String(80), nullable=False),
    Column("scope", String(10), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("made_by", String(120), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("ended_at", String(32)),
    CheckConstraint("kind in ('session', 'named')"),
    CheckConstraint("scope in ('rosters', 'read', 'write', 'full')"),
)

token_uses = Table(
    "token_uses",
    metadata,
    Column("token", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issuer", String(200), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("name", String(120), nullable=False),
    Column("seen_at", String(32), nullable=False),
    Column("holder", ForeignKey("users.id"), unique=True),
    Column("bound_at", String(32)),
    Column("bound_by", String(120)),
    Column("unbound_at", String(32)),
    UniqueConstraint("issuer", "subject"),
)
