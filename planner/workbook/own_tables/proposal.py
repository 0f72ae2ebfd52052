"""An office begun by its own duty tables: the duty, its posts and its people, for somebody to confirm."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.calendar.recurrence import parse
from planner.errors import Refused
from planner.office.cells.folding import plain_text
from planner.office.office import Office
from planner.office.sheets import Person
from planner.problem.rotation.order_shown import order_shown
from planner.words import WEEKDAYS
from planner.workbook.own_tables.meaning import PASS, OwnChoices, duty_chosen, duty_meant
from planner.workbook.own_tables.names import name_and_mark, new_id
from planner.workbook.own_tables.read import OwnFile
from planner.workbook.own_tables.table import OwnEntry, OwnTable
from planner.workbook.own_tables.vocabulary import SHIFT_OF_MARK, SHIFTS, folded_heading, says_nothing
from planner.workbook.refs import Index, index_of

DUTY, SHIFT, POST = "值班", "全天", "值班员"
"""What a duty, a shift and a post are called where the table does not say it."""
WEEK = 7
IN_TITLE = re.compile(r"(?:\d{4}\s*年)?\s*\d{1,2}\s*月份?(.*?)(?:安排|轮值)?(?:一览)?(?:表|名单)")
ALONE = re.compile(r"([^\d\W]{2,12}?)(?:安排|轮值)?(?:一览)?(?:表|名单)")
OF_UNIT = re.compile(r".+(局|办|办公室|科|室|股|委|院|中心|镇|乡|街道|所|队|站|会|部|处|公司|校|政府)")


@dataclass(frozen=True)
class ProposedPost:
    """A post as a table shows it: how many there usually are, and at most."""

    duty: str
    shift: str
    post: str
    begin: str
    finish: str
    need: int
    room: int
    rested: bool = False
    """Whether the table has nobody there on two days running."""
    order: tuple[str, ...] = ()
    """Those who take turns there, in their order, as the sheet 轮值 names them; () where they take none."""


@dataclass(frozen=True)
class ProposedPerson:
    """Somebody new with the posts they stood on; `id` is '' unless another new one has the same name."""

    id: str
    name: str
    unit: str
    title: str
    pools: tuple[str, ...]


@dataclass(frozen=True)
class OwnProposal:
    """What an office would begin with: (duty, its calendar), posts, new units and people, (id, pools) of who gains."""

    duties: tuple[tuple[str, str], ...]
    posts: tuple[ProposedPost, ...]
    units: tuple[str, ...]
    people: tuple[ProposedPerson, ...]
    gained: tuple[tuple[str, tuple[str, ...]], ...]


def propose_office(file: OwnFile, office: Office, choices: OwnChoices) -> OwnProposal:
    """What the tables of a file would begin; what the office has already is left as it is."""
    duties: dict[str, set[date]] = defaultdict(set)
    counts: dict[tuple[str, str, str], Counter[date]] = defaultdict(Counter)
    served: dict[tuple[str, str, str], dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    seats: dict[tuple[str, str, str], list[tuple[date, Sequence[str]]]] = defaultdict(list)
    pools: dict[str, dict[str, None]] = defaultdict(dict)
    for table in file.tables:
        for entry in table.entries:
            chosen = choices.columns.get(entry.heading, "")
            if chosen in PASS or not entry.names:
                continue
            duty = choices.duty or entry.words.duty or duty_proposed(office, table)
            shift, post = place_proposed(entry, chosen)
            duties[duty].add(entry.day)
            counts[duty, shift, post][entry.day] += len(entry.names)
            seats[duty, shift, post].append((entry.day, entry.names))
            for name in entry.names:
                pools[name][post] = None
                served[duty, shift, post][name].add(entry.day)
    called = _called(office, pools)
    posts = [
        replace(
            _post(office, choices, place, some),
            rested=_rested(served[place].values()),
            order=tuple(called[name] for name in order_shown(seats[place])),
        )
        for place, some in counts.items()
        if not _there(office, place)
    ]
    return OwnProposal(
        tuple((name, calendar_proposed(office, days)) for name, days in duties.items() if not _duty(office, name)),
        tuple(posts),
        *_people(office, pools),
    )


def _called(office: Office, texts: Iterable[str]) -> dict[str, str]:
    """What the people of a table are called on other sheets: by the id of those known, else as they are entered."""
    index, marks = index_of(office), {text: name_and_mark(text) for text in texts}
    often = Counter(name for name, _ in marks.values())
    new = {text: new_id(name, mark, often) or name for text, (name, mark) in marks.items()}
    return {text: stored.id if (stored := _stored(office, index, text)) else new[text] for text in marks}


def _rested(served: Iterable[set[date]]) -> bool:
    """Whether several people took turns for a week or more, and none of them on two days running."""
    some = list(served)
    apart = all(day + timedelta(days=1) not in days for days in some for day in days)
    return apart and len(some) > 1 and len(set().union(*some)) >= WEEK


def duty_proposed(office: Office, table: OwnTable) -> str:
    """The name of a table's duty: one that the office has, else what the title calls it."""
    meant = duty_meant(office, table)
    if meant:
        return meant.name
    sheet, *titles = table.titles
    for text in map(plain_text, (*titles, sheet)):
        found = IN_TITLE.search(text) or ALONE.fullmatch(text)
        if found and (name := found[1].strip()):
            return DUTY if name == "排班" else name
    return DUTY


