"""What changed between two issues of a duty, in words, and whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from planner.roster.lines import Holder, Line, times
from planner.words import Lang, Words, day_words, in_both, series


@dataclass(frozen=True)
class Changed:
    """One slot that differs: what it was, what it is, in words; `people` are the tagged ids concerned."""

    slot: str
    words: Words
    people: tuple[str, ...]


def changes(before: list[Line], after: list[Line]) -> list[Changed]:
    """Every slot that differs in time, place, people or details, by its start."""
    old = {line.slot.id: line for line in before}
    new = {line.slot.id: line for line in after}
    found = []
    for id in sorted(old.keys() | new.keys(), key=lambda one: ((new.get(one) or old[one]).slot.start, one)):
        was, now = old.get(id), new.get(id)
        words = _words(was, now)
        if words:
            there = {one.tagged for line in (was, now) if line for one in line.people}
            same = {one.tagged for one in was.people} & {one.tagged for one in now.people} if was and now else set()
            people = there if was is None or now is None or _when(was) != _when(now) else there - same
            found.append(Changed(id, words, tuple(sorted(people))))
    return found


def _when(line: Line) -> tuple[object, ...]:
    return line.start, line.end, line.slot.place, line.slot.shift, line.slot.post


def _words(was: Line | None, now: Line | None) -> Words | None:
    if now is None and was is not None:
        return Words("%(label)s取消（原为%(names)s）", label=in_both(_label, was), names=in_both(_names, was))
    assert now is not None
    if was is None:
        return Words("%(label)s：%(names)s（新增）", label=in_both(_label, now), names=in_both(_names, now))
    if _when(was) != _when(now):
        return Words(
            "%(label)s改为%(label2)s：%(names)s",
            label=in_both(_label, was),
            label2=in_both(_label, now),
            names=in_both(_names, now),
        )
    if [one.tagged for one in was.people] != [one.tagged for one in now.people]:
        return Words(
            "%(label)s：由%(names)s调整为%(names2)s",
            label=in_both(_label, now),
            names=in_both(_names, was),
            names2=in_both(_names, now),
        )
    if was.status != now.status or was.held != now.held:
        return Words("%(label)s：备注有变（%(names)s）", label=in_both(_label, now), names=in_both(_names, now))
    return None


def _label(line: Line, lang: Lang) -> str:
    place = f" {line.slot.place}" if line.slot.site else ""
    if lang == "zh":
        return f"{day_words(line.day, lang)}{times(line)} {line.slot.shift}{line.slot.post}{place}"
    return f"{day_words(line.day, lang)} {times(line, lang)} {line.slot.shift} {line.slot.post}{place}"


def _names(line: Line, lang: Lang) -> str:
    names: list[str] = [_name(one) for one in line.people]
    return (series(names) if names else Words.meaning("slot", "空缺")).say(lang)


def _name(one: Holder) -> str:
    return one.name
