"""Resolving: names in drafted rows become ids, lists are parted where every piece of them is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import Field, dataclass, replace
from typing import Any

from planner.errors import Fault, Refused, fault
from planner.office.cells import lists
from planner.office.cells.folding import closed_up
from planner.office.office import SHEET_OF, Office
from planner.office.people_words import EXCEPT
from planner.office.sheets import Duty, Person, Post, SheetRow, Unit, Village
from planner.office.vocabulary import WordKind, known_words, word_kind
from planner.words import Words
from planner.workbook.merging.drafts import DraftedRow
from planner.workbook.refs import Index

NAMED: dict[str, type[SheetRow]] = {"person": Person, "unit": Unit, "village": Village, "duty": Duty}
WRITTEN_ON = {"person": "人员", "body": "人员", "unit": "单位", "village": "村居", "duty": "值班事项", "pool": "岗位"}
WRITTEN_ON |= {"label": "人员"}
"""Sort of thing → the sheet on which it is entered."""


@dataclass(frozen=True)
class Nameable:
    """What drafts may name: things by their ids and names, and free words."""

    index: Index
    words: Mapping[WordKind, set[str]]


def known_after(sheets: Mapping[str, list[DraftedRow]], office: Office) -> Nameable:
    """Everything that can be named after the merge: the file's rows, and the office's that it does not replace."""

    def both(row: type[Any]) -> list[Any]:
        mine = sheets[SHEET_OF[row].zh]
        taken = {draft.at for draft in mine}
        return [*(draft.row() for draft in mine), *(one for at, one in enumerate(office.of(row)) if at not in taken)]

    drafts = [draft for mine in sheets.values() for draft in mine]
    words = known_words(office, ((draft.sheet.row, draft.values) for draft in drafts))
    units = both(Unit)
    first = Index((), units, (), ())
    people = [replace(one, units=tuple(_found(first, name, "unit") for name in one.units)) for one in both(Person)]
    villages = [replace(one, town=_found(first, one.town, "unit")) for one in both(Village)]
    pools = {
        word
        for row in (Unit, Post)
        for one in both(row)
        for pool in one.pools
        for word in lists.split(pool, words[WordKind.POOL].__contains__)
    }
    index = Index(people, units, villages, both(Duty), pools)
    for sort, row in NAMED.items():
        for draft in sheets[SHEET_OF[row].zh]:
            for name in draft.wrong & {"id", "name"}:
                index.also(sort, draft.row().id, draft.said.get(name, ""))  # type: ignore[attr-defined]
    return Nameable(index, words)


def _found(index: Index, text: str, sort: str) -> str:
    try:
        return index.find(text, (sort,))
    except Refused:
        return text


@dataclass(frozen=True)
class Missing:
    """The fault of a text that nothing goes by, and the sorts of things that it could have named."""

    text: str
    sorts: tuple[str, ...]
    fault: Fault


def resolve(drafts: list[DraftedRow], known: Nameable, unread: frozenset[str]) -> list[Fault]:
    """Put ids in place of the names of drafts, and single words in place of several; the faults of what is not there.

    What was found of a list stays, so that the rest of the office can be looked at. A name that only seems to be
    missing since its own row, or all of its sheet (`unread`), could not be read is no fault of its own.
    """
    faults: list[Fault] = []
    missing: list[Missing] = []
    for draft in drafts:
        for column in draft.sheet.columns:
            value, kind = draft.values.get(column.name), word_kind(draft.sheet.row, column.name)
            if value and column.metadata["kind"].refers:
                wrong, more = _refer(draft, column, value, known.index)
                faults += wrong
                missing += more
            elif kind and isinstance(value, tuple):
                known_word = known.words[kind].__contains__
                found = (word for one in value for word in lists.split(one, known_word))
                draft.values[column.name] = tuple(dict.fromkeys(found))
        pair = [draft.values[name] for name in draft.sheet.unordered if draft.values.get(name)]
        if len(pair) > 1:
            draft.values |= zip(draft.sheet.unordered, sorted(pair), strict=True)
    return [*faults, *_truly(missing, drafts, unread)]


def _truly(missing: list[Missing], drafts: list[DraftedRow], unread: frozenset[str]) -> list[Fault]:
    """The faults of names that are missing in truth.

    As many names as a sheet has rows without one may be the names of these.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    nameless = Counter(draft.sheet.row for draft in drafts if draft.old is None and not draft.said.get("name", "-"))
    for one in missing:
        for sort in one.sorts:
            texts[sort].add(one.text)
    excused = {sort for sort, row in NAMED.items() if len(texts[sort]) <= nameless[row]}
    excused |= {sort for sort, sheet in WRITTEN_ON.items() if sheet in unread}
    return [one.fault for one in missing if not excused & {*one.sorts}]


def _refer(draft: DraftedRow, column: Field[Any], value: Any, index: Index) -> tuple[list[Fault], list[Missing]]:
    """Put ids in place of the names of one cell; what is wrong with them."""
    sorts, name = column.metadata["kind"].refers, column.name
    found: list[str] = []
    faults: list[Fault] = []
    missing: list[Missing] = []

    def known(text: str) -> bool:
        return index.knows(text, sorts)

    for part in value if isinstance(value, tuple) else (value,):
        mark = EXCEPT if part.startswith(EXCEPT) else ""
        some = lists.split(part.removeprefix(mark), known)
        if len(some) > 1 and not isinstance(value, tuple):
            faults += draft.spoilt(Refused(_one_only(part, column.metadata["zh"])), name)
            continue
        for text in (part if one == closed_up(part) else mark + one for one in some):
            try:
                found.append(index.find(text, sorts))
            except Refused as refused:
                wrong = draft.spoilt(refused, name)
                missing += [] if known(text) else [Missing(text, sorts, one) for one in wrong]
                faults += wrong if known(text) else []
    if isinstance(value, tuple):
        draft.values[name] = tuple(dict.fromkeys(found))
    elif found:
        draft.values[name] = found[0]
    else:
        del draft.values[name]
    return faults, missing


def _one_only(text: str, header: str) -> Fault:
    """The fault of several names where one is to stand."""
    return fault(
        Words("“%(text)s”是几个名称，“%(header)s”一格只能写一个", text=text, header=header),
        Words("请分成几行，每行写一个"),
    )
