"""An issued month by today's facts: which clauses of 必须 what is ahead breaks by now, and who can serve no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from constraints.judge import concerned
from constraints.problem.problem import Slot
from planner.judging.in_force import Ground, grounds
from planner.judging.still_serves import Unable, unable
from planner.roster.finding_text import FindingSentence, sentences
from planner.store.roster.standing import Standing
from planner.words import Lang


@dataclass(frozen=True)
class ByToday:
    """What is wrong with an issued month by today's facts, as far as it has not begun."""

    broken: tuple[FindingSentence, ...]
    """The clauses of 必须 that are broken."""
    unable: tuple[Unable, ...]

    @property
    def good(self) -> bool:
        """Whether it can stand as it is."""
        return not (self.broken or self.unable)


def by_today(standing: Standing, month: str, now: datetime, lang: Lang) -> ByToday:
    """Judge what is issued of a month (YYYY-MM) and has not begun, as it is in force, by today's facts.

    The clauses are those that it was issued under; people, leave and orders are those of today.
    """
    clock = standing.office.minute(now)
    ahead = frozenset(slot.id for slot in _of_month(standing, month) if slot.start > clock)
    return ByToday(_all_broken(standing, month, ahead, lang), tuple(unable(standing, now, month)))


def broken_in_force(standing: Standing, month: str, lang: Lang) -> tuple[FindingSentence, ...]:
    """The clauses of 必须 that what is in force of a month breaks, what is over included, as it was really served."""
    return _all_broken(standing, month, frozenset(slot.id for slot in _of_month(standing, month)), lang)


def _of_month(standing: Standing, month: str) -> list[Slot]:
    held = [one.slot for one in standing.issued.slots.values()]
    return [slot for slot in held if f"{date.fromordinal(slot.nominal):%Y-%m}" == month]


def _all_broken(standing: Standing, month: str, wanted: frozenset[str], lang: Lang) -> tuple[FindingSentence, ...]:
    """The clauses of 必须 broken on at least one of the wanted slots, each once."""
    mine, said = _of_month(standing, month), dict[FindingSentence, None]()
    for ground in grounds(standing, mine) if mine else ():
        said |= dict.fromkeys(_broken(standing, ground, wanted, lang))
    return tuple(said)


def _broken(standing: Standing, ground: Ground, wanted: frozenset[str], lang: Lang) -> list[FindingSentence]:
    """The clauses of 必须 of one rule book that are broken on at least one of the `wanted` slots."""
    case, must = ground.case, [one for one in ground.found if one.must]
    about = concerned(case, ground.roster, must)
    found = [one for one, slots in zip(must, about, strict=True) if slots & wanted]
    return sentences(standing.office, case.problem, case.book, found, lang)
