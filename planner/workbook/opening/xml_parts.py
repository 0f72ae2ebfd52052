"""The parts of a workbook: what it holds by name, and each part's XML told to handlers while it streams by."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from planner.errors import Refused, fault
from planner.words import Words
from planner.workbook.opening.kinds import DAMAGED, RESAVE

CHUNK = 1 << 18
Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it; `part` is the member that holds it, None if the file does not have it."""

    name: str
    hidden: bool
    part: str | None


@dataclass(frozen=True)
class Contents:
    """What a workbook lists: its sheets, the members with its texts and formats, and how it counts days."""

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    from_1904: bool


def local(tag: str) -> str:
    """A tag without its prefix."""
    return tag.rpartition(":")[2]


def unescaped(text: str) -> str:
    """A text of the workbook with the characters that XML cannot hold, written there as _x000D_."""
    if "_x" not in text:
        return text
    plain = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_xml(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Tell the elements of a part to handlers; raises Refused for a DTD, expat.ExpatError for broken XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _doctype(*_: object) -> None:
    raise Refused(fault(Words("工作簿内含 DTD 声明"), RESAVE))


def chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """A member piece by piece; raises Refused for one that is not in UTF-8, which no office program writes."""
    with archive.open(member) as stream:
        first = stream.read(CHUNK)
        if not first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or b"\0" in first[:200]:
            raise Refused(DAMAGED)
        while first:
            yield first
            first = stream.read(CHUNK)


def contents(archive: zipfile.ZipFile) -> Contents:
    """What the workbook lists, through its relations."""
    members = {name.lower(): name for name in archive.namelist()}
    book, listed = members["xl/workbook.xml"], list[tuple[dict[str, str], str]]()
    days = {"from_1904": False}

    def start(tag: str, found: dict[str, str]) -> None:
        if local(tag) == "sheet":
            listed.append((found, next((value for key, value in found.items() if key.endswith(":id")), "")))
        elif local(tag) == "workbookPr":
            days["from_1904"] = found.get("date1904") in ("1", "true")

    read_xml(chunks(archive, book), start)
    relations = _relations(archive, members)
    by_sort = {sort: members.get(target.lower()) for sort, target in relations.values()}
    sheets = [
        SheetPart(
            found.get("name", ""),
            found.get("state", "visible") in ("hidden", "veryHidden"),
            members.get(relations.get(key, ("", ""))[1].lower()),
        )
        for found, key in listed
        if relations.get(key, ("", ""))[0] not in ("chartsheet", "dialogsheet", "xlMacrosheet")
    ]
    parts = [one.part for one in sheets if one.part]
    names = {one.name.strip().lower() for one in sheets}
    if len(parts) > len(set(parts)) or len(names) < len(sheets) or "" in names:
        raise Refused(DAMAGED)
    return Contents(tuple(sheets), by_sort.get("sharedStrings"), by_sort.get("styles"), days["from_1904"])


def _relations(archive: zipfile.ZipFile, members: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Id of a relation → (what sort of part it leads to, the member)."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], member)

    read_xml(chunks(archive, members["xl/_rels/workbook.xml.rels"]), start)
    return found
