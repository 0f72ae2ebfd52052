"""Commands that run the site and its worker: demo, serve, worker, portal."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click

from constraints.solve import Effort, PlanStatus
from planner.access import logins
from planner.clock import OFFICIAL, today
from planner.commands.files import KINDS, save_paper
from planner.commands.kept_running import KeptRunning, ended
from planner.commands.lookup import base_url, next_month
from planner.commands.paths import WRITE_FOLDER
from planner.commands.shared import NUMBER, Shared
from planner.errors import NotPossible
from planner.feeds.subscriptions import create
from planner.home.private import enter_home
from planner.issuing.publish import Order, publish
from planner.launch import ROOT, usual_home
from planner.lifeline import end_with_starter, start_with_line
from planner.office.ids import bare, is_unit
from planner.office.office import Office
from planner.paper.gathering import WantedPaper
from planner.planning.plan import Ask, plan
from planner.problem.period import Period
from planner.samples.district import DIRECTOR, SIZES, sample
from planner.store import audit
from planner.store.messages.feeds import FeedKind
from planner.store.people.users import Role
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.words import Words
from planner.workbook.read import read_workbook
from planner.workbook.write import write_workbook
from planner.worker import portal
from planner.worker.jobs import work

MARKER = "this-is-a-demo"


@click.command("serve")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.option("--no-worker", is_flag=True)
@click.pass_obj
def serve_command(shared: Shared, host: str, port: int, no_worker: bool) -> None:
    """启动网站 / run the site."""
    _ = shared.store  # the schema is made before the site looks for it
    shared.exit_code = run_site(shared, host, port, worker=not no_worker)


@click.command("worker")
@click.pass_obj
def worker_command(shared: Shared) -> None:
    """后台编排进程 / the process that plans in the background."""
    end_with_starter()
    stopped = threading.Event()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            work(shared.store, stopped)
    finally:
        stopped.set()


def run_site(shared: Shared, host: str, port: int, *, worker: bool) -> int:
    """Run the site, and a worker beside it if one is wanted, until the site ends or this process is asked to.

    Returns the site's exit code, 0 where it was asked to end. However this process ends, both end with it.
    """
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    environment = _environment(shared.home)
    beside = None
    if worker:
        command = [sys.executable, "-m", "planner.commands", "worker", "--home", str(shared.home.resolve())]
        beside = KeptRunning([*command, "--lang", shared.lang], environment, shared.say)
    site = None
    try:
        site = start_with_line([sys.executable, "-m", "web", "--host", host, "--port", str(port)], environment)
        return site.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        if site:
            ended(site)
        if beside:
            beside.end()


def _environment(home: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "DANGZHI_HOME": str(home.resolve()), "PYTHONPATH": path}


@click.command("demo")
@click.option("--size", type=click.Choice(list(SIZES)), default="district")
@click.option("--month", "month_text", default="")
@click.option("--no-serve", is_flag=True)
@click.option("--port", default=8000)
@click.option("--seed", type=NUMBER, default=1)
@click.pass_obj
def demo_command(shared: Shared, size: str, month_text: str, no_serve: bool, port: int, seed: int) -> None:
    """用虚构的区演示全过程 / the whole main job on an invented district."""
    month = Period.month(month_text) if month_text else Period.month(f"{next_month(today(OFFICIAL)):%Y-%m}")
    os.environ.setdefault("DANGZHI_BASE_URL", f"http://127.0.0.1:{port}")
    shared.home = _fresh_home(shared)
    document, lines = _run(shared, size, seed, month)
    shared.show(document, lines)
    if document["status"] in (PlanStatus.OVER_CONSTRAINED, PlanStatus.FAILED):
        shared.exit_code = 1
    if not no_serve:
        shared.say(Words("网站 http://127.0.0.1:%(port)s/ ，按 Ctrl+C 结束", port=port))
        run_site(shared, "127.0.0.1", port, worker=True)


def _fresh_home(shared: Shared) -> Path:
    """The demo's home, emptied. Raises NotPossible for a folder with anything in it that no demo has made."""
    usual = usual_home()
    home = shared.home if shared.home != usual else usual.with_name(f"demo-{usual.name}")
    if home.exists() and any(home.iterdir()) and not (home / MARKER).exists():
        raise NotPossible(Words("%(home)s 不是演示数据，不会覆盖", home=home))
    shutil.rmtree(home, ignore_errors=True)
    enter_home(home)
    (home / MARKER).touch()
    return home


