"""The rows of duty tables put where they belong: on the slots of an office, or on its posts alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from constraints.problem.problem import Slot
from planner.calendar.recurrence import parse
from planner.errors import Fault, Refused
from planner.office.ids import Tagged, as_sort
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.sheets import Post
from planner.problem.build import period_slots
from planner.problem.parts import divided_as_named
from planner.problem.period import Period
from planner.words import Words
from planner.workbook.own_tables.faults import in_order, no_post, no_slot, not_held, other_duty, together
from planner.workbook.own_tables.meaning import (
    PASS,
    OwnAsk,
    OwnChoices,
    duty_chosen,
    duty_meant,
    place_words,
    places_of,
    posts_of_row,
)
from planner.workbook.own_tables.read import OwnFile
from planner.workbook.own_tables.table import OwnEntry, OwnTable
from planner.workbook.refs import Index, index_of

NEAR = timedelta(days=31)
"""So far from a day its slot's nominal date is looked for."""


@dataclass(frozen=True)
class PlacedRow:
    """An entry with its post and people; `slot` is None where the office has none on that day."""

    table: OwnTable
    entry: OwnEntry
    post: Post
    slot: Slot | None
    site: str
    people: tuple[Tagged, ...]


@dataclass(frozen=True)
class OwnPlaced:
    """The rows that could be placed, what must be asked first, notes, and every fault."""

    rows: tuple[PlacedRow, ...]
    asks: tuple[OwnAsk, ...]
    notes: tuple[Words, ...]
    faults: tuple[Fault, ...]


def place_rows(file: OwnFile, office: Office, choices: OwnChoices, *, past: bool) -> OwnPlaced:
    """Put every entry of a file on its slot; with `past`, a day on which the office has none is good all the same.

    Raises Refused where the chosen duty is none.
    """
    work = _Placing(office, choices, past)
    for table in file.tables:
        work.place_table(table)
    return OwnPlaced(
        tuple(work.rows),
        tuple(work.asks),
        (*file.notes, *work.notes),
        tuple(in_order((*file.faults, *work.all_faults()))),
    )


class _Slots:
    """The slots of a duty around the days of a table: by id, and by post, day and site.

    A slot is divided as its ids in the table say, which a paper has of one that was handed over in part.
    """

    def __init__(self, office: Office, duty: str, days: Iterable[date], ids: Iterable[str]) -> None:
        months = {(day + NEAR * step).replace(day=1) for day in set(days) for step in (-1, 0, 1)}
        self.by_id: dict[str, Slot] = {}
        self._days: dict[tuple[str, int, str], Slot] = {}
        self._nominal: dict[tuple[str, int, str], Slot] = {}
        every = (slot for first in sorted(months) for slot in period_slots(office, _whole_month(first, duty)))
        for slot in divided_as_named(every, ids):
            self.by_id[slot.id] = slot
            post = SlotKey.of(slot.id).post
            self._days.setdefault((post, slot.day, slot.site), slot)
            self._nominal.setdefault((post, slot.nominal, slot.site), slot)

    def of(self, post: Post, entry: OwnEntry, site: str) -> Slot | None:
        """The slot of a post on the entry's day: the day it falls on, or its nominal one."""
        key = post.id, entry.day.toordinal(), site
        first, then = (self._nominal, self._days) if entry.nominal else (self._days, self._nominal)
        return first.get(key) or then.get(key)


def _whole_month(first: date, duty: str) -> Period:
    return Period.month(f"{first:%Y-%m}", (duty,))


