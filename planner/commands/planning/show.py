"""Commands that only look: the catalogue of rules, who is on duty now, whether everything issued holds."""

from __future__ import annotations

from dataclasses import MISSING, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from constraints.measure.parameter import Parameter
from constraints.measure.place import CELLS, ScopeCell
from constraints.measure.rule import Rule
from constraints.rules import CATALOGUE
from planner.clock import now
from planner.commands.paths import READ_FILE, WRITE_FILE
from planner.commands.planning.new_rule import new_command
from planner.commands.shared import Shared, file_kind
from planner.effect.sentences import ENGLISH, HEADERS
from planner.errors import Refused, fault
from planner.issuing.verify import verify_against
from planner.paper.presses.press import KINDS as PRESSED
from planner.paper.presses.press import press
from planner.paper.sheets.rule_sheet import rule_sheet
from planner.roster.lines import OPEN, Line
from planner.roster.on_duty import on_duty
from planner.store import Unreadable, record
from planner.store.record import Head, anchor_file
from planner.store.roster import offices
from planner.words import Lang, Words, until_words
from planner.worker import snapshot


@click.group("rules", invoke_without_command=True)
@click.option(
    "--to", "file", type=WRITE_FILE, help="本单位的编排规则写成 .xlsx、.docx、.pdf / the office's clauses as a sheet"
)
@click.pass_context
def rules_command(context: click.Context, file: Path | None) -> None:
    """规则目录 / the catalogue of rules, from the code; with --to the office's own clauses on paper."""
    shared: Shared = context.obj
    if context.invoked_subcommand:
        return
    if file:
        kind = file_kind(file, tuple(PRESSED))
        with shared.store.read() as transaction:
            office = offices.load(transaction)
        sheet = rule_sheet(office, f"{shared.now():%Y-%m-%d}")
        with shared.hand_over(file) as half:
            half.write_bytes(press(kind, [sheet], "编排规则", office.settings["单位名称"]))
        shared.show({"file": str(file)}, [str(file)])
        return
    rows = []
    lines = []
    for rule in CATALOGUE:
        about = rule.about_zh if shared.lang == "zh" else " ".join((rule.__doc__ or "").split())
        parameters = [
            {
                "zh": one.zh,
                "en": one.name,
                "default": None if one.default is MISSING else one.default,
                "required": one.default is MISSING and not one.assumed,
                "choices": list(one.choices or ()),
                "kind": one.kind,
            }
            for one in rule.parameters()
        ]
        rows.append(
            {
                "rule": rule.zh,
                "code": rule.code,
                "about": about,
                "parameters": parameters,
                "kind": rule.nature,
                "cells": {cell: _cell(rule, cell, "en") for cell in CELLS},
            }
        )
        shown = "；".join(f"{one.zh}={_default(one)}" for one in rule.parameters())
        lines += [f"{rule.zh}（{rule.code}）{'　' + shown if shown else ''}", f"    {about}"]
    shared.show({"rules": rows}, [*lines, "", *_cells(shared.lang)])


def _cell(rule: type[Rule], cell: ScopeCell, lang: Lang) -> str:
    """Whether a rule reads a cell of a clause's scope, must have it, or refuses it."""
    words = Words("必填") if cell in rule.needs else Words("看") if cell in rule.reads else Words("不收")
    return words.say(lang)


def _cells(lang: Lang) -> list[str]:
    """The table of every rule and every cell of the scope."""
    chinese = lang == "zh"
    head = ("规则", *(HEADERS[cell] for cell in CELLS)) if chinese else ("rule", *(ENGLISH[cell] for cell in CELLS))
    rows = [(rule.zh if chinese else rule.en, *(_cell(rule, cell, lang) for cell in CELLS)) for rule in CATALOGUE]
    title = Words("各规则看规则表的哪几栏（不收：填了不予导入）")
    return [title.say(lang), *("　".join(row) if chinese else " | ".join(row) for row in (head, *rows))]


rules_command.add_command(new_command)


def _default(one: Parameter) -> str:
    """The default of a parameter, in the words in which a clause has it."""
    if one.default is MISSING:
        return one.assumed or "必填"
    words = {stored: word for word, stored in (one.choices or {}).items()}
    return words.get(one.default, "无" if one.default in (None, ()) else str(one.default))


