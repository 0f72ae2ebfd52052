"""Commands that search for rosters: plan, and offers of a new plan for an issued month."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from constraints.engines.search import Tell, silent
from constraints.process import Cancel, ready
from constraints.solve import Effort, PlanStatus
from planner.commands.shared import NUMBER, Shared
from planner.planning import kept_draft, replan
from planner.planning.plan import Ask, Planned, plan
from planner.problem.period import Period
from planner.store.results.outcome import PlanOutcome
from planner.store.results.plan_offers import OfferKind
from planner.store.roster import drafts, offices
from planner.words import Words


@click.command("plan")
@click.argument("month")
@click.option("--duties", default="")
@click.option("--from", "first", default="")
@click.option("--until", "last", default="")
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0)
@click.option("--seed", type=NUMBER, default=1)
@click.option("--repeatable", is_flag=True)
@click.option("--keep", type=click.Choice(["published", "draft"]))
@click.option("--changes", type=NUMBER)
@click.pass_obj
def plan_command(
    shared: Shared,
    month: str,
    duties: str,
    first: str,
    last: str,
    seconds: float,
    seed: int,
    repeatable: bool,
    keep: str | None,
    changes: int | None,
) -> None:
    """编排一个月，得到草稿 / plan a month into a draft."""
    period = Period.month(month, [one.strip() for one in duties.replace("，", ",").split(",") if one.strip()] or None)
    period = Period(_day(first, period.first), _day(last, period.last), period.duties)
    if period.last < period.first:
        raise click.UsageError("--until is before --from")
    ready()
    effort = Effort(seconds, seed, repeatable, changes=changes)
    cancel = Cancel()
    with _progress(shared, seconds) as tell, _interrupted(cancel):
        ask = Ask(period, effort, keep == "published", keep == "draft")
        planned = plan(shared.store, ask, shared.now(), shared.lang, tell, cancel)
    if keep == "draft" and not planned.result.kept:
        shared.say(Words("%(text)s 还没有草稿，已从头编排", text=period.text))
    _report(shared, planned)


@click.command("offers")
@click.argument("month")
@click.option("--duties", default="")
@click.option("--seconds", type=click.FloatRange(min=0), default=60.0)
@click.pass_obj
def offers_command(shared: Shared, month: str, duties: str, seconds: float) -> None:
    """调整方案：已印发的月份改动最少、多动几处、最好 / what a new plan of an issued month would change and cost."""
    asked = [one.strip() for one in duties.replace("，", ",").split(",") if one.strip()] or None
    ready()
    with _progress(shared, seconds) as tell:
        found = replan.offers(shared.store, month, shared.now(), seconds=seconds, tell=tell, duties=asked)
    with shared.store.read() as transaction:
        office = offices.load(transaction)
    lines = [
        shared.text(
            "已印发的按现在的情况：扣分 %(cost)s，%(unmet)s 处硬性要求未满足", cost=found.cost, unmet=found.unmet
        )
    ]
    for one in found.offers:
        kind, names = replan.offer_words(one).say(shared.lang), "、".join(office.name(who) for who in one.people)
        proof = Words.meaning("after a word", "（已证明）") if one.proved else ""
        lines.append(
            shared.text(
                "%(kind)s：改动 %(changes)s 处，涉及 %(count)s 人，扣分 %(cost)s%(proof)s　%(names)s",
                kind=kind,
                changes=one.changes,
                count=len(one.people),
                cost=one.cost,
                proof=proof,
                names=names,
            )
        )
        if one.changes:
            lines.append(f"    plan {month}" + (f" --changes {one.changes}" if one.kind is not OfferKind.BEST else ""))
    shared.show(found.to_json(), lines)


def _day(text: str, default: date) -> date:
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"'{text}' is not a date: write 2026-12-01") from None


@contextlib.contextmanager
def _interrupted(cancel: Cancel) -> Iterator[None]:
    """While the block runs, Ctrl+C ends the search, which keeps its best roster; a second one ends the command."""

    def stop(number: int, frame: object) -> None:
        if cancel.wanted.is_set():
            raise KeyboardInterrupt
        cancel.now()

    try:
        before = signal.signal(signal.SIGINT, stop)
    except ValueError:  # not the main thread: nobody can press Ctrl+C there
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _progress(shared: Shared, seconds: float) -> Iterator[Tell]:
    """While the block runs, a line on the terminal with cost, bound, gap and the seconds left; yields what feeds it."""
    if shared.json or not sys.stderr.isatty():
        yield silent
        return
    words = shared.text("扣分 {task.fields[cost]}　不会低于 {task.fields[bound]}　还差 {task.fields[gap]}")
    left = shared.text("最多还需")
    with Progress(
        TextColumn(words),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn(left),
        _Left(seconds),
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task("", total=100, cost="…", bound="…", gap="…")

        def tell(cost: int | None, bound: int) -> None:
            if cost is None:
                bar.update(task, bound=bound)
                return
            gap = (cost - bound) / cost if cost else 0.0
            bar.update(task, completed=100 * (1 - gap), cost=cost, bound=bound, gap=f"{gap:.1%}")

        yield tell


class _Left(ProgressColumn):
    """The seconds that a search may still take."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def render(self, task: Task) -> Text:
        left = max(0.0, self._seconds - (task.elapsed or 0.0))
        return Text(f"{left:.0f} s", style="progress.remaining")