class _Placing:
    """The placing of one file: what was found so far."""

    def __init__(self, office: Office, choices: OwnChoices, past: bool) -> None:
        self.office, self.choices, self.past = office, choices, past
        self.index: Index = index_of(office)
        self.duty = duty_chosen(office, choices.duty).id if choices.duty else ""
        self.rows: list[PlacedRow] = []
        self.asks: list[OwnAsk] = []
        self.notes: list[Words] = []
        self._faults: dict[object, list[Fault]] = defaultdict(list)

    def all_faults(self) -> list[Fault]:
        """One fault for each cause, with the first cell, and the others named in it."""
        return [together(some) for some in self._faults.values()]

    def place_table(self, table: OwnTable) -> None:
        """Place the entries of a table, duty by duty."""
        meant = duty_meant(self.office, table)
        named = meant.id if meant else ""
        duties: dict[str, list[OwnEntry]] = defaultdict(list)
        for entry in table.entries:
            duty = self._duty(table, entry, self.duty or named)
            if duty is not None:
                duties[duty].append(entry)
        for duty, entries in duties.items():
            if not duty:
                self.asks.append(OwnAsk(table.sheet, "", "", tuple(one.name for one in self.office.duties.values())))
            elif self.duty and (duty != self.duty or (named and named != duty and self._titled(table))):
                self.notes.append(other_duty(table, self.office, named or duty))
            else:
                self._place(table, duty, entries)

    def _titled(self, table: OwnTable) -> bool:
        """Whether the sheet is called exactly like one of the duties, as in the product's own papers."""
        return any(one.name == table.sheet for one in self.office.duties.values())

    def _duty(self, table: OwnTable, entry: OwnEntry, default: str) -> str | None:
        """The id of an entry's duty, '' where it is not known, None with a fault where there is no such duty."""
        if entry.words.slot:
            return SlotKey.of(entry.words.slot).duty
        if not entry.words.duty:
            return default
        try:
            return duty_chosen(self.office, entry.words.duty).id
        except Refused as refused:
            self._wrong(("duty", entry.words.duty), refused.faults[0], table, entry, "duty")
            return None

    def _place(self, table: OwnTable, duty: str, entries: list[OwnEntry]) -> None:
        days, ids = [entry.day for entry in entries], [entry.words.slot for entry in entries if entry.words.slot]
        slots = _Slots(self.office, duty, days, ids) if duty in self.office.duties else None
        asked: set[str] = set()
        for entry in entries:
            chosen = self.choices.columns.get(entry.heading, "")
            if chosen in PASS:
                continue
            if entry.words.slot:
                self._by_slot(table, entry, slots)
                continue
            site = self._site(table, entry, duty)
            if slots is None or site is None:
                continue
            some = posts_of_row(entry.heading, entry.words, self.office.posts.get(duty, ()), chosen)
            self._on_day(table, duty, entry, site, some, slots, asked)

    def _by_slot(self, table: OwnTable, entry: OwnEntry, slots: _Slots | None) -> None:
        slot = slots.by_id.get(entry.words.slot) if slots else None
        post = next((one for one in self.office.of(Post) if one.id == SlotKey.of(entry.words.slot).post), None)
        if slot is None or post is None:
            self._wrong(("slot", entry.words.slot), no_slot(entry.words.slot), table, entry, "slot")
        else:
            self._add(table, entry, post, slot, slot.site)

    def _on_day(
        self, table: OwnTable, duty: str, entry: OwnEntry, site: str, some: list[Post], slots: _Slots, asked: set[str]
    ) -> None:
        here = {one.id: (one, slot) for one in some if (slot := slots.of(one, entry, site))}
        if len(here) == 1:
            post, held = next(iter(here.values()))
            self._add(table, entry, post, held, site)
            return
        words = {place_words(one) for one, _ in here.values()} or {
            place_words(one) for one in self._of_day(some, entry)
        }
        said = entry.words.shift or entry.words.post
        if not entry.names and not here:
            return
        if not some and said:
            self._wrong(
                (duty, said),
                no_post(self.office, duty, entry, places_of(self.office, duty)),
                table,
                entry,
                "shift",
                "post",
            )
        elif len(words) > 1 or not some:
            if entry.heading not in asked:
                asked.add(entry.heading)
                cell = next((one.cell for one in table.headings if one.word == entry.heading), entry.cell)
                self.asks.append(OwnAsk(table.sheet, entry.heading, cell, places_of(self.office, duty)))
        elif self.past:
            self._add(table, entry, (self._of_day(some, entry) or some)[0], None, site)
        else:
            self._wrong(
                ("day", duty, entry.day, entry.heading),
                not_held(self.office, duty, entry, dict.fromkeys(map(place_words, some))),
                table,
                entry,
            )

    def _of_day(self, some: list[Post], entry: OwnEntry) -> list[Post]:
        """Those of some posts that stand on a day of that kind, or all where none does."""
        return [one for one in some if parse(one.days).matches(entry.day, self.office.calendar)] or some

    def _site(self, table: OwnTable, entry: OwnEntry, duty: str) -> str | None:
        """The tagged id of an entry's site, '' for a duty at one place; None, with a fault, where there is none."""
        words, held = entry.words, self.office.duties.get(duty)
        if not held or not held.per_site:
            return ""
        wrong: Fault | None = None
        for text in (words.site, f"{words.site}（{words.town}）" if words.site else words.town):
            try:
                return self.index.find(text, ("village", "unit"))
            except Refused as refused:
                wrong = refused.faults[0]
        if wrong and (words.site or words.town or entry.names):
            self._wrong(("site", words.site, words.town), wrong, table, entry, "site", "town")
        return None

    def _add(self, table: OwnTable, entry: OwnEntry, post: Post, slot: Slot | None, site: str) -> None:
        people: list[Tagged] = []
        for name in entry.names:
            try:
                people.append(as_sort(post.assignee, self.index.find(name, (post.assignee,))))
            except Refused as refused:
                self._wrong(("name", name), refused.faults[0], table, entry)
        self.rows.append(PlacedRow(table, entry, post, slot, site, tuple(people)))

    def _wrong(self, cause: object, one: Fault, table: OwnTable, entry: OwnEntry, *names: str) -> None:
        """Keep a fault with the cell of the first of some fields; those of one cause are told together."""
        cell = entry.place_of(*names)
        self._faults[table.sheet, cause].append(one.at(file=table.file, sheet=table.sheet, cell=cell))
