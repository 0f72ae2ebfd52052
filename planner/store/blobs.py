"""Problems, rule books and offices kept whole: compressed, named by their digest, each content once."""

from __future__ import annotations

import hashlib
import zlib

from sqlalchemy import select

from planner.store.database import Transaction
from planner.store.tables import blobs


def blob_digest(data: bytes) -> str:
    """The name of a blob: SHA-256 of its plain bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def keep_blob(transaction: Transaction, data: bytes) -> str:
    """Keep the bytes, unless they are kept already; returns their digest."""
    name = blob_digest(data)
    known = transaction.connection.execute(select(blobs.c.digest).where(blobs.c.digest == name)).first()
    if known is None:
        transaction.connection.execute(blobs.insert().values(digest=name, data=zlib.compress(data, 6)))
    return name


def fetch_blob(transaction: Transaction, name: str) -> bytes:
    """The bytes of a digest; raises LookupError where there are none, ValueError where they no longer fit it."""
    row = transaction.connection.execute(select(blobs.c.data).where(blobs.c.digest == name)).first()
    if row is None:
        raise LookupError(name)
    data = zlib.decompress(row.data)
    if blob_digest(data) != name:
        raise ValueError(f"the blob {name} was altered")
    return data
