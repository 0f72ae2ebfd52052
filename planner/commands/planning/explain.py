"""The command that explains why a month has no full roster, with the ways out."""

from __future__ import annotations

import click

from planner.calendar.reading import LARGEST
from planner.commands.shared import Shared
from planner.explaining import explain
from planner.store.results.explanation import Explanation, PricedWay
from planner.words import Lang


@click.command("explain")
@click.argument("month")
@click.option(
    "--apply", "number", type=click.IntRange(1, LARGEST), help="按第几条解决办法办理 / put this way into the next plan"
)
@click.option("--seconds", type=click.FloatRange(min=1), default=explain.SECONDS)
@click.pass_obj
def explain_command(shared: Shared, month: str, number: int | None, seconds: float) -> None:
    """为什么排不满：最小的矛盾和解决办法 / why there is no full roster: the clashes, and ways out with their
    price.
    """
    if number is not None:
        texts = [
            one.say(shared.lang) for one in explain.apply_way(shared.store, month, number, shared.now(), shared.actor)
        ]
        shared.show({"applied": number, "changes": texts}, [*texts, shared.text("已写入编排依据，请重新编排")])
        return
    found = explain.explained(shared.store, month, shared.now(), shared.actor, seconds=seconds, tell=shared.say)
    shared.show(_document(found, shared.lang), _explained(shared, found))


def _document(found: Explanation, lang: Lang) -> dict[str, object]:
    """An explanation in one language, its ways numbered, without the rows behind them."""
    return {
        "clash": [
            {
                "facts": [{"sheet": one.sheet, "row": one.row, "text": one.text.say(lang)} for one in clash.facts],
                "slots": clash.slots,
                "text": clash.text.say(lang),
            }
            for clash in found.clash
        ],
        "ways": [{"k": number, **_way(one, lang)} for number, one in enumerate(found.ways, 1)],
        "told": [one.say(lang) for one in found.told],
        "complete": found.complete,
    }


def _way(way: PricedWay, lang: Lang) -> dict[str, object]:
    return {
        "changes": [
            {"sheet": one.sheet, "row": one.row, "to": one.to.say(lang), "text": one.text.say(lang)}
            for one in way.changes
        ],
        "people": [vars(one) for one in way.people],
        "cost": way.cost,
        "proved": way.proved,
        "text": way.text.say(lang),
    }


def _explained(shared: Shared, found: Explanation) -> list[str]:
    if not found.clash:
        return [
            (shared.text("没有矛盾：所有必须条款都能满足") if found.complete else shared.text("时间内没有找到矛盾"))
        ]
    lines = [
        shared.text("矛盾 %(number)s　%(told)s", number=number, told=told) for number, told in enumerate(found.told, 1)
    ]
    facts = {(fact.sheet, fact.row): fact.text.say(shared.lang) for clash in found.clash for fact in clash.facts}
    lines += [f"    {sheet} {row}　{said}" for (sheet, row), said in facts.items()]
    for number, way in enumerate(found.ways, 1):
        phones = "、".join(" ".join((one.name, *one.phones)) for one in way.people if one.phone)
        lines.append(
            shared.text("解决办法 %(number)s　%(text)s　扣分 %(cost)s", number=number, text=way.text, cost=way.cost)
        )
        lines += [shared.text("    请致电：%(phones)s", phones=phones)] if phones else []
    return lines


COMMANDS = (explain_command,)