def _run(shared: Shared, size: str, seed: int, period: Period) -> tuple[dict[str, Any], list[str]]:
    took: dict[str, float] = {}
    began = time.monotonic()

    def lap(step: str) -> None:
        nonlocal began
        took[step], began = round(time.monotonic() - began, 2), time.monotonic()
        shared.say(Words("%(step)s：%(took)s 秒", step=step, took=took[step]))

    book = shared.home / "office.xlsx"
    write_workbook(book, sample(size, seed, period.first))
    lap("sample")
    result = read_workbook(book, Office())
    with shared.store.write() as transaction:
        offices.save(transaction, Office(), result.office)
        audit.record(transaction, shared.now(), shared.actor, "import", {"file": book.name})
    lap("import")
    planned = plan(shared.store, Ask(period, Effort(repeatable=True)), shared.now(), shared.lang)
    lap("plan")
    reason = "演示" if planned.solved.breaches else ""
    order = Order("（演示）办公室主任", f"云川政办发〔{period.first.year}〕1号", reason, record=True)
    done = publish(shared.store, period.text, order, shared.now(), shared.actor, shared.lang)
    lap("publish")
    files = _export(shared, period.text)
    lap("export")
    urls = _subscribe(shared, result.office)
    log_ins = _log_ins(shared, result.office)
    document = planned.result.to_json() | {
        "month": period.text,
        "home": str(shared.home),
        "steps": took,
        "files": files,
        "feeds": urls,
        "log_ins": log_ins,
        "versions": {one.duty: one.number for one in done.issued},
    }
    lines = [
        f"{period.text}: {planned.solved.status}, cost {planned.solved.cost}, "
        f"bound {planned.solved.bound}, proved {planned.solved.proved}"
    ]
    return document, [
        *lines,
        *files,
        *(f"{name}  {url}" for name, url in urls.items()),
        *(f"{role}  {name} / {password}" for role, (name, password) in log_ins.items()),
    ]


@click.command("portal")
@click.argument("folder", type=WRITE_FOLDER)
@click.pass_obj
def portal_command(shared: Shared, folder: Path) -> None:
    """公示页写成静态文件夹，放到门户网站 / the public pages as a static folder for a portal."""
    made = portal.write_portal(shared.store, folder)
    shared.show({"folder": str(folder), "files": made}, [str(folder), *made])


def _export(shared: Shared, month: str) -> list[str]:
    files = []
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        for kind in (one for one in KINDS if one != "json"):
            file = shared.home / f"{month}.{kind}"
            try:
                save_paper(standing, WantedPaper("month", month), file, kind, shared)
                files.append(str(file))
            except NotPossible as cause:  # a PDF needs a Chinese font, which a machine may not have
                shared.say(cause.words)
    return files


def _log_ins(shared: Shared, office: Office) -> dict[str, tuple[str, str]]:
    """Make one log-in for each role that has pages; returns role → (name, password)."""
    operator = next(id for id, rows in office.people.items() if "话务员" in rows[0].pools)
    found: dict[str, tuple[str, str]] = {}
    with shared.store.write() as transaction:
        issued = versions.in_force(transaction)
        on_air = [office.units[bare(who)].liaison for _, who in sorted(issued.pairs) if is_unit(who)]
        liaison = next((one for one in on_air if one), "")
        for role, person in (
            (Role.CLERK, ""),
            (Role.OFFICIAL, operator),
            (Role.APPROVER, DIRECTOR),
            (Role.LIAISON, liaison),
            (Role.AUDITOR, ""),
        ):
            password = secrets.token_urlsafe(9)
            logins.add(transaction, office, role, role, person, password, shared.now(), shared.actor)
            found[role] = role, password
    return found


def _subscribe(shared: Shared, office: Office) -> dict[str, str]:
    """Make one subscription of each kind, public, of a duty and of a person; returns kind → address."""
    person = next(id for id, rows in office.people.items() if not office.is_leader(id) and "话务员" in rows[0].pools)
    found = {}
    with shared.store.write() as transaction:
        for name, kind, subject in (
            ("public", FeedKind.PUBLIC, ""),
            ("duty", FeedKind.DUTY, next(iter(office.duties))),
            ("person", FeedKind.PERSON, person),
        ):
            _, token = create(transaction, office, kind, subject, "", shared.now())
            found[name] = f"{base_url()}/feed/{token}.ics"
    return found


COMMANDS = (demo_command, serve_command, worker_command, portal_command)
