"""Why somebody and not another: the counts people argue with first, then what each other choice would cost or break."""

from __future__ import annotations

from dataclasses import dataclass

from planner import editing
from planner.fault import Lang, Words
from planner.issued import draft_lines, issued_lines
from planner.listing import Line
from planner.standins import StandIn, standins
from planner.store import Unit, drafts, versions


@dataclass(frozen=True)
class Why:
    """A slot with those on it, how often everybody serves at its post that month, and every other choice, best first."""

    line: Line
    out: str
    times: dict[str, int]
    others: tuple[StandIn, ...]

    def words(self, lang: Lang) -> list[str]:
        """The answer for a meeting: counts first, then the prices."""
        fit = [one for one in self.others if not one.broken]
        able = len(self.others) + len(self.line.people)
        mine = "；".join(f"{one.name} 本月 {self.times.get(one.tagged, 0)} 次" for one in self.line.people)
        own = "; ".join(f"{one.name} {self.times.get(one.tagged, 0)} times this month" for one in self.line.people)
        counts = [self.times.get(one.who, 0) for one in self.others] or [0]
        said = [Words(
            f"可排 {able} 人，其中 {len(self.others) - len(fit)} 人受必须条款限制。{mine}；其余的人最少 {min(counts)} 次、最多 {max(counts)} 次",
            f"{able} could take it, {len(self.others) - len(fit)} of them are held back by clauses of 必须. {own}; the others {min(counts)} to {max(counts)}",
        )]
        if fit and fit[0].price > 0:
            said.append(Words(f"换成任何一人都不会更好：最接近的是 {fit[0].name}，费用 +{fit[0].price}", f"nobody would be better: {fit[0].name} comes closest, at +{fit[0].price}"))
        elif fit:
            said.append(Words(f"换成 {fit[0].name} 同样好或更好：费用 {fit[0].price:+d}", f"{fit[0].name} would be as good or better: {fit[0].price:+d}"))
        else:
            said.append(Words("没有别人可以换", "nobody else could"))
        return [one.say(lang) for one in said]


def lines_of(unit: Unit, month: str, duty: str) -> list[Line]:
    """The lines of a duty's month: issued, or else drafted."""
    if versions.current(unit, month, duty):
        return issued_lines(unit, month, duty)
    draft = drafts.latest(unit, month)
    return draft_lines(unit, draft, duty) if draft else []


def why(unit: Unit, month: str, line: Line, out: str, lang: Lang) -> Why:
    """Why `out` (tagged; '' for an open place) serves a slot, against everybody who could. For the office's eyes."""
    slot = line.slot
    times: dict[str, int] = {}
    for other in lines_of(unit, month, slot.duty):
        if (other.slot.post, other.slot.shift) == (slot.post, slot.shift):
            for one in other.people:
                times[one.tagged] = times.get(one.tagged, 0) + 1
    if versions.current(unit, month, slot.duty):
        return Why(line, out, times, tuple(standins(unit, slot.id, out, lang)))
    draft = drafts.latest(unit, month)
    assert draft is not None, "a line that is not issued is drafted"
    found = editing.choices(unit, draft, slot.id, out, lang)
    return Why(line, out, times, tuple(StandIn(one.who, one.name, one.price, one.broken, ()) for one in found if not one.on_it))
