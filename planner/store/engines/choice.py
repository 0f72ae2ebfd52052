"""Which engine an address names, and plain connections to it: for whoever has no home to look after."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from planner.store.engines import postgresql, sqlite
from planner.store.engines.engine import StoreEngine


def engine_named(place: URL) -> StoreEngine:
    """The engine that an address names."""
    return sqlite.SQLite() if place.get_backend_name() == "sqlite" else postgresql.PostgreSQL()


def connected(url: str) -> tuple[StoreEngine, Engine]:
    """The engine that an address names, and connections to it; a file that is not there is made."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return engine_named(place), postgresql.connections_to_server(place)
    return engine_named(place), sqlite.connections_to_file(place, Path(place.database or ""), "mode=rwc", sqlite.WRITER)
