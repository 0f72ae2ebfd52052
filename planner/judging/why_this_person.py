"""Why this person and not another: first how often each serves, then what every other choice would cost or break."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.problem.problem import Slot
from planner.judging.standins import StandIn, standins
from planner.office.office import Office
from planner.planning.by_hand import choosing
from planner.roster.issued import draft_lines, issued_lines
from planner.roster.lines import Line, turns_of
from planner.roster.turn_text import turn_words
from planner.store import Transaction
from planner.store.roster import drafts, versions
from planner.store.roster.drafts import Draft
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, series


@dataclass(frozen=True)
class Why:
    """A slot with those on it, and everybody else who could take the place of `out`, the best first.

    `times` says how often somebody (tagged) serves the slot's post and shift that month.
    """

    line: Line
    out: str
    times: dict[str, int]
    others: tuple[StandIn, ...]
    turn: Words | None = None
    """Whose turn the slot is, and why not another's, where a clause of 轮流 covers it."""

    def words(self, lang: Lang) -> list[str]:
        """The answer for the office in a meeting, as sentences: counts, then the price of the best other choice."""
        fit = [one for one in self.others if not one.broken]
        able = len(self.others) + len(self.line.people)
        month = self.line.nominal
        mine = [
            Words(
                "%(name)s %(month)s月 %(times)s 次",
                name=one.name,
                month=month.month,
                times=self.times.get(one.tagged, 0),
                called=f"{month:%B}",
            )
            for one in self.line.people
        ]
        counts = [self.times.get(one.who, 0) for one in self.others] or [0]
        said = [
            *([self.turn] if self.turn else []),
            Words(
                "可排 %(able)s 人，其中 %(count)s 人受硬性要求限制。"
                "%(mine)s；其余的人最少 %(least)s 次、最多 %(most)s 次",
                able=able,
                count=len(self.others) - len(fit),
                mine=series(mine),
                least=min(counts),
                most=max(counts),
            ),
        ]
        if fit and fit[0].price > 0:
            said.append(
                Words(
                    "换成任何一人都不会更好：最接近的是%(name)s，扣分 +%(price)s",
                    name=fit[0].name,
                    price=fit[0].price,
                    price2=f"{fit[0].price:+d}",
                )
            )
        elif fit:
            said.append(Words("换成%(name)s同样好或更好：扣分 %(price)s", name=fit[0].name, price=f"{fit[0].price:+d}"))
        else:
            said.append(Words("没有别人可以换"))
        return [one.say(lang) for one in said]

    def to_me(self, who: str, lang: Lang, *, leader: bool) -> list[str]:
        """The answer for `who` (tagged) themselves, as sentences: no names, reasons or prices.

        Leaders are not told the counts of others.
        """
        able = len(self.others) + len(self.line.people)
        held = sum(1 for one in self.others if one.broken)
        counts = [self.times.get(one.who, 0) for one in self.others] or [0]
        mine, month = self.times.get(who, 0), self.line.nominal
        said = [
            *([self._my_turn(who)] if self.line.turn else []),
            Words("这一岗可排 %(able)s 人，其中 %(held)s 人该时段另有安排或受必须条款限制", able=able, held=held),
        ]
        if leader:
            said.append(Words("您%(month)s月这一岗 %(mine)s 次", month=month.month, mine=mine, month2=f"{month:%B}"))
        else:
            said.append(
                Words(
                    "您%(month)s月这一岗 %(mine)s 次，其余的人最少 %(counts)s 次、最多 %(counts2)s 次",
                    month=month.month,
                    mine=mine,
                    counts=min(counts),
                    counts2=max(counts),
                    month2=f"{month:%B}",
                )
            )
        better = sum(1 for one in self.others if not one.broken and one.price < 0)
        said.append(
            Words("换成别人，整体安排不会更好")
            if not better
            else Words("有 %(better)s 人来值会使整体更好，可向办公室提出", better=better)
        )
        return [one.say(lang) for one in said]

    def _my_turn(self, who: str) -> Words:
        """Whether the slot is somebody's turn, without naming anybody."""
        turn = self.line.turn
        if turn and who in (*turn.who, *turn.members):
            return Words("按轮流，这一班轮到您")
        return Words("按轮流，这一班轮到别人，由您代值")


def lines_of(transaction: Transaction, office: Office, month: str, duty: str) -> list[Line]:
    """The lines of a duty's month: issued, or else drafted, or else none."""
    if versions.current(transaction, month, duty):
        return issued_lines(transaction, office, month, duty)
    draft = drafts.latest(transaction, month)
    return draft_lines(transaction, office, draft, duty) if draft else []


def why(standing: Standing, month: str, line: Line, out: str, lang: Lang) -> Why:
    """Why `out` (tagged; '' for an open place) serves a slot, against everybody who could. For the office's eyes."""
    transaction, slot = standing.transaction, line.slot
    if versions.current(transaction, month, slot.duty):
        return Why(
            line,
            out,
            _times(lines_of(transaction, standing.office, month, slot.duty), slot),
            tuple(standins(standing, slot.id, out, lang)),
            _turn(standing.office, line),
        )
    draft = drafts.latest(transaction, month)
    assert draft is not None, "a line that is not issued is drafted"
    return why_in_draft(transaction, standing.office, draft, line, out, lang)


def why_in_draft(transaction: Transaction, office: Office, draft: Draft, line: Line, out: str, lang: Lang) -> Why:
    """Why `out` serves a slot of a draft, though the slot may be issued too."""
    found = choosing.choices_for(transaction, draft, line.slot.id, out, lang)
    others = tuple(StandIn(one.who, one.name, one.price, one.broken, ()) for one in found if not one.on_it)
    times = _times(draft_lines(transaction, office, draft, line.slot.duty), line.slot)
    return Why(line, out, times, others, _turn(office, line))


def _turn(office: Office, line: Line) -> Words | None:
    return turn_words(office, line.turn, line.day, private=True) if line.turn else None


def _times(lines: list[Line], slot: Slot) -> dict[str, int]:
    """Tagged id → how often they serve the post and shift of a slot on these lines."""
    return turns_of(other for other in lines if (other.slot.post, other.slot.shift) == (slot.post, slot.shift))
