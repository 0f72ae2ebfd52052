"""The names in a cell of a duty table: parted, without telephones, spans and words for nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from planner.office.cells.kinds import text_of

NOBODY = frozenset(("空缺", "空", "无", "待定", "暂缺", "缺", "—", "——", "-", "–", "×", "\\"))
BETWEEN = re.compile(r"[、;；,，\n/／+＋|]+")
NUMBER = re.compile(r"\+?\d[\d\-— ]{4,}\d")
EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
SPAN = re.compile(r"[(（][^()（）]*\d+[月日号][^()（）]*[)）]")
IN_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")

KnownName = Callable[[str], bool]
"""Says whether a text is the name of somebody or something in the office."""


def name_parts(cell: object, known: KnownName) -> tuple[str, ...]:
    """The names in a cell, each once, in their order; a known name is never parted, nor is 李四（信访局）."""
    text = text_of(cell)
    if not text or text in NOBODY:
        return ()
    if known(text):
        return (text,)
    return tuple(dict.fromkeys(name for part in BETWEEN.split(text) for name in _part(part.strip(), known)))


def _part(text: str, known: KnownName) -> Iterator[str]:
    if known(text):
        yield text
        return
    bare = EMPTY_BRACKETS.sub("", NUMBER.sub("", SPAN.sub("", text))).strip()
    if known(bare):
        yield bare
        return
    for word in _words(bare.split()):
        if word not in NOBODY:
            yield _without_title(word, known)


def _words(pieces: list[str]) -> Iterator[str]:
    """The pieces between blanks, two single characters in a row as one name: 张 三."""
    waiting = list(pieces)
    while waiting:
        one = waiting.pop(0)
        yield one + waiting.pop(0) if len(one) == 1 and waiting and len(waiting[0]) == 1 else one


def _without_title(word: str, known: KnownName) -> str:
    """The name alone where what stands in brackets behind it tells nobody apart: 张三（主任）."""
    found = IN_BRACKETS.fullmatch(word)
    return found[1] if found and not known(word) and known(found[1]) else word


def name_and_mark(text: str) -> tuple[str, str]:
    """A name and what stands in brackets behind it, '' for nothing."""
    found = IN_BRACKETS.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


def new_id(name: str, mark: str, often: Mapping[str, int]) -> str:
    """The id of somebody new who has a namesake among them; '' for anybody else. `often` has name → how many."""
    return f"{name}-{mark}" if often[name] > 1 and mark else ""
