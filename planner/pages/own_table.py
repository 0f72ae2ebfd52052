"""The page on which somebody says what an own duty table is: guesses filled in, and what would come of a yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from constraints.judge import findings
from planner.calendar.reading import read_month
from planner.data_entry.own_upload import OwnPreview, preview_own_table
from planner.errors import Fault, NotPossible, Refused
from planner.office.cells.times import read_time
from planner.office.office import Office
from planner.planning.basis import prepare
from planner.planning.handmade import Handmade, handmade_of, told_by_roster
from planner.problem.period import Period
from planner.roster.finding_text import FindingSentence, sentences
from planner.store.roster.standing import Standing
from planner.words import Lang, Words
from planner.workbook.own_tables.meaning import (
    PASS,
    OwnAsk,
    OwnChoices,
    duty_meant,
    place_words,
    places_of,
    posts_meant,
)
from planner.workbook.own_tables.proposal import duty_proposed, place_chosen, place_proposed, times_proposed
from planner.workbook.own_tables.read import OwnFile
from planner.workbook.own_tables.table import OwnEntry
from planner.workbook.own_tables.taken_in import ReadAs


@dataclass(frozen=True)
class OwnAnswers:
    """What stands in the form: '' for what was not answered; `places` and `times` are by the number of a heading."""

    kind: str = ""
    month: str = ""
    duty: str = ""
    places: Mapping[int, str] = field(default_factory=dict)
    times: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnColumn:
    """A heading to be answered: the place it was said or is guessed to be, and, for a new office, its times."""

    number: int
    sheet: str
    heading: str
    cell: str
    place: str
    shown: bool = True
    """Whether it is asked at all: rows that say it themselves are, where they do not say enough."""
    asked: bool = False
    times: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class DraftPreview:
    """A table as a draft: its month and duties, how many stand on it, how many places it leaves open, the findings."""

    month: str
    duties: tuple[str, ...]
    filled: int
    missing: int
    findings: tuple[FindingSentence, ...]


@dataclass(frozen=True)
class OwnTableDesk:
    """The page: what was said or guessed, what is still asked, the faults, and what would come of a yes."""

    kind: ReadAs
    month: str
    duty: str
    duties: tuple[str, ...]
    places: tuple[str, ...]
    columns: tuple[OwnColumn, ...]
    duty_asked: bool = False
    notes: tuple[Words, ...] = ()
    faults: tuple[Fault, ...] = ()
    imported: OwnPreview | None = None
    drafted: DraftPreview | None = None
    shown: str = ""

    def choices(self) -> OwnChoices:
        """What the page says of the file, as its reader takes it."""
        times = {" ".join(place_chosen(one.place)): one.times for one in self.columns if one.place and all(one.times)}
        return OwnChoices(self.duty, {one.heading: one.place for one in self.columns if one.place}, times)


def own_table_desk(standing: Standing, file: OwnFile, answers: OwnAnswers, now: datetime, lang: Lang) -> OwnTableDesk:
    """The page of a file by the answers so far."""
    desk = _filled_in(standing.office, file, answers, f"{now:%Y-%m}")
    try:
        if desk.kind is not ReadAs.DRAFT:
            return _with_import(desk, preview_own_table(standing.office, file, desk.kind, desk.choices(), now))
        period = Period.month(desk.month) if desk.month else None
        made = handmade_of(file, standing.office, period, desk.choices())
        return _with_draft(standing, desk, made, now, lang)
    except Refused as refused:
        return replace(desk, faults=refused.faults, notes=file.notes)


def _with_import(desk: OwnTableDesk, found: OwnPreview) -> OwnTableDesk:
    if found.result is None:
        return _asking(desk, found.asks)
    return replace(desk, notes=found.result.notes, imported=found, shown=found.shown)


def _with_draft(standing: Standing, desk: OwnTableDesk, made: Handmade, now: datetime, lang: Lang) -> OwnTableDesk:
    if made.asks:
        return replace(_asking(desk, made.asks), notes=made.notes)
    office, period = standing.office, Period(made.period.first, made.period.last, made.duties)
    basis, _ = prepare(standing, period, now)
    said = sentences(office, basis.problem, basis.book, findings(basis.problem, basis.book, made.roster), lang)
    on = {slot.id: sum(id == slot.id for id, _ in made.roster.pairs) for slot in basis.problem.slots}
    missing = sum(max(0, slot.need - on[slot.id]) for slot in basis.problem.slots)
    names = tuple(office.duties[one].name for one in made.duties)
    preview = DraftPreview(period.text, names, len(made.roster.pairs), missing, tuple(said))
    return replace(desk, month=period.text, notes=made.notes, drafted=preview, shown=told_by_roster(made))


def _asking(desk: OwnTableDesk, asks: tuple[OwnAsk, ...]) -> OwnTableDesk:
    asked = {one.heading for one in asks}
    columns = tuple(
        replace(one, asked=one.heading in asked, shown=one.shown or one.heading in asked) for one in desk.columns
    )
    return replace(desk, columns=columns, duty_asked="" in asked)


def _filled_in(office: Office, file: OwnFile, answers: OwnAnswers, this_month: str) -> OwnTableDesk:
    """The page with guesses where nothing was said."""
    months = file.months
    guess = ReadAs.OFFICE if not office.duties else ReadAs.DRAFT
    if office.duties and months and max(months) < this_month:
        guess = ReadAs.HISTORY
    kind = ReadAs(answers.kind) if answers.kind in tuple(ReadAs) else guess
    month = answers.month or (months[-1] if len(months) == 1 else "")
    duty = answers.duty
    if kind is ReadAs.OFFICE:
        duty = duty or (duty_proposed(office, file.tables[0]) if len(file.tables) == 1 else "")
    elif duty not in (one.name for one in office.duties.values()):
        duty = ""
    duties = tuple(one.name for one in office.duties.values())
    chosen = [one.id for one in office.duties.values() if one.name == duty]
    meant = chosen or [found.id for table in file.tables if (found := duty_meant(office, table))]
    places = tuple(dict.fromkeys(place for one in meant or office.duties for place in places_of(office, one)))
    columns = tuple(_columns(office, file, answers, kind, tuple(meant), places))
    return OwnTableDesk(kind, month, duty, duties, places, columns)


def _columns(
    office: Office, file: OwnFile, answers: OwnAnswers, kind: ReadAs, duties: tuple[str, ...], places: tuple[str, ...]
) -> Iterator[OwnColumn]:
    """The headings that say where people stand, each once."""
    told = {one.heading: one for table in file.tables for one in reversed(table.entries)}
    seen: set[str] = set()
    for table in file.tables:
        for heading in table.headings:
            entry = told.get(heading.word)
            if entry is None or heading.word in seen:
                continue
            number = len(seen)
            seen.add(heading.word)
            said, itself = answers.places.get(number, ""), _says_itself(entry)
            if kind is ReadAs.OFFICE:
                place = said or ("" if itself else " ".join(place_proposed(entry)))
                times = _times(answers.times.get(number)) or times_proposed(office, place_chosen(place)[0])
                shown = (place, not itself, False, ("", "") if itself else times)
                yield OwnColumn(number, table.sheet, heading.word, heading.cell, *shown)
                continue
            posts = [post for one in duties for post in office.posts.get(one, ())]
            guessed = [] if itself else list(dict.fromkeys(map(place_words, posts_meant(heading.word, posts))))
            place = said if said in (*places, *PASS) else guessed[0] if len(guessed) == 1 else ""
            yield OwnColumn(number, table.sheet, heading.word, heading.cell, place, not itself or bool(said))


def _says_itself(entry: OwnEntry) -> bool:
    return bool(entry.words.slot or entry.words.shift or entry.words.post)


def _times(said: tuple[str, str] | None) -> tuple[str, str] | None:
    """Times as they were typed, None where they are none."""
    if not said or not all(said):
        return None
    try:
        return read_time(said[0], end=False), read_time(said[1], end=True)
    except Refused:
        return None


def month_answered(text: str) -> str:
    """The month in a form, '' for what is none."""
    try:
        return f"{read_month(text):%Y-%m}"
    except NotPossible:
        return ""
