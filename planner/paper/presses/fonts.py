"""The Chinese fonts of this machine: those of official papers first, then whatever has the characters of a paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from planner.errors import NotPossible
from planner.words import Words

TITLE = ("fzxbsjw", "fzxbs", "方正小标宋")
BODY = (
    "仿宋_gb2312",
    "simfang",
    "stfangso",
    "fangsong",
    "notoserifcjk",
    "notoserifsc",
    "sourcehanserif",
    "simsun",
    "songti",
    "stsong",
    "notosanscjk",
    "notosanssc",
    "sourcehansans",
    "wqy",
    "msyh",
    "pingfang",
    "droidsansfallback",
    "hanamin",
    "simsunb",
)
"""Beginnings of the file names of fonts, the most fitting first."""


@dataclass(frozen=True)
class Font:
    """A font: its file, and its place from 0 where the file is a collection."""

    path: Path
    number: int = 0


def folders() -> list[Path]:
    """The folders of fonts to look through, the office's own (DANGZHI_FONTS) first; they need not exist."""
    own, home = os.environ.get("DANGZHI_FONTS", ""), Path.home()
    if sys.platform == "win32":
        system = [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            home / "AppData/Local/Microsoft/Windows/Fonts",
        ]
    elif sys.platform == "darwin":
        system = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        system = [
            home / ".fonts",
            home / ".local/share/fonts",
            Path("/usr/local/share/fonts"),
            Path("/usr/share/fonts"),
        ]
    return [Path(own)] * bool(own) + system


@cache
def _installed() -> tuple[Path, ...]:
    files = (file for folder in folders() for file in sorted(folder.rglob("*")))
    return tuple(file for file in files if file.suffix.lower() in (".ttf", ".ttc", ".otf"))


def _known(names: Iterable[str]) -> Iterable[Path]:
    """Files of installed fonts of these names, in their order, regular weights only."""
    for name in names:
        for file in _installed():
            stem = file.stem.lower().replace(" ", "").replace("-", "")
            if stem.startswith(name) and not any(
                heavy in stem for heavy in ("bold", "black", "heavy", "light", "thin", "mono")
            ):
                yield file


@cache
def _opened(path: Path) -> tuple[int, frozenset[int]]:
    """The place in a file of its simplified Chinese font, and the code points that this font has."""
    from fontTools.ttLib import TTCollection, TTFont

    fonts: list[Any] = (
        list(TTCollection(path, lazy=True).fonts) if path.suffix.lower() == ".ttc" else [TTFont(path, lazy=True)]
    )
    names = [str(one["name"].getDebugName(1) or "") for one in fonts]
    number = next((at for at, name in enumerate(names) if name.endswith((" SC", "_SC"))), 0)
    return number, frozenset(fonts[number].getBestCmap() or ())


def chosen(text: str) -> list[Font]:
    """A font for a text, then others for the characters it lacks. Raises NotPossible where no font is installed."""
    wanted, found = {ord(one) for one in text if one >= " "}, list[Font]()
    for path in dict.fromkeys(_known(BODY)):
        number, has = _opened(path)
        if not found or wanted & has:
            found.append(Font(path, number))
            wanted -= has
        if not wanted:
            break
    if not found:
        raise NotPossible(
            Words(
                "本机没有中文字体，不能生成 PDF：请安装字体（如 apt-get install fonts-noto-cjk），"
                "或把字体文件放进 DANGZHI_FONTS 指定的文件夹"
            )
        )
    return found


def title_font() -> Font | None:
    """The font of official titles; None where it is not installed."""
    path = next(iter(_known(TITLE)), None)
    return Font(path, _opened(path)[0]) if path else None
