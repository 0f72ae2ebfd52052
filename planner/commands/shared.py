"""What every command shares: home, language, JSON or words, the clock, and printing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from planner.calendar.reading import LARGEST, read_day
from planner.errors import NotPossible, Refused, fault
from planner.launch import data_home
from planner.store import Store
from planner.store.roster.office_clock import office_now
from planner.words import Lang, Words

NUMBER = click.IntRange(0, LARGEST)
"""An option or argument that is an id, a count or a version's number."""


class DayType(click.ParamType[date]):
    """A day as 2026-12-10, within the years that calendars know."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error, in both languages, for anything else."""
        if isinstance(value, date):
            return value
        try:
            return read_day(str(value))
        except NotPossible as cause:
            self.fail(f"{cause.words.zh} / {cause.words.en}", param, ctx)


DAY = DayType()


@dataclass
class Shared:
    """The options that belong to every command, and the exit code to end with."""

    home: Path
    lang: Lang
    json: bool
    exit_code: int = 0
    _store: list[Store] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The store of the home, opened on first use."""
        if not self._store:
            self._store.append(Store(self.home))
        return self._store[0]

    def now(self) -> datetime:
        """Now, aware, in the office's time zone."""
        return office_now(self.store)

    def say(self, zh: str, en: str) -> None:
        """Print a remark on stderr, in the asked language; nothing where JSON is asked for."""
        if not self.json:
            print(Words(zh, en).say(self.lang), file=sys.stderr)

    def show(self, document: Mapping[str, object], lines: list[str]) -> None:
        """Print the result on stdout: the document as one JSON object, or else the lines."""
        if self.json:
            print(json.dumps(document, ensure_ascii=False))
        else:
            for line in lines:
                print(line)

    def words(self, zh: str, en: str) -> str:
        """One text in the language asked for."""
        return zh if self.lang == "zh" else en

    @property
    def actor(self) -> str:
        """Who runs the command, for the audit log: DANGZHI_ACTOR, else the command line itself."""
        return os.environ.get("DANGZHI_ACTOR") or "command line"


def shared_options(arguments: list[str]) -> tuple[Shared, list[str]]:
    """Take --home, --lang and --json out of the arguments, wherever they stand; returns them and the rest.

    Raises SystemExit for another language than zh or en.
    """
    shared = Shared(data_home(), _language(), False)
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        one = waiting.pop(0)
        name, equals, value = one.partition("=")
        if one == "--json":
            shared.json = True
        elif name in ("--home", "--lang") and (equals or waiting):
            value = value if equals else waiting.pop(0)
            if name == "--home":
                shared.home = Path(value)
            elif value in ("zh", "en"):
                shared.lang = value  # type: ignore[assignment]
            else:
                raise SystemExit("--lang zh|en")
        else:
            rest.append(one)
    return shared, rest


def _language() -> Lang:
    """Chinese, unless LC_ALL, LC_MESSAGES or LANG, the first that is set, says English."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if spoken.lower().startswith("en") else "zh"


def file_kind(path: Path, kinds: tuple[str, ...]) -> str:
    """The kind of file to write, by its suffix. Raises Refused for another kind, or a folder that does not exist."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in kinds:
        raise Refused(
            fault(
                f"不能写 .{kind or '?'} 文件",
                f"cannot write a .{kind or '?'} file",
                f"可写：{'、'.join(kinds)}",
                f"can write: {', '.join(kinds)}",
            ).at(file=path.name)
        )
    if not path.parent.is_dir():
        raise Refused(
            fault(f"没有文件夹 {path.parent}", f"there is no folder {path.parent}", "请先建立", "make it first").at(
                file=path.name
            )
        )
    return kind
