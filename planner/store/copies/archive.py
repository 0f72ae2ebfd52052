"""The file of a copy: a zip of rows, uploads and manifest, each with its SHA-256, and at its end that of all before.

The last 64 bytes, the zip's comment, are the digest of every byte before them, so that whatever is changed or cut off
is found before anything is read.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from planner.errors import NotPossible
from planner.settings import SettingInForce
from planner.store.copies.head import chain_head
from planner.store.copies.manifest import (
    FORMAT,
    NAME,
    ROWS,
    UPLOADS,
    Manifest,
    Member,
    manifest_bytes,
    not_whole,
    read_manifest,
)
from planner.store.copies.placing import placed
from planner.store.copies.rows import lines_out, tables_of

MANIFEST = "manifest.json"
SEAL = 64
"""Bytes of the digest over all, in hex, at the end of the file."""
STEP = 1 << 20
MOST_MANIFEST = 16 << 20
"""Bytes; no manifest is longer."""


def write_copy(
    file: Path,
    connection: Connection,
    schema: str,
    made_at: datetime,
    *,
    uploads: Path,
    settings: tuple[SettingInForce, ...],
    replace: bool = False,
) -> Manifest:
    """Write all that one transaction sees, and the files of the folder `uploads` (which need not exist), into a file.

    Raises NotPossible where a file is there and `replace` is not said, OSError where it cannot be written.
    """
    with placed(file, replace=replace) as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as into:
            members = [
                _add(into, f"{ROWS}{table.name}.jsonl", (one.encode() for one in lines_out(connection, table)), 1)
                for table in tables_of(connection)
            ]
            members += [_add(into, f"{UPLOADS}{one.name}", [data]) for one, data in _waiting(uploads)]
            manifest = Manifest(
                FORMAT,
                made_at.isoformat(),
                connection.dialect.name,
                schema,
                chain_head(connection),
                settings,
                tuple(members),
            )
            into.writestr(MANIFEST, manifest_bytes(manifest))
            into.comment = b"0" * SEAL
        _seal(stream)
    return manifest


def _add(into: zipfile.ZipFile, name: str, parts: Iterable[bytes], heads: int = 0) -> Member:
    """Write a file into the zip; the parts beyond the first `heads` count as rows where there are any heads."""
    digest, size, count = hashlib.sha256(), 0, 0
    with into.open(name, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part)
            digest.update(part)
            size, count = size + len(part), count + 1
    return Member(name, digest.hexdigest(), size, max(0, count - heads) if heads else 0)


def _waiting(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The files of a folder with their bytes; one that goes meanwhile had waited long enough."""
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if NAME.fullmatch(f"{UPLOADS}{one.name}") and one.is_file():
            with suppress(FileNotFoundError):
                yield one, one.read_bytes()


def _seal(stream: BinaryIO) -> None:
    """Write the digest of all before it over the zip's comment."""
    stream.seek(0, io.SEEK_END)
    end = stream.tell() - SEAL
    digest = _digest(stream, end)
    stream.seek(end)
    stream.write(digest.encode())


def _digest(stream: BinaryIO, end: int) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while end > 0 and (part := stream.read(min(STEP, end))):
        digest.update(part)
        end -= len(part)
    return digest.hexdigest()


class Copy:
    """A copy whose digest held when it was opened."""

    def __init__(self, file: str, zipped: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self._zipped = zipped
        self.manifest = manifest

    def data(self, member: Member) -> bytes:
        """The bytes of a file in it. Raises NotPossible where they do not fit its digest."""
        with _read_from(self._file), self._zipped.open(member.name) as stream:
            found = stream.read(member.size + 1)
        if len(found) != member.size or hashlib.sha256(found).hexdigest() != member.digest:
            raise not_whole(self._file)
        return found

    def lines(self, member: Member) -> Iterator[str]:
        """The lines of a file of rows. Raises NotPossible, at its end, where it does not fit its digest."""
        digest = hashlib.sha256()
        with _read_from(self._file), self._zipped.open(member.name) as stream:
            for line in stream:
                digest.update(line)
                yield line.decode()
        if digest.hexdigest() != member.digest:
            raise not_whole(self._file)


@contextmanager
def opened(file: Path) -> Iterator[Copy]:
    """A copy to read, its digest and the list of its files checked.

    Raises NotPossible where it is not whole, or was made by a newer program; OSError where it cannot be read.
    """
    with file.open("rb") as stream:
        if not digest_holds(stream):
            raise not_whole(file.name)
        with _read_from(file.name):
            zipped = zipfile.ZipFile(stream)
        with zipped:
            yield _checked(file.name, zipped)


@contextmanager
def _read_from(file: str) -> Iterator[None]:
    """Whatever a zip that is none dies of is said as a copy that is not whole."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError, NotImplementedError):
        raise not_whole(file) from None


def digest_holds(stream: BinaryIO) -> bool:
    """Whether the last 64 bytes of a file are the digest of all before them."""
    end = stream.seek(0, io.SEEK_END) - SEAL
    if end <= 0:
        return False
    digest = _digest(stream, end)
    stream.seek(end)
    return stream.read(SEAL) == digest.encode()


def is_whole(file: Path) -> bool:
    """Whether a file can be read and is a copy that nothing was cut from or changed in."""
    try:
        with opened(file):
            return True
    except (OSError, NotPossible):
        return False


def _checked(file: str, zipped: zipfile.ZipFile) -> Copy:
    listed = zipped.infolist()
    inside = next((one for one in listed if one.filename == MANIFEST), None)
    if inside is None or inside.file_size > MOST_MANIFEST:
        raise not_whole(file)
    with _read_from(file), zipped.open(inside) as stream:
        manifest = read_manifest(stream.read(MOST_MANIFEST), file)
    sizes = {one.filename: one.file_size for one in listed if one.filename != MANIFEST}
    if len(listed) != len(sizes) + 1 or sizes != {one.name: one.size for one in manifest.members}:
        raise not_whole(file)
    return Copy(file, zipped, manifest)
