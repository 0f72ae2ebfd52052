"""`python3 -m tests.benchmarks [NAME]`: how long things take.

NAME is one of plans, bare, whole, answers, pages, turns, traffic, held, storm, soak, peer, pools, apart, longer,
generality and instances. They are measured against targets, bounds, a bare script and a peer.
`instances` needs `--folder DIR` with the public files; it, `pools`, `apart`, `longer` and `peer` take `--seconds 60`,
all but the last `--only 1,2,4`; `generality` needs `--against DIR` with another checkout, and takes `--only 1,2,3` and
`--rounds 5`; `traffic` needs nginx and wrk; `soak` takes `--minutes 30` and `--server serve`.
Without a name the first six run.
"""

from __future__ import annotations

import gc
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from planner.launch import ROOT, ensure, hand_over

if TYPE_CHECKING:
    from constraints.model.case import Case
    from constraints.problem.roster import Roster

STAFF = ("RX", "ZB")
MONTH = date(2026, 12, 1)
ROUNDS, EDITS = 5, 200


def timed(work: Callable[[], object]) -> float:
    """Median milliseconds of a few rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def main(asked: list[str]) -> None:
    """Print one line a measure: name, value, target, ratio."""
    print(f"{platform.machine()}, Python {platform.python_version()}, {date.today()}")
    usual = plans, bare, whole, answers, pages, turns
    tables = traffic, held, storm, soak, peer, pools, apart, longer, generality, instances
    for one in [one for one in usual if one.__name__ in asked or not asked]:
        one()
    for table in [table for table in tables if table.__name__ in asked]:
        table(dict(zip(asked[1::2], asked[2::2], strict=True)))


def bare() -> None:
    """The whole `plan` command as a clerk waits for it, against a script that models one month's 必须 by hand."""
    from tests.benchmarks.command import against_a_script

    for name, took, other in against_a_script():
        print(f"{name:<48} {took:>9.2f} s    bare {other:>9.2f} s    ratio {took / other:.2f}")


def whole() -> None:
    """Import, plan, issue and 300 feeds; what of it is not the search."""
    from tests.benchmarks.whole import steps

    took = dict(steps())
    search = took.pop("of it the search")
    total = sum(took.values())
    for name, seconds in took.items():
        print(f"{name:<48} {seconds:>9.2f} s    {seconds / total:.0%}")
    print(f"{'all, and the share outside the search':<48} {total:>9.2f} s    {1 - search / total:.0%}")


def turns() -> None:
    """Whose turn it is over a year, 200 people, worked out before anything is solved."""
    from tests.benchmarks.turns import PEOPLE, seconds

    took, count = min(seconds() for _ in range(ROUNDS))
    line(f"{count} turns of {PEOPLE} people", took * 1000, 1000)


Given = dict[str, str]


def traffic(given: Given) -> None:
    """Feeds: whole and unchanged against nginx and a bare function; all subscribers after a release; never built."""
    from tests.benchmarks.traffic import SUBSCRIBERS, WINDOW, after_a_release, never_built, p99, rates

    for one in rates():
        print(
            f"{one.status}: {one.ours:,.0f} a second; "
            f"a bare function {one.bare:,.0f}, ratio {one.ours / one.bare:.2f}; "
            f"nginx {one.nginx:,.0f}, ratio {one.ours / one.nginx:.2f} (bare {one.bare / one.nginx:.2f})"
        )
    whole, wrong, took, swaps = after_a_release()
    print(
        f"    {SUBSCRIBERS:,} subscribers after a release, {wrong} errors, "
        f"{swaps} swaps put into effect and undone meanwhile"
    )
    line("until all have read", whole * 1000, WINDOW * 1000)
    line("99 of 100 requests", p99(took), 500)
    for name, took_one, target in never_built():
        line(name, took_one, target)


def held(given: Given) -> None:
    """The public page while a thousand clients wait with half a request."""
    from tests.benchmarks.half_open import held_open

    for one in held_open():
        line(f"{one.server}, 95 of 100 pages alone", one.alone, 1000)
        line(f"{one.server}, while a thousand wait", one.meanwhile, 1000)


