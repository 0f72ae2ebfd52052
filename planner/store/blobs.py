"""Blobs: problems, books and offices kept whole, compressed, named by their digest."""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import select

from planner.store.database import Unit
from planner.store.tables import blobs


def digest(data: bytes) -> str:
    """The name of a blob: SHA-256 of its plain bytes."""
    return hashlib.sha256(data).hexdigest()


def keep(unit: Unit, data: bytes) -> str:
    """Keep the bytes once; returns their digest."""
    name = digest(data)
    known = unit.connection.execute(select(blobs.c.digest).where(blobs.c.digest == name)).first()
    if known is None:
        unit.connection.execute(blobs.insert().values(digest=name, data=zlib.compress(data, 6)))
    return name


def fetch(unit: Unit, name: str) -> bytes:
    """The bytes of a digest; raises LookupError, or ValueError where they no longer fit it."""
    row = unit.connection.execute(select(blobs.c.data).where(blobs.c.digest == name)).first()
    if row is None:
        raise LookupError(name)
    data = zlib.decompress(row.data)
    if digest(data) != name:
        raise ValueError(f"the blob {name} was altered")
    return data
