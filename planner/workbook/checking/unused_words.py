"""Notes on words that nothing else uses, and that may be slips for the nearest known one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from planner.office.ids import Tag, named_in, untagged
from planner.office.sheets import (
    AbsenceRow,
    ClauseRow,
    Duty,
    History,
    KeyPeriod,
    Person,
    PinRow,
    Post,
    SheetRow,
    Unit,
    Village,
)
from planner.office.vocabulary import WordKind, known_words
from planner.words import Words
from planner.workbook.checking.incoming import Incoming, note
from planner.workbook.checking.row_faults import RowNote
from planner.workbook.nearest import Nearest, either

USUAL = ("委", "人大", "政府", "政协", "纪委", "监委", "法院", "检察院", "武装部", "人武部")
"""How the names of bodies end: one that ends so is no slip for another."""
ALIKE_FOR_MANY = 0.7
"""A word that several use is a slip only where it is so much like another one."""
SINGLE: tuple[tuple[type[SheetRow], str, str, tuple[str, ...]], ...] = (
    (Person, "body", "班子", USUAL),
    (Unit, "kind", "类别", ("镇街", "乡镇", "街道", "部门", "单位", "企业", "事业", "学校", "医院", "群团", "园区")),
    (Unit, "sector", "系统", ()),
    (Village, "kind", "类别", ("一般", "重点", "社区", "村")),
)
"""Columns whose words are shared by many rows: (row class, field, header, endings that are usual)."""


def word_notes(incoming: Incoming) -> Iterator[RowNote]:
    """What is written in new rows and nothing else speaks of."""
    if not incoming.news:
        return
    yield from _pools(incoming)
    yield from _shifts_and_extents(incoming)
    for row, name, header, usual in SINGLE:
        yield from _single(incoming, row, name, header, usual)


def _pools(incoming: Incoming) -> Iterator[RowNote]:
    office = incoming.office
    asked = {pool for row in office.of(Post) for pool in row.pools}
    asked |= {pool for row in office.of(KeyPeriod) for pool in row.pools}
    tagged = [who for row in office.of(ClauseRow) for who in row.who]
    tagged += [row.who for row in office.of(AbsenceRow)]
    tagged += [row.approver for row in office.of(Post) if row.approver]
    used = asked | {id for tag, id in map(untagged, map(named_in, tagged)) if tag is Tag.POOL}
    holders: tuple[type[Any], ...] = (Person, Unit)
    counts = Counter(pool for cls in holders for row in office.of(cls) for pool in row.pools)
    nearest, alike = Nearest(sorted(asked)), Nearest(sorted(asked), ALIKE_FOR_MANY)
    for cls in holders if asked else ():
        for row in incoming.of(cls):
            for word in row.pools:
                if word not in used and (counts[word] == 1 or alike.of(word)):
                    yield _unknown(row, "pools", word, "没有一个岗位用到值班序列", "no post has the pool", nearest)
    held = {*counts}
    there = Nearest(sorted(held))
    wanted: tuple[Any, ...] = (*incoming.of(Post), *incoming.of(KeyPeriod))
    for row in wanted if held else ():
        for word in row.pools:
            if word not in held:
                yield _unknown(row, "pools", word, "没有人、也没有单位在值班序列", "nobody is in the pool", there)


def _shifts_and_extents(incoming: Incoming) -> Iterator[RowNote]:
    office = incoming.office
    shifts = {row.shift for row in office.of(Post)}
    nearest = Nearest(sorted(shifts))
    for person in incoming.of(Person) if shifts else ():
        for word in person.exempt:
            if word not in shifts:
                yield _unknown(person, "exempt", word, "没有班次", "there is no shift", nearest)
    sites = known_words(office.with_rows("值班事项", ()), ())[WordKind.EXTENT]
    names = Nearest(sorted(sites))
    for duty in incoming.of(Duty) if sites else ():
        for word in duty.extent:
            if word not in sites:
                yield _unknown(
                    duty, "extent", word, "没有村居、镇街或类别", "there is no village, town or kind", names, "村居"
                )
    served: tuple[PinRow | History, ...] = (*incoming.of(PinRow), *incoming.of(History))
    for row in served:
        yield from _served_on(incoming, row)


def _served_on(incoming: Incoming, row: PinRow | History) -> Iterator[RowNote]:
    """The shift and the post of an order or of the past that its duty does not have."""
    posts = incoming.office.posts.get(row.duty, ())
    for column, zh, en in (("shift", "班次", "shift"), ("post", "岗位", "post")):
        known = {getattr(post, column) for post in posts}
        word = getattr(row, column)
        if posts and word and word not in known and (column == "post" or isinstance(row, History)):
            name = incoming.office.duties[row.duty].name
            said = f"“{name}”没有{zh}", f"'{name}' has no {en}"
            yield _unknown(row, column, word, *said, Nearest(sorted(known)), by=("duty",))


def _single(incoming: Incoming, row: type[Any], name: str, header: str, usual: Collection[str]) -> Iterator[RowNote]:
    """Words of one row alone that are near a word of several."""
    new = incoming.of(row)
    counts = Counter(getattr(one, name) for one in incoming.office.of(row)) if new else Counter[str]()
    nearest = Nearest(sorted(word for word, times in counts.items() if word and times > 1))
    for one in new:
        word = getattr(one, name)
        if word and counts[word] == 1 and not word.endswith(tuple(usual)) and (near := nearest.of(word)):
            yield note(
                one,
                name,
                Words(
                    "%(header)s“%(word)s”只有这一行用到，是不是%(either)s？",
                    header=header,
                    word=word,
                    either=either(near),
                    name=name,
                ),
            )


def _unknown(
    row: SheetRow,
    column: str,
    word: str,
    zh: str,
    en: str,
    nearest: Nearest,
    sheet: str = "岗位",
    by: tuple[str, ...] = (),
) -> RowNote:
    near = nearest.of(word)
    ask = (f"，是不是{either(near).zh}？", f": is it {either(near).en}?") if near else ("", "")
    return note(
        row, column, Words("%(zh)s“%(word)s”%(ask)s", zh=zh, word=word, ask=ask[0], en=en, ask2=ask[1]), by, (sheet,)
    )