def storm(given: Given) -> None:
    """Half-sent requests, wrong passwords and large bodies of strangers, all at once."""
    from tests.benchmarks.storm import storms

    for one in storms():
        line(f"{one.server}, 95 of 100 pages alone", one.alone, 1000)
        line(f"{one.server}, in the storm ({one.wrong} not given)", one.meanwhile, 1000)
        line(f"{one.server}, until the clerk is in", one.clerk_in * 1000, 10_000)


def soak(given: Given) -> None:
    """A day's traffic by name, for half an hour."""
    from tests.benchmarks.soak import soaked

    came = soaked(given.get("--server", "serve"), float(given.get("--minutes", 30)))
    print(f"{came.requests:,} requests; not answered well: {came.wrong or 'none'}")
    print("| minute | MiB | descriptors |")
    for one in came.held:
        print(f"| {one.minute:.1f} | {one.memory:.0f} | {one.descriptors} |")


def peer(given: Given) -> None:
    """The same office, rules and judge in Timefold, one core each."""
    from tests.benchmarks.peer import WINDOW, compared

    print(
        "| office | first within the rules: ours, s | theirs | ours proved after, s | cost | theirs at the end "
        "| broken | found after, s |"
    )
    for seed, ours, theirs in compared(float(given.get("--seconds", WINDOW))):
        row = (
            seed,
            *(f"{one:.1f}" if one is not None else "never" for one in (ours.first, theirs.first, ours.proved)),
            ours.cost,
            theirs.cost,
            theirs.broken,
            theirs.best,
        )
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def _numbers(given: Given, usual: str) -> list[int]:
    return [int(one) for one in given.get("--only", usual).split(",")]


def pools(given: Given) -> None:
    """Several districts whose people all serve one another's posts."""
    from tests.benchmarks.pools import planned

    print("| districts in one pool | candidates | building, s | whole plan, s | cost | bound | broken |")
    for row in planned(_numbers(given, "1,2,4"), float(given.get("--seconds", 60))):
        print(f"| {' | '.join(row)} |", flush=True)


def apart(given: Given) -> None:
    """Many districts that share nobody."""
    from tests.benchmarks.spread import apart

    print("| districts apart | proved | seconds | seconds each | cores busy |")
    for row in apart(_numbers(given, "14,136"), float(given.get("--seconds", 60))):
        print(f"| {' | '.join(row)} |", flush=True)


def longer(given: Given) -> None:
    """One, two and three months at once."""
    from tests.benchmarks.spread import longer

    print("| days | office | candidates | first roster, s | whole plan, s | cost | bound | broken |")
    for row in longer(_numbers(given, "31,62,93"), (1, 2, 3), float(given.get("--seconds", 60))):
        print(f"| {' | '.join(row)} |", flush=True)


def generality(given: Given) -> None:
    """A district's month in this checkout and in an older one, whose rules could say less; processor seconds."""
    from tests.benchmarks.generality import ROUNDS as TURNS_EACH
    from tests.benchmarks.generality import against

    print("| office | this checkout, s | the other one, s | ratio | both proved at one cost |")
    seeds = tuple(_numbers(given, "1,2,3"))
    for one in against(Path(given["--against"]), seeds, int(given.get("--rounds", TURNS_EACH))):
        print(f"| {one.seed} | {one.ours:.2f} | {one.theirs:.2f} | {one.ratio:.2f} | {one.same} |", flush=True)


def instances(given: Given) -> None:
    """Public instances as an office's operators, against the best known costs."""
    from tests.benchmarks.instances import solved

    only = given["--only"].split(",") if given.get("--only") else None
    print("| instance | best known | cost | bound | above best known | seconds | first roster | broken |")
    for row in solved(Path(given["--folder"]), float(given.get("--seconds", 60)), only):
        print(f"| {' | '.join(row)} |", flush=True)


