"""An issued or drafted roster as lines that people read, in rank order, with what was valid that day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from constraints.problem.problem import DAY, AssigneeKind, Slot
from constraints.problem.turns import SlotTurn
from planner.office.ids import Tag, as_person, as_sort, as_unit, bare, untagged
from planner.office.keys import SlotKey
from planner.office.office import Office
from planner.office.post_kinds import PostKind, post_kind
from planner.problem.occasions import occasions
from planner.store.held_slot import Held
from planner.words import WEEKDAYS, Lang, span_words

OPEN = "空缺"


@dataclass(frozen=True)
class Holder:
    """A person or unit on a slot: id without tag, kind, and what a sheet prints of them that day.

    `name` tells them from namesakes, `plain` is the name alone.
    """

    id: str
    kind: AssigneeKind
    name: str
    plain: str
    title: str = ""
    portfolio: str = ""
    unit: str = ""
    unit_name: str = ""
    office_phone: str = ""
    mobile: str = ""

    @property
    def tagged(self) -> str:
        """The id with its tag, p: or u:, as the core knows it."""
        return as_sort(self.kind, self.id)


@dataclass(frozen=True)
class Line:
    """One slot with its people in rank order; `start` and `end` are aware, in the office's time zone."""

    held: Held
    duty_name: str
    nominal: date
    day: date
    start: datetime
    end: datetime
    site: str
    people: tuple[Holder, ...]
    version: int | None = None
    named: tuple[Holder, ...] = ()
    """The people whom units that serve, or come along, have named for it."""
    entered_afterwards: bool = False
    """Whether it had begun when it was first issued (补登); told of issued lines alone."""
    turn: SlotTurn | None = None
    """Whose turn it is, where a clause of 轮流 covers it."""

    @property
    def slot(self) -> Slot:
        """The slot itself."""
        return self.held.slot

    @property
    def kind(self) -> PostKind:
        """Whether its people lead those at the place or are among them."""
        return post_kind(self.slot.post)

    @property
    def lasting(self) -> bool:
        """Whether it lasts more than a day."""
        return self.slot.end - self.slot.start > DAY

    def on(self, day: date) -> bool:
        """Whether a day is one of its days, each 24 hours from the clock of its start: a night is its evening's."""
        passed = (day - self.day).days
        return passed >= 0 and self.slot.start + passed * DAY < self.slot.end

    @property
    def missing(self) -> int:
        """How many people the post still needs."""
        return max(0, self.slot.need - len(self.people))

    @property
    def status(self) -> str:
        """'tentative' if its day rests on a projected calendar, else 'confirmed'; whether it is full says `missing`."""
        return "tentative" if self.held.tentative else "confirmed"


def lines(
    office: Office,
    slots: Iterable[Held],
    pairs: Iterable[tuple[str, str]],
    numbers: dict[str, int] | None = None,
    named: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    now: Office | None = None,
) -> list[Line]:
    """The roster as lines, by start, duty, shift, post and site; `pairs` are (slot id, tagged id).

    `numbers` gives each duty's version. `named` is slot id → (unit id, person id) of those whom units have named;
    they are looked up in the office `now`, the roster's own people in `office`. Namesakes of either are told apart.
    """
    on: dict[str, list[str]] = defaultdict(list)
    for slot, who in pairs:
        on[slot].append(who)
    found = [_line(office, held, on.get(held.slot.id, []), (numbers or {}).get(held.slot.duty), now) for held in slots]
    if named:
        found = [_with_named(now or office, line, named.get(line.slot.id, ())) for line in found]
    return sorted(found, key=by_start)


def by_start(line: Line) -> tuple[int, str, str, str, str, str]:
    """What lines of a roster sort by: start, duty, shift, post and site."""
    slot = line.slot
    return slot.start, slot.duty, slot.shift, slot.post, line.site, slot.id


def _line(office: Office, held: Held, whos: list[str], version: int | None, now: Office | None) -> Line:
    slot = held.slot
    day = date.fromordinal(slot.day)
    ranked = sorted(whos, key=lambda who: (office.rank.get(who, (10**9, 0)), who))
    duty = office.duties.get(slot.duty)
    return Line(
        held,
        duty.name if duty else slot.duty,
        date.fromordinal(slot.nominal),
        day,
        office.moment(slot.start),
        office.moment(slot.end),
        bare(slot.site),
        tuple(holder(office, who, day, now) for who in ranked),
        version,
    )


