"""Wording: the text of a message as it is sent, read out or pasted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from planner.notifying.knowledge import start_of
from planner.office.ids import is_person
from planner.office.office import Office
from planner.store.messages.messages import CalendarFacts, DutyChange, Message
from planner.words import Lang, Words, day_words, span_words

CHANNELS = (
    Words("电话"),
    Words("短信"),
    Words("当面"),
    Words("政务微信"),
    Words("印发稿"),
    Words("本人在网上同意"),
    Words("代办人在网上同意"),
)
"""What messages are told by, as it is stored and as it is said; a clerk may have typed another."""
_SAID = {one.zh: one for one in CHANNELS}


def channel_said(channel: str, lang: Lang) -> str:
    """By what somebody was told, in a language; what a clerk typed stays."""
    return _SAID[channel].say(lang) if channel in _SAID else channel


def message_words(office: Office, message: Message, lang: Lang) -> str:
    """The text of a message as it is sent or pasted: each change as old → new, by start."""
    return change_wording(office, message.who, message.changes, lang)


def change_wording(office: Office, who: str, changes: Mapping[str, DutyChange], lang: Lang) -> str:
    """The text that tells `who` (tagged) of some changes."""
    lines = [_line(one, lang) for one in sorted(changes.values(), key=start_of)]
    name, office_name = office.name(who), office.settings["单位名称"]
    called = Words("%(name)s同志", name=name) if is_person(who) else name
    return Words(
        "【%(office)s】%(called)s：您的值班有调整：\n%(lines)s\n收到请回复。",
        office=office_name,
        called=called,
        lines="\n".join(lines),
    ).say(lang)


def _line(change: DutyChange, lang: Lang) -> str:
    """One change as old → new; what was changed and changed back is told as what holds."""
    was = change.before or (None if change.sure else change.heard)
    before, after = (_entry(side, lang) if side else "" for side in (was, change.after))
    if change.before == change.after and after:
        return Words("· 仍由您值班：%(after)s", after=after).say(lang)
    if before and after and before != after:
        return f"· {before} → {after}"
    return (Words("· 新增：%(after)s", after=after) if after else Words("· 取消：%(before)s", before=before)).say(lang)


def _entry(one: CalendarFacts, lang: Lang) -> str:
    start, end = (datetime.fromisoformat(one[side]) for side in ("start", "end"))
    return (
        f"{day_words(start.date(), lang)}{' ' if lang == 'en' else ''}"
        f"{span_words(start, end, lang)} {one['what']}" + (f" {one['place']}" if one["place"] else "")
    )