def plans() -> None:
    """Importing, building, planning and judging a district's month."""
    from constraints.judge import findings, judge
    from constraints.model.case import Case
    from constraints.solve import Effort, solve
    from planner.office.office import Office
    from planner.problem.build import build_problem
    from planner.problem.period import Period
    from planner.problem.rule_book import rule_book
    from planner.samples.district import sample
    from planner.workbook.read import read_workbook
    from planner.workbook.write import write_workbook

    office = sample("full", 1, MONTH)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "office.xlsx"
        write_workbook(file, office)
        line("import a district with a year of history", timed(lambda: read_workbook(file, Office())), 2000)
    for name, duties, limit in (("staff duties", STAFF, 50), ("all duties, visits included", None, 300)):
        period = Period.month("2026-12", duties)
        problem = build_problem(office, period).problem
        book = rule_book(office, period.first, period.last)
        line(f"build the problem: {name}", timed(lambda period=period: build_problem(office, period)), 1000)
        solved = solve(problem, book, Effort(60, repeatable=True))
        line(f"plan, as seen from outside: {name}", solved.seconds["total"] * 1000, 45_000)
        gap = 0.0 if not solved.cost else (solved.cost - solved.bound) / solved.cost
        print(f"    {solved.status}, proved {solved.proved}, cost {solved.cost}, bound {solved.bound}, gap {gap:.1%}")
        case = Case(problem, book, solved.roster.pairs)
        judge(case, solved.roster)
        line(f"judge a roster again: {name}", timed(lambda case=case, solved=solved: judge(case, solved.roster)), limit)
        line(
            f"judge a roster from nothing: {name}",
            timed(lambda p=problem, b=book, s=solved: findings(p, b, s.roster)),
            limit,
        )
        line(f"judge one substitution, {EDITS} of them: {name}", _substitutions(case, solved.roster), 1)
    period = Period.month("2026-12", STAFF)
    fresh = sample("district", 1, MONTH)
    loads(
        solve(
            build_problem(fresh, period).problem,
            rule_book(fresh, period.first, period.last),
            Effort(60, repeatable=True),
        )
    )


def _substitutions(case: Case, roster: Roster) -> float:
    """Milliseconds that 95 of 100 substitutions are judged within; each comes to what judging afresh finds."""
    from constraints.judge import cost, judge, rejudge
    from constraints.problem.roster import Roster

    rng, took, found = Random(1), [], judge(case, roster)
    instead = [pair for pair in case.columns if pair not in roster.pairs]
    case.touched(frozenset(instead[:1]))  # the places of every pair are listed once, for the first question
    for number in range(EDITS):
        come = rng.choice(instead)
        gone = rng.choice(sorted(pair for pair in roster.pairs if pair[0] == come[0]) or [come])
        after = Roster(roster.pairs - {gone} | {come})
        began = time.perf_counter()
        again = rejudge(case, roster, found, after)
        took.append((time.perf_counter() - began) * 1000)
        if number % 20 == 0 and cost(again) != cost(judge(case, after)):
            raise SystemExit("a substitution was judged otherwise than the roster afresh")
    return sorted(took)[int(EDITS * 0.95)]


def answers() -> None:
    """Questions at district size; 95 of 100 answers.

    They are asked from a process that looks for garbage as seldom as the worker does.
    """
    from planner.commands.__main__ import SELDOM
    from tests.benchmarks.answers import answered

    gc.set_threshold(SELDOM)
    for name, took, target in answered():
        line(name, took, target)


def pages() -> None:
    """Every page of a district's site, asked for by 5 and by 20 at once; 95 of 100 answers, and the month's size.

    A clerk at work asks for the panels of cells, and changes them, one after another.
    """
    from tests.benchmarks.site import at_work, measured

    for name, took in at_work().items():
        line(f"month: {name} of a cell", took, {"panel": 150, "edit": 300}[name])
    for at_once, target in ((5, 200), (20, 500)):
        for path, (slowest, size) in measured(at_once).items():
            line(f"{path[:32]}, {at_once} at once ({size / 1024:.0f} KB)", slowest, target)


def loads(solved: object) -> None:
    """How evenly the operators serve where no history is to be made good."""
    times: dict[str, int] = {}
    for slot, who in solved.roster.pairs:  # type: ignore[attr-defined]
        if slot.startswith("RX|"):
            times[who] = times.get(who, 0) + 1
    print(f"    operators serve {min(times.values())} to {max(times.values())} times")


def line(name: str, value: float, target: float) -> None:
    """One measure, in milliseconds."""
    print(f"{name:<48} {value:>9.1f} ms   target {target:>7.0f}   ratio {value / target:.2f}")


if __name__ == "__main__":
    if "--inside" in sys.argv:
        main([one for one in sys.argv[1:] if one != "--inside"])
    else:
        needs = [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"]
        hand_over(ensure(".venv-tests", needs), ["-m", "tests.benchmarks", "--inside", *sys.argv[1:]])
