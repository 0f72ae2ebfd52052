"""Commands that answer a why or a who: standins."""

from __future__ import annotations

from datetime import datetime

import click

from planner import standins
from planner.commands.data import duty_id
from planner.commands.feeds import person_id
from planner.commands.shared import Shared
from planner.fault import NotPossible
from planner.issued import issued_lines
from planner.listing import Line
from planner.month import Period
from planner.store import Unit


@click.command("standins")
@click.argument("month")
@click.option("--duty", required=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--shift", default="")
@click.option("--post", default="")
@click.option("--instead", default="", help="替谁（一岗多人时） / instead of whom, where several serve")
@click.pass_obj
def standins_command(shared: Shared, month: str, duty: str, day: datetime, shift: str, post: str, instead: str) -> None:
    """谁可以顶替：按代价排列，不行的说明理由 / who could stand in, by price; whoever could not, with the reason."""
    out = "p:" + person_id(shared, instead) if instead else ""
    with shared.store.read() as unit:
        line = _line(unit, Period.month(month).text, duty_id(unit, duty) or "", day, shift, post)
        on = [one.tagged for one in line.people]
        if not out and len(on) > 1 and not line.missing:
            names = "、".join(one.name for one in line.people)
            raise NotPossible(f"这一岗有 {names}，请用 --instead 指明替谁", f"{names} serve there: name one with --instead")
        out = out or (on[0] if on and not line.missing else "")
        found = standins.standins(unit, line.slot.id, out, shared.lang)
    rows = [{"who": one.who, "name": one.name, "valid": not one.broken, "price": None if one.broken else one.price,
             "reasons": list(one.broken or one.regrets)} for one in found]
    shared.show({"slot": line.slot.id, "instead": out or None, "standins": rows}, [
        f"{one.name}　{shared.words('不行', 'no') if one.broken else f'{one.price:+d}'}　{'；'.join(one.broken or one.regrets)}".rstrip() for one in found
    ] or [shared.words("值班序列里没有别人", "there is nobody else in its pools")])


def _line(unit: Unit, month: str, duty: str, day: datetime, shift: str, post: str) -> Line:
    """The one issued line meant; raises NotPossible, naming what there is."""
    some = [
        line for line in issued_lines(unit, month, duty)
        if day.date() in (line.day, line.nominal) and shift in ("", line.slot.shift) and post in ("", line.slot.post)
    ]
    if len(some) != 1:
        there = "、".join(dict.fromkeys(f"{line.slot.shift} {line.slot.post} {line.slot.place if line.slot.site else ''}".strip() for line in some))
        raise NotPossible(
            f"请用 --shift、--post 指明是哪一岗：{there}" if some else f"{day:%Y-%m-%d} 没有已印发的这个事项",
            f"say which with --shift and --post: {there}" if some else f"nothing of that duty is issued on {day:%Y-%m-%d}",
        )
    return some[0]


COMMANDS = (standins_command,)
