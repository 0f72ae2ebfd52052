"""Commands that anybody can run again with the same outcome: draw, replay."""

from __future__ import annotations

import click

from constraints.solve import Effort
from planner.commands.lookup import duty_id
from planner.commands.shared import NUMBER, Shared
from planner.issuing import inspection_draw, replay
from planner.store.roster import offices


class Percent(click.ParamType[int]):
    """A share as whole percent from 1 to 100, written 10% or 10."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The percent as a number; fails as click wants it."""
        text = str(value).rstrip("%％")
        if not text.isdigit() or not 1 <= int(text) <= 100:
            self.fail(f"'{value}' is not a share: write 10%", param, ctx)
        return int(text)


@click.command("draw")
@click.argument("month")
@click.option("--duty", required=True)
@click.option("--share", type=Percent(), default="10%", show_default=True)
@click.option("--seed", required=True, help="公布的种子 / the published seed")
@click.option(
    "--pool", default=inspection_draw.POOL, show_default=True, help="督查人员的值班序列 / the inspectors' pool"
)
@click.pass_obj
def draw_command(shared: Shared, month: str, duty: str, share: int, seed: str, pool: str) -> None:
    """双随机抽查名单：同一种子处处相同 / a double-random check list, the same from the same seed."""
    with shared.store.read() as transaction:
        id = duty_id(transaction, offices.load(transaction), duty) or ""
    found = inspection_draw.draw(shared.store, month, id, share, seed, pool, shared.now(), shared.actor)
    lines = [
        shared.text(
            "%(month)s：%(objects)s 个对象抽 %(count)s 个，督查人员 %(inspectors)s 人，种子 %(seed)s",
            month=found.month,
            objects=found.objects,
            count=len(found.drawn),
            inspectors=found.inspectors,
            seed=found.seed,
        )
    ]
    lines += [
        f"{one.date}　{one.name}　{'、'.join(one.people)}　→　{one.inspector_name}　{one.mark}" for one in found.drawn
    ]
    if found.left_out:
        lines.append(
            shared.text(
                "近 %(apart)s 个月抽过的不再抽：%(count)s 个", apart=inspection_draw.APART, count=len(found.left_out)
            )
        )
    shared.show(found.to_json(), lines)


@click.command("replay")
@click.argument("duty")
@click.argument("month")
@click.argument("number", type=NUMBER)
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0)
@click.pass_obj
def replay_command(shared: Shared, duty: str, month: str, number: int, seconds: float) -> None:
    """按某一版存下的依据重新编排，核对扣分 / plan a version again from what it stored, and compare the cost."""
    with shared.store.read() as transaction:
        id = duty_id(transaction, offices.load(transaction), duty) or ""
    found = replay.replay(shared.store, id, month, number, Effort(seconds))
    words = (
        shared.text("扣分与已印发的相同")
        if found.same
        else shared.text("扣分与已印发的不同（手工调整、换班，或分次印发）")
    )
    shared.show(
        {
            "duty": id,
            "month": month,
            "number": number,
            "status": found.solved.status,
            "cost": found.solved.cost,
            "bound": found.solved.bound,
            "proved": found.solved.proved,
            "issued_cost": found.cost,
            "issued_unmet": found.demands,
            "same": found.same,
        },
        [
            shared.text("重新编排：扣分 %(cost)s；已印发的：扣分 %(cost2)s。", cost=found.solved.cost, cost2=found.cost)
            + words
        ],
    )
    shared.exit_code = 0 if found.same or (found.solved.proved and found.solved.cost <= found.cost) else 1


COMMANDS = (draw_command, replay_command)
