"""For the office: a month planned, looked at, edited, locked, issued; its data row by row; log-ins and the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from flask import abort

from planner.explaining import explain
from planner.issuing import publish, recall, withdrawal
from planner.pages import preparing
from planner.pages.month_desk import desk
from planner.pages.preparing import Prepared
from planner.planning import basis
from planner.planning.by_hand import editing, pinning
from planner.planning.by_hand.choosing import Choice, choices_for
from planner.problem.period import Period
from planner.roster.changes import Changed
from planner.roster.issued import draft_lines, issued_lines
from planner.store import jobs as job_rows
from planner.store.jobs import Job, JobSettings, TaskKind
from planner.store.roster import offices, versions
from planner.store.roster.standing import Standing
from planner.store.roster.versions import Version
from planner.store.row_ids import DraftId, JobId
from planner.worker import jobs
from web.api.bodies import Recalled, Withdrawal
from web.api.operation import READ, ROSTERS, WRITE, Asked, done, operation
from web.shell.access import CLERK, RECORD


@dataclass(frozen=True)
class JobView:
    """A month to be planned or explained: its settings, state, progress and result."""

    id: JobId
    month: str
    settings: dict[str, Any]
    state: str
    cost: int | None
    bound: int | None
    result: dict[str, Any]
    made_at: str
    made_by: str
    beat_at: str | None
    worker: str | None
    stop: bool

    @classmethod
    def of(cls, one: Job) -> JobView:
        """A job with what it was asked and what came of it as plain data: that differs by task."""
        result = one.result.to_json() if one.result else {}
        return cls(**{**vars(one), "settings": one.settings.to_json(), "result": result})


@dataclass(frozen=True)
class Desk:
    """A month on the desk."""

    month: str
    draft: DraftId | None
    state: str
    stale: bool
    result: dict[str, Any]
    findings: tuple[dict[str, Any], ...]
    changes: tuple[Changed, ...]
    issued: tuple[Version, ...]
    redrawn: tuple[Changed, ...] = ()
    """What the draft changed in the one before it, which it was to keep."""


@dataclass(frozen=True)
class Task:
    """What is to be done in the background: plan, explain why not, work out offers."""

    task: Literal["plan", "explain", "offers"] = "plan"
    seconds: float = 60.0
    keep: bool = False
    changes: int | None = None
    keep_draft: bool = False
    """Whether a plan keeps to the latest draft where it can."""


@dataclass(frozen=True)
class Edit:
    """A cell of a draft: who goes, who comes, or both."""

    draft: DraftId
    slot: str
    out: str = ""
    into: str = ""


@dataclass(frozen=True)
class Pinned:
    """Somebody fixed on a slot for later plans, or let go."""

    slot: str
    who: str
    wanted: bool = True


@dataclass(frozen=True)
class Way:
    """A way out, by its number."""

    number: int


@operation("GET", "/office/months/<month:month>", CLERK, READ, gives=Desk)
def month(asked: Asked) -> Desk:
    """A month as it stands."""
    with asked.store.read() as transaction:
        one = desk(Standing.read(transaction), Period.month(asked.path["month"]).text, asked.now, asked.lang)
    draft = one.draft
    return Desk(
        one.month,
        draft.id if draft else None,
        draft.state if draft else "",
        one.stale,
        draft.result.to_json() if draft else {},
        tuple(asdict(said) for said in one.findings),
        one.changes,
        one.issued,
        one.redrawn,
    )


@operation("GET", "/office/months/<month:month>/rows", RECORD, ROSTERS, gives=list[dict[str, Any]], queries=("draft",))
def rows(asked: Asked) -> list[dict[str, Any]]:
    """The roster as rows, issued or drafted: the columns of the exported table."""
    from planner.paper.table import rows as table

    text = Period.month(asked.path["month"]).text
    with asked.store.read() as transaction:
        office, drafted = offices.load(transaction), asked.query("draft") == "yes"
        draft = basis.draft_of(transaction, text) if drafted else None
        lines = draft_lines(transaction, office, draft) if draft else issued_lines(transaction, office, text)
    return [asdict(one) for one in table(lines)]


@operation("GET", "/office/months/<month:month>/versions", RECORD, ROSTERS, gives=list[Version])
def history(asked: Asked) -> list[Version]:
    """Every version of a month."""
    with asked.store.read() as transaction:
        return versions.every(transaction, Period.month(asked.path["month"]).text)


@operation("GET", "/office/months/<month:month>/preparing", CLERK, READ, gives=Prepared)
def before(asked: Asked) -> Prepared:
    """Who has sent nothing yet, which days lack people, whom to phone."""
    with asked.store.read() as transaction:
        return preparing.preparing(Standing.read(transaction), asked.path["month"], asked.now)


@operation("POST", "/office/months/<month:month>/jobs", CLERK, WRITE, takes=Task, gives=dict[str, int])
def work(asked: Asked) -> dict[str, int]:
    """Plan, explain or work out offers in the background."""
    body = asked.body
    settings = JobSettings(TaskKind(body.task), body.seconds, body.keep, body.changes, keep_draft=body.keep_draft)
    return {"job": jobs.request(asked.store, Period.month(asked.path["month"]).text, settings, asked.now, asked.by)}


@operation("GET", "/office/jobs/<int:id>", CLERK, READ, gives=JobView)
def job(asked: Asked) -> JobView:
    """How far a job is."""
    with asked.store.read() as transaction:
        found = job_rows.get(transaction, JobId(asked.path["id"]))
    return JobView.of(found) if found else abort(404)


@operation("DELETE", "/office/jobs/<int:id>", CLERK, WRITE, gives=dict[str, str])
def stop(asked: Asked) -> dict[str, str]:
    """End a job; the best so far is kept."""
    with asked.store.write() as transaction:
        job_rows.stop(transaction, JobId(asked.path["id"]))
    return done()


@operation("POST", "/office/months/<month:month>/way", CLERK, WRITE, takes=Way, gives=list[str])
def way(asked: Asked) -> list[str]:
    """Put a way out into the inputs of the next plan."""
    return [
        one.say(asked.lang)
        for one in explain.apply_way(asked.store, asked.path["month"], asked.body.number, asked.now, asked.by)
    ]


@operation("GET", "/office/months/<month:month>/choices", CLERK, READ, gives=list[Choice], queries=("slot", "out"))
def choices(asked: Asked) -> list[Choice]:
    """Everybody for a cell of the draft, with what each would cost."""
    with asked.store.read() as transaction:
        draft = basis.draft_of(transaction, asked.path["month"])
        return choices_for(transaction, draft, asked.query("slot"), asked.query("out"), asked.lang)


@operation("POST", "/office/months/<month:month>/edits", CLERK, WRITE, takes=Edit, gives=dict[str, str])
def edit(asked: Asked) -> dict[str, str]:
    """Change a cell of the draft."""
    with asked.store.write() as transaction:
        draft = basis.draft_of(transaction, asked.path["month"])
        if draft.id != asked.body.draft:
            abort(409)
        editing.put_in_cell(
            transaction, draft, asked.body.slot, asked.body.out, asked.body.into, asked.now, asked.by, asked.lang
        )
    return done()


@operation("POST", "/office/months/<month:month>/pins", CLERK, WRITE, takes=Pinned, gives=dict[str, str])
def pin(asked: Asked) -> dict[str, str]:
    """Fix somebody on a cell, or let them go."""
    with asked.store.write() as transaction:
        draft, body = basis.draft_of(transaction, asked.path["month"]), asked.body
        pinning.pin(Standing.read(transaction), draft, body.slot, body.who, body.wanted, asked.now, asked.by)
    return done()


@operation("POST", "/office/months/<month:month>/sign", CLERK, WRITE, gives=dict[str, int])
def sign(asked: Asked) -> dict[str, int]:
    """Lock the draft for signature."""
    return {"draft": publish.sign(asked.store, asked.path["month"], asked.now, asked.by).id}


@operation("POST", "/office/months/<month:month>/recall", CLERK, WRITE, takes=Recalled, gives=dict[str, int])
def take_back(asked: Asked) -> dict[str, int]:
    """Take the draft back from signature; the reason is kept with it."""
    return {"draft": recall.recall(asked.store, asked.path["month"], asked.body.reason, asked.now, asked.by).id}


@operation("POST", "/office/months/<month:month>/issue", CLERK, WRITE, takes=publish.Order, gives=publish.Published)
def issue(asked: Asked) -> publish.Published:
    """Issue the draft."""
    return publish.publish(asked.store, asked.path["month"], asked.body, asked.now, asked.by, asked.lang)


@operation("POST", "/office/months/<month:month>/withdraw", CLERK, WRITE, takes=Withdrawal, gives=Version)
def withdraw(asked: Asked) -> Version:
    """Take an issued version back."""
    return withdrawal.withdraw(
        asked.store, asked.path["month"], asked.body.duty, asked.body.reason, asked.now, asked.by
    )