def _with_named(office: Office, line: Line, some: Sequence[tuple[str, str]]) -> Line:
    """A line with the people named by those units that still serve on it or come along."""
    units = {one.id for one in line.people if one.kind == "unit"} | set(line.held.units)
    mine = [person for of, person in some if of in units]
    ranked = sorted(mine, key=lambda person: office.rank.get(as_person(person), (10**9, 0)))
    return (
        replace(line, named=tuple(holder(office, as_person(person), line.day) for person in ranked)) if mine else line
    )


def holder(office: Office, tagged: str, day: date, now: Office | None = None) -> Holder:
    """What is printed of a person or unit (tagged id) on a day; an unknown one keeps its id as its name.

    Somebody who has no namesake in `office` may have one `now`.
    """
    tag, id = untagged(tagged)
    if tag is Tag.UNIT:
        unit, name = office.units.get(id), office.name(tagged)
        return Holder(
            id,
            "unit",
            name,
            unit.name if unit else id,
            unit=id,
            unit_name=name,
            office_phone=unit.phone if unit else "",
        )
    person = office.person(id, day)
    if person is None:
        return Holder(id, "person", id, id)
    unit_id = person.units[0] if person.units else ""
    return Holder(
        id,
        "person",
        person.name + (office.mark(tagged, day) or (now.mark(tagged, day) if now else "")),
        person.name,
        person.title,
        person.portfolio,
        unit_id,
        office.name(as_unit(unit_id)) if unit_id else "",
        person.office_phone,
        person.mobile,
    )


def turns_of(lines: Iterable[Line]) -> Counter[str]:
    """Tagged id → how often they serve on these lines; the parts of one slot are one turn."""
    return Counter(who for _, who in {(line.slot.turn, one.tagged) for line in lines for one in line.people})


def held_slots(office: Office, slots: Iterable[Slot], first: date, last: date) -> list[Held]:
    """Slots with what their occasion adds: topic, units, note, and whether their day rests on a projection."""
    some = list(slots)
    duties = [office.duties[id] for id in {slot.duty for slot in some} if id in office.duties]
    special = {
        (duty.id, one.nominal, one.extra): one for duty in duties for one in occasions(office, duty, first, last)
    }
    calendar = office.calendar
    found = []
    for slot in some:
        nominal, day = date.fromordinal(slot.nominal), date.fromordinal(slot.day)
        one = special.get((slot.duty, nominal, SlotKey.of(slot.id).extra))
        tentative = not (calendar.official(nominal) and calendar.official(day))
        found.append(Held(slot, tentative, *((one.topic, one.units, one.note) if one else ())))
    return found


def may_move(office: Office, line: Line) -> bool:
    """Whether the notice of holidays that is still to come may move the day of a line."""
    return line.held.tentative and any(map(office.calendar.may_change, (line.nominal, line.day)))


def titled(one: Holder) -> str:
    """A name with the title in brackets: 李四（局长）; of somebody with a namesake 李四（区信访局，局长）."""
    told = one.name.removesuffix("）") + "，" if one.name != one.plain else f"{one.name}（"
    return f"{told}{one.title}）" if one.title and one.title not in one.name else one.name


def joined_names(people: Iterable[Holder], missing: int = 0) -> str:
    """The names joined by 、, in the order given, with 空缺 once for each of the missing."""
    return "、".join([*(one.name for one in people), *[OPEN] * missing])


def times(line: Line, lang: Lang = "zh") -> str:
    """08:30—11:30, with 次日 or the date where the end lies on another day."""
    return span_words(line.start, line.end, lang)


def day_span(line: Line, *, whole: bool = True) -> tuple[str, str]:
    """The day of a line and its weekday, the last one too where it lasts and is `whole`: 1月4日—1月11日, 周一—周一."""
    last = (line.end - timedelta(minutes=1)).date() if line.end.time() == time() else line.end.date()
    days = (line.day, last) if line.lasting and whole else (line.day,)
    weekdays = (f"周{WEEKDAYS[day.weekday()]}" for day in days)
    return "—".join(f"{day.month}月{day.day}日" for day in days), "—".join(weekdays)


def in_office_order(office: Office, duty: str, lines: Sequence[Line]) -> list[Line]:
    """The lines of a duty, sorted by its posts in the order of the post sheet."""
    order = {(post.shift, post.post): number for number, post in enumerate(office.posts.get(duty, []))}
    return sorted(lines, key=lambda line: order.get((line.slot.shift, line.slot.post), len(order)))


def service_words(slot: Slot) -> str:
    """What somebody does on a slot, as a verb: 接访领导 gives 接访, any other post 担任 and its name."""
    bare = slot.post.removesuffix("领导").removesuffix("干部")
    return bare if bare and bare != slot.post else f"担任{slot.post}"
