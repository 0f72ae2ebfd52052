"""Commands about one place in a roster: why this person (why), and who could stand in (standins)."""

from __future__ import annotations

from typing import Any

import click

from constraints.problem.problem import Slot
from planner.commands.lookup import PartDays, WordOptions, assignee_id, part_options, slot_words
from planner.commands.shared import Shared
from planner.errors import NotPossible
from planner.judging import chain, repairs, standins, why_this_person
from planner.judging.chain import Chain
from planner.judging.repairs import Repair
from planner.judging.standins import StandIn
from planner.office.ids import is_person
from planner.office.office import Office
from planner.problem.period import Period
from planner.roster.addressing import SlotWords, days_named, line_meant
from planner.roster.lines import Line
from planner.roster.swap_words import slot_days
from planner.store.people.offers import Hop
from planner.store.roster import offices
from planner.store.roster.standing import Standing
from planner.words import Words


@click.command("standins")
@click.argument("month")
@slot_words
@part_options
@click.option("--instead", default="", help="替谁（一岗多人时） / instead of whom, where several serve")
@click.pass_obj
def standins_command(shared: Shared, month: str, words: WordOptions, days: PartDays, instead: str) -> None:
    """谁可以顶替：按代价排列，不行的说明理由 / who could stand in, by price; whoever could not, with the reason."""
    out = assignee_id(shared, instead) if instead else ""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        line = _line(standing, Period.month(month).text, words.read(standing))
        out = out or _leaves(line)
        slot = days_named(standing, line.slot.id, *days)
        found = standins.standins(standing, slot, out, shared.lang)
        more = (
            repairs.repairs(standing, slot, out, shared.now(), shared.lang)
            if is_person(out)
            else repairs.Repairs((), (), ())
        )
        said = _Told(shared, standing.office, repairs.slots_moved(standing.issued, more))
    lines = [_said(shared, one) for one in found] or [shared.text("值班序列里没有别人")]
    lines += [
        f"{name.say(shared.lang)}　{said.line(one)}"
        for name, some in (
            (Words("两步调整"), more.moves),
            (Words("对换"), more.exchanges),
            (Words("轮换"), more.rings),
        )
        for one in some
    ]
    shared.show(
        {
            "slot": slot,
            "instead": out or None,
            "standins": [_row(one) for one in found],
            "repairs": [said.row(one) for one in more.moves],
            "exchanges": [said.row(one) for one in more.exchanges],
            "rings": [said.row(one) for one in more.rings],
        },
        lines,
    )


class _Told:
    """Puts repairs into words, in the language asked for, and into data."""

    def __init__(self, shared: Shared, office: Office, slots: dict[str, Slot]) -> None:
        self.lang, self.office, self.slots = shared.lang, office, slots

    def line(self, one: Repair) -> str:
        """A repair as one line: its hops, its price, its regrets."""
        return f"{'；'.join(self.hop(hop) for hop in one.hops)}　{one.price:+d}" + (
            f"　{'；'.join(one.regrets)}" if one.regrets else ""
        )

    def slot(self, id: str) -> str:
        """A slot, by its id, as people name it: day, duty, shift, post."""
        held = self.slots[id]
        name = " ".join(
            dict.fromkeys(
                (
                    self.office.duties[held.duty].name if held.duty in self.office.duties else held.duty,
                    held.shift,
                    held.post,
                )
            )
        )
        return f"{slot_days(held, self.lang)} {name}"

    def names(self, pairs: frozenset[tuple[str, str]], id: str) -> str:
        """The names of those whom some (slot, assignee) pairs have on a slot; — for nobody."""
        return "、".join(self.office.name(who) for slot, who in sorted(pairs) if slot == id) or "—"

    def hop(self, hop: Hop) -> str:
        """A hop in words: the slot, from whom, to whom."""
        return f"{self.slot(hop.slot)}：{self.office.name(hop.giver)} → {self.office.name(hop.taker)}"

    def row(self, one: Repair) -> dict[str, Any]:
        """A repair as data that JSON can hold."""
        moves = [{"slot": hop.slot, "from": hop.giver, "to": hop.taker, "text": self.hop(hop)} for hop in one.hops]
        return {"moves": moves, "price": one.price, "reasons": list(one.regrets), "text": self.line(one)}


