"""The notice of a change in its ready wording, and whom to telephone before the change is made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from constraints.problem.problem import Slot, moment
from planner.judging.handover import as_exchange
from planner.office.ids import as_unit, is_person
from planner.office.office import Office
from planner.roster.contacts import PhoneCall, phone_call
from planner.roster.lines import service_words
from planner.roster.swap_words import slot_days
from planner.store.held_slot import Held
from planner.store.people.instructions import InstructedChange
from planner.store.roster.versions import Content
from planner.words import Lang, Words, day_words, span_words


def calls(office: Office, content: Content, who: str, change: InstructedChange, day: date) -> tuple[PhoneCall, ...]:
    """Whom but `who` to telephone on a day, in rank order: whose duties change are asked, units along are told."""
    exchange = as_exchange(change.out, change.put, change.before, change.after)
    asked = {one for one, _, _ in exchange.differing(content)}
    units = {unit for held in (*change.before.values(), *change.after.values()) for unit in held.units}
    told = {as_unit(unit) for unit in units if unit in office.units} - asked
    ranked = sorted((asked | told) - {who}, key=lambda one: office.rank.get(one, (10**9, 0)))
    return tuple(phone_call(office, one, day, asked=one in asked) for one in ranked)


def notice_wording(office: Office, content: Content, who: str, change: InstructedChange) -> Words:
    """Such as: 因公务安排，12月9日（周三）接访领导由王××同志调整为李××同志，王××同志改于12月16日（周三）接访。"""
    return Words.given(_zh(office, content, who, change), _en(office, content, who, change))


def _zh(office: Office, content: Content, who: str, change: InstructedChange) -> str:
    if not change.put:
        return "因公务安排，" + _session_zh(office, content, change) + "。"
    if not who:
        return "".join(
            f"{_on(office, slot, 'zh')}{_comrade(office, one)}值班。" for slot, one in _joining(content, change)
        )
    parts = [
        f"{_on(office, slot, 'zh')}{_comrade(office, was)}调整为{_comrade(office, become)}"
        for slot, was, become in _replaced(content, change)
        if was == who
    ]
    parts += [
        f"{_comrade(office, who)}改于{slot_days(slot, 'zh')}{service_words(slot)}"
        for slot in _elsewhere(content, who, change)
    ]
    if any(
        held.units and id in change.after and change.after[id].slot == held.slot for id, held in change.before.items()
    ):
        parts.append("陪同单位随同调整")
    return "因公务安排，" + "，".join(parts) + "。"


def _replaced(content: Content, change: InstructedChange) -> list[tuple[Slot, str, str]]:
    """(slot or days of it, who leaves, who comes) for each that changes hands; both are tagged ids."""
    return as_exchange(change.out, change.put, change.before, change.after).handed(content)


def _joining(content: Content, change: InstructedChange) -> list[tuple[Slot, str]]:
    """(slot, who joins those on it) for each seat that nobody had."""
    return [(content.slots[slot].slot, one) for slot, one in change.put]


def _elsewhere(content: Content, who: str, change: InstructedChange) -> list[Slot]:
    """Where else `who` serves by a change: what they take over, and slots that they join."""
    joined = [content.slots[slot].slot for slot, one in change.put if one == who and slot not in change.after]
    taken = [slot for slot, _, become in _replaced(content, change) if become == who]
    return list(dict.fromkeys((*taken, *joined)))


def _on(office: Office, slot: Slot, lang: Lang) -> str:
    """Such as: 12月9日（周三）接访领导由; with the shift or the site only where the post alone would not tell."""
    shifts = {post.shift for post in office.posts.get(slot.duty, ())}
    parts = [slot.place if slot.site else "", slot.shift if len(shifts) > 1 else "", slot.post]
    day = slot_days(slot, lang)
    if lang == "zh":
        return day + "".join(parts) + "由"
    return f"{day} {' '.join(part for part in parts if part)}: "


def _comrade(office: Office, who: str) -> str:
    return office.name(who) + ("同志" if is_person(who) else "")


def _session_zh(office: Office, content: Content, change: InstructedChange) -> str:
    was, now = _first(change)
    slot = now.slot
    duty = office.duties[slot.duty].name if slot.duty in office.duties else slot.duty
    names = _names(office, content, change.after)
    people = f"，{slot.post}{names}" if names and not slot.site else ""
    units = "、".join(office.name(as_unit(unit)) for unit in now.units)
    return (
        f"原定{day_words(date.fromordinal(was.slot.day), 'zh')}的{duty}"
        f"改于{day_words(date.fromordinal(slot.day), 'zh')}"
        f"{span_words(moment(slot.start), moment(slot.end), 'zh')}进行{people}"
        + (f"，陪同单位{units}" if units else "")
    )


def _first(change: InstructedChange) -> tuple[Held, Held]:
    """Of the slots that move, the first by its new start: as it was and as it will be."""
    id = min(change.after, key=lambda one: (change.after[one].slot.start, one))
    return change.before[id], change.after[id]


def _names(office: Office, content: Content, slots: Iterable[str]) -> str:
    wanted = set(slots)
    on = sorted(
        {who for slot, who in content.pairs if slot in wanted}, key=lambda one: office.rank.get(one, (10**9, 0))
    )
    return "、".join(_comrade(office, one) for one in on)


def _en(office: Office, content: Content, who: str, change: InstructedChange) -> str:
    if not change.put:
        was, now = _first(change)
        duty = office.duties[now.slot.duty].name if now.slot.duty in office.duties else now.slot.duty
        return (
            f"{duty} of {day_words(date.fromordinal(was.slot.day), 'en')} "
            f"is held on {day_words(date.fromordinal(now.slot.day), 'en')}, "
            f"{span_words(moment(now.slot.start), moment(now.slot.end), 'en')}."
        )
    if not who:
        filled = [f"{_on(office, slot, 'en')}{office.name(one)}" for slot, one in _joining(content, change)]
        return "; ".join(filled) + "."
    parts = [
        f"{_on(office, slot, 'en')}{office.name(become)} instead of {office.name(was)}"
        for slot, was, become in _replaced(content, change)
        if was == who
    ]
    parts += [
        f"{office.name(who)} serves on {slot_days(slot, 'en')} instead" for slot in _elsewhere(content, who, change)
    ]
    return "; ".join(parts) + "."
