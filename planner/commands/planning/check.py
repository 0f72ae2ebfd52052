"""The commands that take a roster made by hand, and judge one made elsewhere or issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from constraints.judge import Finding, findings
from constraints.model.case import Case
from planner.commands.paths import READ
from planner.commands.planning.own_table import ask_faults, own_choices
from planner.commands.shared import Shared
from planner.effect.effect import all_remarks
from planner.effect.this_month import month_remarks
from planner.errors import NotPossible, Refused
from planner.judging.by_today import ByToday, by_today
from planner.planning.basis import prepare
from planner.planning.handmade import Handmade, handed_in, read_handmade
from planner.planning.plan import by_hand
from planner.problem.coverage import problem_coverage
from planner.problem.period import Period
from planner.roster.finding_text import FindingSentence, sentences
from planner.store.roster import bases, drafts, offices, versions
from planner.store.roster.bases import Basis
from planner.store.roster.standing import Standing
from planner.words import Lang, Words, day_words
from planner.workbook.opening.table import Hidden
from planner.workbook.own_tables.meaning import OwnChoices


@click.command("draft")
@click.argument("month")
@click.argument("file", type=READ)
@own_choices
@click.pass_obj
def draft_command(shared: Shared, month: str, file: Path, choices: OwnChoices) -> None:
    """把手工编排的表作为草稿 / take a roster made by hand as the draft."""
    take_as_draft(shared, file, Period.month(month), choices)


def take_as_draft(
    shared: Shared, file: Path, period: Period | None, choices: OwnChoices, hidden: Hidden = "fault"
) -> None:
    """Take the roster of a file as the draft of its month, and judge it."""
    with shared.store.read() as transaction:
        made = _whole(read_handmade(file, offices.load(transaction), period, choices, hidden), file)
    _differences(shared, made)
    period = Period(made.period.first, made.period.last, made.duties)
    now = shared.now()
    end = handed_in(file.name, period, now, shared.actor)
    id, found, basis = by_hand(shared.store, period, made.roster, now, shared.lang, end)
    _findings(shared, basis, found, {"draft": id, "month": period.text})


def judge_file(
    shared: Shared, file: Path, period: Period | None, choices: OwnChoices, hidden: Hidden = "fault"
) -> None:
    """Judge the roster of a file and keep nothing."""
    with shared.store.read() as transaction:
        standing = Standing.read(transaction)
        made = _whole(read_handmade(file, standing.office, period, choices, hidden), file)
        basis, _ = prepare(standing, Period(made.period.first, made.period.last, made.duties), shared.now())
    _differences(shared, made)
    _findings(shared, basis, findings(basis.problem, basis.book, made.roster), {"file": str(file)})


def _whole(made: Handmade, file: Path) -> Handmade:
    """The same roster. Raises Refused with what must be said first, where the file leaves something open."""
    if made.asks:
        raise Refused(*ask_faults(made.asks, file.name))
    return made


@click.command("check")
@click.argument("what")
@click.option("--month", "month_text", default="", help="文件里有几个月时 / of a file with several months")
@own_choices
@click.pass_obj
def check_command(shared: Shared, what: str, month_text: str, choices: OwnChoices) -> None:
    """核对草稿、已印发的月份或改过的表 / judge a draft, an issued month or an edited file."""
    if what.lower().endswith((".csv", ".xlsx")):
        judge_file(shared, READ.convert(what, None, None), Period.month(month_text) if month_text else None, choices)
        return
    Period.month(what)
    with shared.store.read() as transaction:
        draft = drafts.latest(transaction, what)
        if draft is None:
            _check_issued(shared, what)
            return
        basis = bases.basis(transaction, draft.digests)
    _findings(shared, basis, findings(basis.problem, basis.book, draft.roster), {"draft": draft.id})


def _check_issued(shared: Shared, month: str) -> None:
    """Judge an issued month twice: as it was issued, and as it stands today. Raises NotPossible without any.

    As it was issued is the draft behind the newest version in force, by that version's basis.
    """
    with shared.store.read() as transaction:
        issued = versions.current(transaction, month)
        if not issued:
            raise NotPossible(Words("%(month)s 既没有草稿也没有印发", month=month))
        newest = max(issued, key=lambda version: version.id)
        basis = bases.basis(transaction, newest.digests)
        found = findings(basis.problem, basis.book, drafts.get(transaction, newest.draft).roster)
        now = by_today(Standing.read(transaction), month, shared.now(), shared.lang)
    document, lines = _judged(shared, basis, found, {"versions": {one.duty: one.number for one in issued}})
    shared.show(
        {**document, "today": _today_document(now, shared.lang)},
        [shared.text("按印发时的规则"), *lines, shared.text("按目前的情况"), *_today_lines(shared, now)],
    )
    shared.exit_code = 1 if document["broken"] or not now.good else 0


def _today_document(now: ByToday, lang: Lang) -> dict[str, object]:
    return {
        "findings": [asdict(one) for one in now.broken],
        "broken": bool(now.broken),
        "cannot_serve": [
            {"slot": one.line.slot.id, "who": one.who, "name": one.name, "cause": one.cause, "text": one.say(lang)}
            for one in now.unable
        ],
    }


def _today_lines(shared: Shared, now: ByToday) -> list[str]:
    """Who cannot serve, with the duty, then the clauses that are broken; or that all is well."""
    lines = [
        f"{one.say(shared.lang)}　{day_words(one.line.day, shared.lang)} "
        + " ".join(part for part in (one.line.duty_name, one.line.slot.shift, one.line.slot.post) if part)
        for one in now.unable
    ]
    lines += _finding_lines(now.broken)
    good = shared.text("以后的班次都有人能值，必须条款全部满足")
    return lines or [good]


def _differences(shared: Shared, made: Handmade) -> None:
    for note in made.notes:
        shared.say(note)


def _findings(shared: Shared, basis: Basis, found: list[Finding], head: Mapping[str, object]) -> None:
    document, lines = _judged(shared, basis, found, head)
    shared.show(document, lines)
    shared.exit_code = 1 if document["broken"] else 0


def _finding_lines(said: Iterable[FindingSentence]) -> list[str]:
    return [f"{one.force}　{one.text}" + (f"（{one.authority}）" if one.authority else "") for one in said]


def _judged(
    shared: Shared, basis: Basis, found: list[Finding], head: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """The findings on a roster, and what else there is to say of its basis, as a document and as lines."""
    for note in problem_coverage(basis.office, basis.problem):
        shared.say(note)
    said = sentences(basis.office, basis.problem, basis.book, found, shared.lang)
    broken = any(one.must for one in found)
    idle = month_remarks(all_remarks(basis.office), Case(basis.problem, basis.book))
    document = {
        **head,
        "findings": [asdict(one) for one in said],
        "cost": sum(one.cost for one in found),
        "broken": broken,
        "without_effect": [
            {"clause": one.number, "rule": one.rule.say(shared.lang), "text": one.words.say(shared.lang)}
            for one in idle
        ],
    }
    lines = _finding_lines(said)
    lines += [
        shared.text("规则第 %(number)s 条“%(rule)s”%(words)s", number=one.number, rule=one.rule, words=one.words)
        for one in idle
    ]
    lines.append(
        shared.text(
            "扣分 %(document)s；%(broken)s",
            document=document["cost"],
            broken=(Words("有硬性要求未满足") if broken else Words("硬性要求全部满足")),
        )
    )
    return document, lines


COMMANDS = (draft_command, check_command)
