"""The two keys of a home, each a file beside the store: one signs sessions, the other seals secrets in the store.

The signing key goes into no backup: where it is missing a new one is made, and all log in again. The sealing key is
saved apart from the store, for a backup without it shall not open what is sealed.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from planner.home.whole_file import write_private

SIGNING, SEALING = "signing.key", "sealing.key"
"""Their files in the home."""
SEALED = "sealed:"
"""What a sealed text begins with: a plain one of an older store does not."""
LONG = 32
"""Letters that a signing key has at least: a shorter file is no key."""


def signing_key(home: Path) -> str:
    """The key that signs sessions and tokens, made on first use; one of this process alone where none can be kept."""
    fresh = secrets.token_urlsafe(48)
    try:
        return _key(home / SIGNING, fresh)
    except OSError:
        return fresh


def sealing_key(home: Path) -> bytes | None:
    """The key that seals secrets, for whoever saves it; None where nothing was ever sealed."""
    return (_read(home / SEALING) or "").encode() or None


def put_sealing_key(home: Path, key: bytes) -> None:
    """Put a saved sealing key in its place. Raises ValueError for what is none, OSError where it cannot be written."""
    from cryptography.fernet import Fernet

    Fernet(key.strip())
    write_private(home / SEALING, key.strip())


def seal(home: Path, text: str) -> str:
    """A text that only this home's sealing key opens; it is made on first use. Raises OSError where it cannot be.

    For a secret that has to be read again; one that is only compared is better hashed. Whoever seals what belongs to
    one row puts that row's id into the text, and looks for it when it is opened: moved to another row it then opens
    nothing. What is sealed has a third more letters than the text has bytes, and about a hundred more.
    """
    from cryptography.fernet import Fernet

    key = _key(home / SEALING, Fernet.generate_key().decode())
    return SEALED + Fernet(key.encode()).encrypt(text.encode()).decode()


def is_sealed(text: str) -> bool:
    """Whether a text is one that `seal` made."""
    return text.startswith(SEALED)


def unsealed(home: Path, text: str) -> str | None:
    """What was sealed; None where this home has another key, or none, so that it must be entered anew."""
    key = sealing_key(home)
    return _opened(key, text[len(SEALED) :]) if key else None


@lru_cache(maxsize=4096)
def _opened(key: bytes, sealed: str) -> str | None:
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(key).decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def _read(file: Path) -> str | None:
    with suppress(OSError, ValueError):
        found = file.read_text("ascii").strip()
        return found if len(found) >= LONG else None
    return None


def _key(file: Path, fresh: str) -> str:
    """The key in a file, made with `fresh` unless another process is sooner. Raises OSError where it cannot be kept."""
    found = _read(file)
    if found is not None:
        return found
    mine = file.with_name(f"{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        write_private(mine, fresh.encode())
        if file.exists() and _read(file) is None:  # one whose writing was broken off
            mine.replace(file)
        else:
            _put(mine, file)
    finally:
        with suppress(OSError):
            mine.unlink(missing_ok=True)
    return _read(file) or fresh


def _put(mine: Path, file: Path) -> None:
    """Give a file its name unless another has it already."""
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no links
        mine.replace(file)