def _row(one: StandIn) -> dict[str, Any]:
    return {
        "who": one.who,
        "name": one.name,
        "valid": not one.broken,
        "price": None if one.broken else one.price,
        "reasons": list(one.broken or one.regrets),
    }


def _said(shared: Shared, one: StandIn) -> str:
    price = shared.text("不行") if one.broken else f"{one.price:+d}"
    return f"{one.name}　{price}　{'；'.join(one.broken or one.regrets)}".rstrip("　")


def _leaves(line: Line) -> str:
    """The tagged id of whom a stand-in replaces: the only one there, or '' on a post that still needs people.

    Raises NotPossible where several serve and none of them is named.
    """
    if line.missing or not line.people:
        return ""
    if len(line.people) > 1:
        names = "、".join(one.name for one in line.people)
        raise NotPossible(Words("这一岗有 %(names)s，请用 --instead 指明替谁", names=names))
    return line.people[0].tagged


@click.command("why")
@click.argument("month")
@slot_words
@click.option("--instead", default="", help="替谁（一岗多人时） / instead of whom, where several serve")
@click.option("--not", "other", default="", help="为什么不是他 / why not this one")
@click.pass_obj
def why_command(shared: Shared, month: str, words: WordOptions, instead: str, other: str) -> None:
    """为什么是他（草稿或已印发）；换成别人的代价 / why this person; what another would cost."""
    out = assignee_id(shared, instead) if instead else ""
    wanted = assignee_id(shared, other) if other else ""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        text = Period.month(month).text
        line = _line(standing, text, words.read(standing))
        found = why_this_person.why(standing, text, line, out or _leaves(line), shared.lang)
        name = standing.office.name(wanted) if wanted else ""
    answer = next((one for one in found.others if one.who == wanted), None)
    said = found.words(shared.lang)
    if wanted and answer is None:
        there = wanted in {one.tagged for one in line.people}
        said = [
            shared.text("%(name)s 就在这一岗", name=name)
            if there
            else shared.text("%(name)s 不在这一岗的人选范围", name=name)
        ]
    linked = None
    if answer:
        said = [_said(shared, answer)]
        linked = chain.chain(shared.store, text, line, out or _leaves(line), wanted)
        said += _chained(shared, linked)
    shared.show(
        {
            "slot": line.slot.id,
            "people": [one.tagged for one in line.people],
            "times": found.times,
            "answer": _row(answer) if answer else None,
            "chain": _chain_row(linked),
            "others": [_row(one) for one in found.others],
            "text": said,
        },
        said,
    )


def _chained(shared: Shared, linked: Chain | None) -> list[str]:
    if linked is None:
        return [shared.text("即使再动 %(further)s 处也不行", further=chain.FURTHER)]
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    told = _Told(shared, office, {held.id: held for held in linked.held})
    more = len(linked.held) - 1
    moves = [
        f"{told.slot(held.id)}：{told.names(linked.gone, held.id)} → {told.names(linked.come, held.id)}"
        for held in linked.held
    ]
    return [
        shared.text("再动 %(more)s 处时：%(price)s", more=more, price=f"{linked.price:+d}"),
        *("    " + one for one in moves),
    ]


def _chain_row(linked: Chain | None) -> dict[str, Any] | None:
    if linked is None:
        return None
    return {
        "price": linked.price,
        "proved": linked.proved,
        "slots": sorted(linked.slots),
        "off": sorted(map(list, linked.gone)),
        "on": sorted(map(list, linked.come)),
    }


def _line(standing: Standing, month: str, words: SlotWords) -> Line:
    """The one line meant, issued or else drafted. Raises NotPossible, with the choices, unless it is exactly one."""
    transaction, office = standing.transaction, standing.office
    return line_meant(office, why_this_person.lines_of(transaction, office, month, words.duty), words)


COMMANDS = (why_command, standins_command)
