"""What every command shares: home, language, JSON or words, the clock, and printing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from planner.access.home_log import log_mended
from planner.calendar.reading import LARGEST, read_day
from planner.commands.output import put_out
from planner.errors import NotPossible, Refused, fault
from planner.home.private import as_usual
from planner.home.whole_file import written_whole
from planner.launch import data_home
from planner.store import Store, Unreadable
from planner.store.roster.office_clock import office_now
from planner.words import Lang, Words, series

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
        """The store of the home, opened on first use; what stood open in the home is told on stderr and logged.

        Raises Unreadable where it does not answer.
        """
        if not self._store:
            self._store.append(Store(self.home))
            for one in self._store[0].mended.sentences():
                print(one.say(self.lang), file=sys.stderr)
            log_mended(self._store[0])
        return self._store[0]

    def damage(self) -> Unreadable | None:
        """What is wrong with the store that was opened, by a look at all of it; None for a sound one, and for none."""
        return self._store[0].damage() if self._store else None

    def now(self) -> datetime:
        """Now, aware, in the office's time zone."""
        return office_now(self.store)

    def say(self, words: Words) -> None:
        """Print a remark on stderr, in the asked language; nothing where JSON is asked for."""
        if not self.json:
            print(words.say(self.lang), file=sys.stderr)

    def show(self, document: Mapping[str, object], lines: list[str]) -> None:
        """Print the result on stdout: the document as one JSON object, or else the lines. Raises NotShown."""
        if self.json:
            put_out(json.dumps(document, ensure_ascii=False))
        else:
            for line in lines:
                put_out(line)

    def text(self, pattern: str, /, **arguments: object) -> str:
        """One text in the language asked for."""
        return Words(pattern, **arguments).say(self.lang)

    @contextmanager
    def hand_over(self, file: Path) -> Iterator[Path]:
        """A path to write to; at the end of the block it is `file`, whole, and of the mode of whoever runs the command.

        In the home it stays private. Raises OSError, with the file's name, where it cannot be written.
        """
        try:
            with written_whole(file) as half:
                yield half
        except OSError as cause:
            cause.filename, cause.filename2 = str(file), None  # what is told is the file that was asked for
            raise
        as_usual(file, self.home)

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
    """The kind of file to write, by its suffix. Raises Refused for another kind."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in kinds:
        raise Refused(
            fault(Words("不能写 .%(kind)s 文件", kind=kind or "?"), Words("可写：%(kinds)s", kinds=series(kinds))).at(
                file=path.name
            )
        )
    return kind
