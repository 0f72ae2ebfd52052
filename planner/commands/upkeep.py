"""Commands for whoever runs the program: backup, restore, doctor."""

from __future__ import annotations

import os
from pathlib import Path

import click

from planner.commands.paths import READ_FILE, WRITE_FILE, WRITE_FOLDER
from planner.commands.shared import Shared
from planner.errors import NotPossible
from planner.settings import SettingInForce, Source, database_address, settings_in_force
from planner.store.copies.file_trouble import why_of
from planner.store.copies.manifest import Manifest
from planner.upkeep.backup import back_up
from planner.upkeep.doctor.examine import examine_home
from planner.upkeep.doctor.findings import NAMES, Diagnosis, Soundness
from planner.upkeep.doctor.setting_checks import settings_of
from planner.upkeep.restore import restore_backup
from planner.upkeep.sealing_key import save_sealing_key
from planner.words import Words


@click.command("backup")
@click.argument("file", required=False, type=WRITE_FILE)
@click.option("--key", type=WRITE_FILE, help="密封密钥另存到 / save the sealing key to")
@click.option("--yes", is_flag=True, help="覆盖已有的文件 / replace a file that is there")
@click.pass_obj
def backup_command(shared: Shared, file: Path | None, key: Path | None, yes: bool) -> None:
    """备份到一个文件 / back everything up into one file."""
    if file is None and key is None:
        raise click.UsageError("请写明备份到哪个文件 / name the file to back up into")
    lines: list[str] = []
    document: dict[str, object] = {}
    if key is not None:
        _save_key(shared.home, key, replace=yes)
        document["key"] = str(key)
        lines.append(shared.text("密封密钥已另存为 %(key)s，请与备份分开保管", key=key))
    if file is not None:
        manifest = back_up(shared.store, file, shared.now(), replace=yes)
        document |= {"file": str(file), "size": file.stat().st_size, **_told(manifest)}
        lines.append(
            shared.text(
                "已备份到 %(file)s：%(rows)s 行数据，日志 %(count)s 条",
                file=file,
                rows=_rows(manifest),
                count=manifest.head.count,
            )
        )
    shared.show(document, lines)


def _save_key(home: Path, key: Path, *, replace: bool) -> None:
    try:
        save_sealing_key(home, key, replace=replace)
    except OSError as cause:
        why = why_of(cause)
        raise NotPossible(
            Words("密钥没有写到 %(key)s（%(why)s）：请检查磁盘空间和文件夹权限", key=key, why=why)
        ) from None


@click.command("restore")
@click.argument("file", type=READ_FILE)
@click.option("--key", type=READ_FILE, help="用 backup --key 另存的密钥 / the key that was saved apart")
@click.pass_obj
def restore_command(shared: Shared, file: Path, key: Path | None) -> None:
    """把备份恢复到空文件夹 / restore a backup into an empty folder."""
    home = WRITE_FOLDER.convert(str(shared.home), None, None).resolve()
    done = restore_backup(file, home, database_address(home), shared.actor, key)
    made = done.manifest
    others = _other_settings(made.settings)
    when = made.made_at[:16].replace("T", " ")
    lines = [
        shared.text(
            "已恢复到 %(home)s：%(rows)s 行数据，备份时间 %(when)s，已全部核对无误",
            home=home,
            rows=done.rows,
            when=when,
        ),
        shared.text("所有人需要重新登录"),
        shared.text("这次恢复的存证码（请抄下，与备份分开保管）：%(printed)s", printed=done.head.printed()),
    ]
    lines += [shared.text("备份时的设置与现在不同，请核对：%(one)s", one=one) for one in others]
    shared.show(
        {
            "home": str(home),
            "rows": done.rows,
            "uploads": done.uploads,
            "restored": done.head.text(),
            "settings_to_check": others,
            **_told(made),
        },
        lines,
    )


def _other_settings(then: tuple[SettingInForce, ...]) -> list[str]:
    """The settings that somebody had set when the backup was made and that are others now."""
    today = {one.name: one.value for one in settings_in_force()}
    return [
        f"{one.name}={one.value}" if one.value else one.name
        for one in then
        if one.source is Source.ENVIRONMENT
        and (today.get(one.name) != one.value if one.value else not os.environ.get(one.name))
    ]


def _rows(manifest: Manifest) -> int:
    return sum(one.rows for one in manifest.members)


def _told(manifest: Manifest) -> dict[str, object]:
    return {
        "made_at": manifest.made_at,
        "schema": manifest.schema,
        "head": {"count": manifest.head.count, "digest": manifest.head.digest, "when": manifest.head.when},
    }


SIGNS = {Soundness.FINE: "✓", Soundness.NOTE: "·", Soundness.WRONG: "✗", Soundness.UNSEEN: "?"}
SOURCES = {Source.ENVIRONMENT: Words("环境变量"), Source.OPTION: Words("命令选项"), Source.USUAL: Words("没有设")}


@click.command("doctor")
@click.pass_obj
def doctor_command(shared: Shared) -> None:
    """体检：数据、权限、字体、磁盘、时间、后台、备份、设置 / look at everything it rests on."""
    found = examine_home(shared.home)
    settings = settings_of(shared.home)
    bad = [one for one in found if one.soundness is Soundness.WRONG]
    shared.show(
        {
            "wrong": len(bad),
            "findings": [
                {
                    "check": one.check,
                    "soundness": one.soundness,
                    "said": one.said.say(shared.lang),
                    "cure": one.cure.say(shared.lang) if one.cure else "",
                }
                for one in found
            ],
            "settings": [{"name": one.name, "value": one.value, "source": one.source} for one in settings],
        },
        [
            *(_finding_line(one, shared) for one in found),
            shared.text("现在的设置："),
            *(f"  {one.name}={one.value}  [{SOURCES[one.source].say(shared.lang)}]" for one in settings),
            (shared.text("有 %(count)s 处要处理", count=len(bad)) if bad else shared.text("没有发现问题")),
        ],
    )
    shared.exit_code = 1 if bad else 0


def _finding_line(one: Diagnosis, shared: Shared) -> str:
    cure = shared.text("。处理：") + one.cure.say(shared.lang) if one.cure else ""
    colon = shared.text("：")
    return f"{SIGNS[one.soundness]} {NAMES[one.check].say(shared.lang)}{colon}{one.said.say(shared.lang)}{cure}"


COMMANDS = (backup_command, restore_command, doctor_command)
