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
        shared.say(f"{period.text} 还没有草稿，已从头编排", f"there is no draft of {period.text} yet: a new start")
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
        shared.words(
            f"已印发的按现在的情况：扣分 {found.cost}，{found.unmet} 处硬性要求未满足",
            f"as issued, by what is known now: cost {found.cost}, breaks what must hold {found.unmet} times",
        )
    ]
    for one in found.offers:
        kind, names = replan.offer_words(one).say(shared.lang), "、".join(office.name(who) for who in one.people)
        proof = shared.words("（已证明）", " (proved)") if one.proved else ""
        lines.append(
            shared.words(
                f"{kind}：改动 {one.changes} 处，涉及 {len(one.people)} 人，扣分 {one.cost}{proof}　{names}",
                f"{kind}: {one.changes} changes, {len(one.people)} people, cost {one.cost}{proof}  {names}",
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
    words = shared.words(
        "扣分 {task.fields[cost]}　不会低于 {task.fields[bound]}　还差 {task.fields[gap]}",
        "cost {task.fields[cost]}  bound {task.fields[bound]}  gap {task.fields[gap]}",
    )
    left = shared.words("最多还需", "at most")
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
    PlanStatus.OPTIMAL: ("已证明最优", "proved optimal"),
    PlanStatus.FEASIBLE: ("可用，可能还有更好的排法", "feasible, not proved optimal"),
    PlanStatus.OVER_CONSTRAINED: ("有 %d 处硬性要求未满足", "%d things that must hold are not met"),
    PlanStatus.FAILED: ("没有得到完整结果", "no complete result"),
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
        shared.say(note.zh, note.en)
    if planned.superseded_lock:
        shared.say("原送签稿已作废", "the draft that was locked for signature is superseded")
    lines = _lines(shared, planned, came)
    if planned.result.kept and planned.draft:
        lines.append(
            shared.words(f"与原草稿相比有 {len(redrawn)} 处变化", f"{len(redrawn)} changes against the draft before")
        )
        lines += [f"    {one['text']}" for one in redrawn]
    shared.show(document, lines)
    shared.exit_code = 0 if solved.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE) else 1


def _lines(shared: Shared, planned: Planned, came: PlanOutcome) -> list[str]:
    """How the plan ended, then each open post and each clause of 必须 that is not met."""
    solved, (zh, en) = planned.solved, STATUS[planned.solved.status]
    if solved.status is PlanStatus.OVER_CONSTRAINED:
        unmet = len(came.open) + len(came.breaches)
        zh, en = zh % unmet, en % unmet
    seconds = solved.seconds.get("total", 0)
    return [
        shared.words(
            f"{zh}：扣分 {solved.cost}（越低越好），不会低于 {solved.bound}，"
            f"用时 {seconds} 秒，草稿 {planned.draft or '无'}",
            f"{en}: cost {solved.cost}, bound {solved.bound}, {seconds} s, draft {planned.draft or 'none'}",
        ),
        *(
            shared.words(
                f"{one.date} {one.duty} {one.shift} {one.post} {one.site} 缺 {one.missing} 人：{one.why}",
                f"{one.date} {one.duty} {one.shift} {one.post} {one.site}: {one.missing} missing ({one.why})",
            )
            for one in came.open
        ),
        *(
            shared.words("未满足 ", "not met ") + one.text + (f"（{one.authority}）" if one.authority else "")
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