NOBODY: tuple[list[str], list[str]] = ([], [])
STATUS = {
    PlanStatus.OPTIMAL: Words("已证明最优"),
    PlanStatus.FEASIBLE: Words("可用，可能还有更好的排法"),
    PlanStatus.FAILED: Words("没有得到完整结果"),
}


def _report(shared: Shared, planned: Planned) -> None:
    """Print what came of a plan, and set the exit code by it."""
    solved = planned.solved
    came = planned.result
    redrawn = _redrawn(shared, planned) if planned.result.kept and planned.draft else []
    document = came.to_json() | {"draft": planned.draft or None}
    if planned.result.kept:
        document["changes"] = redrawn
    document.pop("seed")
    document["notes"] = [note.say(shared.lang) for note in planned.notes]
    if solved.reason:
        document["reason"] = solved.reason
    for note in planned.notes:
        shared.say(note)
    if planned.superseded_lock:
        shared.say(Words("原送签稿已作废"))
    lines = _lines(shared, planned, came)
    if planned.result.kept and planned.draft:
        lines.append(shared.text("与原草稿相比有 %(count)s 处变化", count=len(redrawn)))
        lines += [f"    {one['text']}" for one in redrawn]
    shared.show(document, lines)
    shared.exit_code = 0 if solved.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE) else 1


def _lines(shared: Shared, planned: Planned, came: PlanOutcome) -> list[str]:
    """How the plan ended, then each open post and each clause of 必须 that is not met."""
    solved, unmet = planned.solved, len(came.open) + len(came.breaches)
    seconds = solved.seconds.get("total", 0)
    return [
        shared.text(
            "%(status)s：扣分 %(cost)s（越低越好），不会低于 %(bound)s，用时 %(seconds)s 秒，草稿 %(draft)s",
            status=STATUS.get(solved.status) or Words("有 %(unmet)s 处硬性要求未满足", unmet=unmet),
            cost=solved.cost,
            bound=solved.bound,
            seconds=seconds,
            draft=planned.draft or Words("无"),
        ),
        *(
            shared.text(
                "%(slot)s 缺 %(missing)s 人：%(why)s",
                slot=" ".join((one.date, one.duty, one.shift, one.post, one.site)),
                missing=one.missing,
                why=one.why,
            )
            for one in came.open
        ),
        *(
            shared.text("未满足 ") + one.text + (f"（{one.authority}）" if one.authority else "")
            for one in came.breaches
        ),
    ]


def _redrawn(shared: Shared, planned: Planned) -> list[dict[str, object]]:
    """Each slot that differs from the draft that was kept: who leaves it, who comes (tagged ids), and in words."""
    with shared.store.read() as transaction:
        draft = drafts.get(transaction, planned.draft)
        moved = kept_draft.moved(transaction, draft)
        told = kept_draft.redrawn(transaction, offices.load(transaction), draft)
    rows: list[dict[str, object]] = []
    for one in told:
        gone, come = moved.get(one.slot, NOBODY)
        rows.append({"slot": one.slot, "from": gone, "to": come, "text": one.words.say(shared.lang)})
    return rows


COMMANDS = (plan_command, offers_command)
