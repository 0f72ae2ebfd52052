"""What every command shares: home, language, JSON or words, the clock, and how things are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from planner.clock import now
from planner.errors import Refused, fault
from planner.store import Store
from planner.store.roster import offices
from planner.words import Lang, Words


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
        """The office's clock."""
        with self.store.read() as transaction:
            return now(offices.load(transaction).settings["时区"])

    def say(self, zh: str, en: str) -> None:
        """Talk, on stderr; silent where JSON is asked for."""
        if not self.json:
            print(Words(zh, en).say(self.lang), file=sys.stderr)

    def show(self, document: Mapping[str, object], lines: list[str]) -> None:
        """The result, on stdout: one JSON object, or lines for people."""
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
        """Who runs the command, for the log."""
        return os.environ.get("DANGZHI_ACTOR") or "command line"


def shared_options(arguments: list[str]) -> tuple[Shared, list[str]]:
    """Take --home, --lang and --json out of the arguments, wherever they stand."""
    shared = Shared(Path(os.environ.get("DANGZHI_HOME") or "instance"), _language(), False)
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
    """Chinese unless the environment speaks English."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if spoken.lower().startswith("en") else "zh"


def file_kind(path: Path, kinds: tuple[str, ...]) -> str:
    """The kind of file to write, by its suffix; raises Refused."""
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