def place_proposed(entry: OwnEntry, chosen: str = "") -> tuple[str, str]:
    """Shift and post of an entry: as chosen, as its row says, or as its heading is usually meant."""
    if chosen:
        return place_chosen(chosen)
    shift, post = _of_heading(entry.heading)
    return entry.words.shift or shift, entry.words.post or post


def place_chosen(text: str) -> tuple[str, str]:
    """Shift and post as somebody wrote them: both with a blank between, or one of them."""
    first, _, rest = text.strip().partition(" ")
    return (first, rest.strip()) if rest.strip() else _of_heading(first)


def _of_heading(heading: str) -> tuple[str, str]:
    word = folded_heading(heading)
    if word in SHIFT_OF_MARK:
        return SHIFT_OF_MARK[word], POST
    shift = next((one for one in SHIFTS if word.startswith(one)), "")
    rest = word.removeprefix(shift)
    return shift or SHIFT, POST if says_nothing(rest or heading) else rest


def times_proposed(office: Office, shift: str) -> tuple[str, str]:
    """When a shift usually begins and ends, by the office's parts of the day."""
    night, morning = office.settings["晚上"].split("-")
    early, late = office.settings["上午"], office.settings["下午"]
    usual = {
        "夜班": (night, morning),
        "晚班": (night, morning),
        "白班": (morning, night),
        "早班": ("08:00", "16:00"),
        "中班": ("16:00", "00:00"),
        "上午": tuple(early.split("-")),
        "下午": tuple(late.split("-")),
    }
    begin, finish = usual.get(shift, (morning, morning))
    return begin, finish


def calendar_proposed(office: Office, days: Iterable[date]) -> str:
    """Calendar words that name exactly these days from the first to the last; 每天 where none do."""
    some = sorted(set(days))
    span = {some[0] + timedelta(days=number) for number in range((some[-1] - some[0]).days + 1)}
    weekdays = "、".join(WEEKDAYS[one] for one in sorted({day.weekday() for day in some}))
    numbers = "、".join(str(one) for one in sorted({day.day for day in some}))
    often = len(some) > 1
    monthly = not often or len({(day.year, day.month) for day in some}) > 1
    for words, may in (
        ("每天", often),
        ("每个工作日", often),
        ("每个休息日", often),
        (f"每周{weekdays}", often),
        (f"每月{numbers}日", monthly),
    ):
        if may and {day for day in span if parse(words).matches(day, office.calendar)} == set(some):
            return words
    return "每天"


def _post(office: Office, choices: OwnChoices, place: tuple[str, str, str], some: Counter[date]) -> ProposedPost:
    duty, shift, post = place
    begin, finish = choices.times.get(f"{shift} {post}") or choices.times.get(shift) or times_proposed(office, shift)
    sizes = Counter(some.values())
    need = min(size for size, often in sizes.items() if often == max(sizes.values()))
    return ProposedPost(duty, shift, post, begin, finish, need, max(sizes))


def _duty(office: Office, name: str) -> str:
    """The id of a duty that the office has, '' for none."""
    try:
        return duty_chosen(office, name).id
    except Refused:
        return ""


def _there(office: Office, place: tuple[str, str, str]) -> bool:
    """Whether the office has a post of this duty, shift and post."""
    duty, shift, post = place
    return any((one.shift, one.post) == (shift, post) for one in office.posts.get(_duty(office, duty), ()))


def _people(
    office: Office, pools: Mapping[str, Mapping[str, None]]
) -> tuple[tuple[str, ...], tuple[ProposedPerson, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """New units and people, and who is known, by name or name（unit）, and gains a post."""
    found: list[ProposedPerson] = []
    units: dict[str, None] = {}
    gained: list[tuple[str, tuple[str, ...]]] = []
    index = index_of(office)
    marks = {name: name_and_mark(name) for name in pools}
    often = Counter(name for name, _ in marks.values())
    known = {name for unit in office.units.values() for name in (unit.id, unit.name, unit.short)}
    for text, posts in pools.items():
        name, mark = marks[text]
        stored = _stored(office, index, text)
        if stored:
            more = [post for post in posts if post not in stored.pools]
            gained += [(stored.id, (*stored.pools, *more))] if more else []
            continue
        unit = mark if OF_UNIT.fullmatch(mark) else ""
        if unit and unit not in known:
            units[unit] = None
        id = new_id(name, mark, often)
        found.append(ProposedPerson(id, name, unit, "" if unit else mark, tuple(posts)))
    return tuple(units), tuple(found), tuple(gained)


def _stored(office: Office, index: Index, text: str) -> Person | None:
    """The last row of the person whom a name means; None for nobody, or several."""
    try:
        return office.people[index.find(text, ("person",))][-1]
    except Refused:
        return None
