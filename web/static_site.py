"""A static folder of the public pages, for an office's portal: today, the months, the calendars.

It is written whole beside the old folder and then put in its place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask

from planner.errors import NotPossible
from planner.feeds import standby
from planner.feeds.calendar_file import render
from planner.home.trouble import Unreadable, of_file
from planner.home.whole_file import for_everybody
from planner.launch import data_home
from planner.lifeline import end_with_starter
from planner.office.cells.choices import Publicity
from planner.store import Store
from planner.store.roster import offices, versions
from planner.store.roster.office_clock import office_now
from planner.worker.portal import SAID, refuse_other_folder
from web import create_app
from web.shell.calendar_links import public_path

LANGS = ("zh", "en")
ASSETS = re.compile(r'(?:href|src)="(/(?:static|bootstrap)/[^"?#]+)(?:\?[^"#]*)?(#[^"]*)?"')
LINKS = re.compile(r'href="(/[^"#]*|\?[^"]*)(#[^"]*)?"')


def write_site(store: Store, folder: Path) -> list[str]:
    """Write the folder anew and return the names of its files, sorted. What was there stays until all is ready.

    Raises NotPossible for a folder that holds anything else, OSError where it cannot be written.
    """
    refuse_other_folder(folder)
    half = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        app, names = create_app(store), dict[str, str]()
        paths = _paths(store)
        for lang in LANGS:
            for path in paths:
                names[_file(path, lang)] = _page(app, path, lang, set(paths))
        for name, text in names.items():
            (half / name).write_text(_with_assets(app, text, half), "utf-8")
        _calendars(store, half)
        for_everybody(half)
        _swap(half, folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return sorted(file.name for file in folder.iterdir())


def _paths(store: Store) -> list[str]:
    """The paths to write: today, and every month with a standing issue from last month on, this month in any case."""
    day = office_now(store).date()
    first = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    with store.read() as transaction:
        months = sorted({one.month for one in versions.standing(transaction) if one.month >= first} | {f"{day:%Y-%m}"})
    return ["/", *(f"/month/{month}" for month in months)]


def _file(path: str, lang: str) -> str:
    bare = "index" if path == "/" else path.strip("/").replace("/", "-")
    return f"{bare}.html" if lang == "zh" else f"{bare}.{lang}.html"


def _page(app: Flask, path: str, lang: str, known: set[str]) -> str:
    """A page as residents see it, its links leading to files beside it; what is not there is no link."""
    text: str = (
        app.test_client()
        .get(path, query_string={"lang": lang}, environ_overrides={"dangzhi.portal": True})
        .get_data(as_text=True)
    )

    def link(found: re.Match[str]) -> str:
        target, part = found[1], found[2] or ""
        if target.startswith("?"):
            return f'href="{_file(path, "en" if lang == "zh" else "zh")}"'
        if target.partition("?")[0] in known:
            return f'href="{_file(target.partition("?")[0], lang)}{part}"'
        return found[0] if target.startswith(("/static/", "/bootstrap/")) else f'href="{_file("/", lang)}"'

    return LINKS.sub(link, text)


def _with_assets(app: Flask, text: str, folder: Path) -> str:
    """The page with the address of each style led to a copy, which is written into the folder."""

    def asset(found: re.Match[str]) -> str:
        name = found[1].rpartition("/")[2]
        if not (folder / name).exists():
            (folder / name).write_bytes(app.test_client().get(found[1]).get_data())
        return found[0].replace(found[0].partition('"')[2].rstrip('"'), f"{name}{found[2] or ''}")

    return ASSETS.sub(asset, text)


def _calendars(store: Store, folder: Path) -> None:
    with store.read() as transaction:
        office = offices.load(transaction)
        for duty in ("", *(one.id for one in office.duties.values() if one.public != Publicity.NO)):
            name = public_path(duty).rpartition("/")[2] if duty else "public.ics"
            (folder / name).write_bytes(
                render(transaction, office, standby.public(duty), office_now(store).date()).data
            )


def _swap(half: Path, folder: Path) -> None:
    """Put a folder in another's place; the old one goes once the new one stands."""
    old = half.with_name(f"{half.name}-before")
    if folder.exists():
        folder.rename(old)
    try:
        half.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def main(folder: Path) -> int:
    """Write the folder from the store of the home, and print the names of its files, or in words why it could not."""
    try:
        made = write_site(Store(data_home()), folder)
    except (NotPossible, Unreadable) as cause:
        words = cause.words
    except OSError as cause:
        words = of_file(cause).words(str(folder), data_home())
    else:
        print("\n".join(made))
        return 0
    print(json.dumps({"zh": words.zh, "en": words.en}))
    return SAID


if __name__ == "__main__":
    end_with_starter()
    sys.exit(main(Path(sys.argv[1])))