@click.command("now")
@click.pass_obj
def now_command(shared: Shared) -> None:
    """此刻谁在岗（内部，含电话） / who is on duty at this moment, in order, with telephones."""
    try:
        moment = shared.now()
        with shared.store.read() as transaction:
            office = offices.load(transaction)
            found = [_post(line) for line in on_duty(transaction, office, moment)]
        written = ""
    except Unreadable as cause:
        moment, found, written = _from_file(shared, cause)
    lines = [
        f"{one['duty']}　{one['shift']}{one['post']}　{'、'.join(who['name'] for who in one['people']) or OPEN}　"
        f"{shared.text('至')}{_until(one['until'], moment, shared.lang)}　"
        + "　".join(phone for who in one["people"] for phone in who["phones"])
        for one in found
    ]
    if written:
        lines.append(shared.text("（数据库打不开，以上来自 %(written)s 的快照）", written=written[:16]))
    shared.show(
        {"now": moment.isoformat(), "snapshot": written or None, "on_duty": found},
        lines or [shared.text("此刻没有已印发的值班")],
    )


def _until(end: str, moment: datetime, lang: Lang) -> str:
    return until_words(datetime.fromisoformat(end), moment.date(), lang)


def _post(line: Line) -> dict[str, Any]:
    return {
        "duty": line.duty_name,
        "shift": line.slot.shift,
        "post": line.slot.post,
        "until": line.end.isoformat(),
        "people": [
            {
                "id": one.id,
                "name": one.name,
                "title": one.title,
                "phones": [phone for phone in (one.mobile, one.office_phone) if phone],
            }
            for one in line.people
        ],
    }


def _from_file(shared: Shared, cause: Unreadable) -> tuple[datetime, list[dict[str, Any]], str]:
    """Who is on duty by the snapshot beside the store, and why; raises the cause where there is no snapshot either."""
    try:
        moment = now(snapshot.snapshot_zone(shared.home))
        written, posts, _ = snapshot.read_snapshot(shared.home, moment)
    except (OSError, ValueError):
        raise cause from None
    shared.say(cause.words)
    found = [
        {
            "duty": one.duty,
            "shift": "",
            "post": one.post,
            "until": one.until.isoformat(),
            "people": [{"name": name, "title": title, "phones": list(phones)} for name, title, phones in one.people],
        }
        for one in posts
    ]
    return moment, found, written.isoformat()


@click.command("verify")
@click.option(
    "--anchor",
    "anchors",
    type=READ_FILE,
    multiple=True,
    help="另存的存证锚文件，可写多个 / a file of heads kept elsewhere, several if need be",
)
@click.option(
    "--head", "heads", multiple=True, help="呈批单页脚的存证码 / a head as the foot of an approval sheet has it"
)
@click.option(
    "--restored",
    multiple=True,
    help="确认恢复过：恢复时显示的存证码 / that a restore was genuine: the head that it showed",
)
@click.pass_obj
def verify_command(
    shared: Shared, anchors: tuple[Path, ...], heads: tuple[str, ...], restored: tuple[str, ...]
) -> None:
    """重新核对所有已印发的版本并核对存证 / re-judge everything published, examine the record."""
    damaged = shared.store.damage()
    if damaged is not None:
        raise damaged
    confirmed = [replace(_head(text), restored=True) for text in restored]
    typed = [*map(_head, heads), *confirmed]
    with shared.store.read() as transaction:
        found = verify_against(transaction, offices.load(transaction), anchors, typed)
        head = record.head(transaction)
    for one in [*confirmed, head] if not found.wrong else ():
        anchor_file.keep_head(one)
    wrong, remarks = ([one.say(shared.lang) for one in some] for some in (found.wrong, found.remarks))
    shared.show(
        {"wrong": wrong, "remarks": remarks, "head": head.text()}, [*remarks, *(wrong or [shared.text("全部无误")])]
    )
    shared.exit_code = 1 if wrong else 0


EXAMPLE = "128 3f2a9c04b1d277e05a6b7c8d 2026-12-01T08:00+0800"


def _head(text: str) -> Head:
    try:
        return Head.parse(text)
    except ValueError:
        raise Refused(
            fault(
                Words("存证码“%(text)s”不完整", text=text),
                Words("请照呈批单页脚输入，如：--head '%(example)s'", example=EXAMPLE),
            )
        ) from None


COMMANDS = (rules_command, now_command, verify_command)
