"""What a log-in may be called: nothing that looks like another, like whoever else the log names, or like nobody.

After UTS 39 (Unicode security mechanisms): one script beside digits, Han and Latin together; no letters of scripts that
look like Latin ones, nothing invisible.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from planner.access.actors import ACTORS
from planner.errors import Refused, fault
from planner.office.office import Office
from planner.words import Words

LONGEST = 60
"""Characters at most."""
SIGNS = frozenset("-_.@ ")
"""What may stand between letters and digits."""
SCRIPTS = ("CJK", "LATIN", "TIBETAN", "ARABIC", "MONGOLIAN", "HANGUL", "YI")
"""The scripts that people in China are named in, as the names of characters begin; none of them looks like Latin."""
STRANGE = {"CYRILLIC": Words("俄文字母"), "GREEK": Words("希腊字母"), "": Words("别的文字里的字母")}
"""How the names of other characters begin → what they are."""
DIGIT = "digit"
TOGETHER = frozenset({"CJK", "LATIN"})
SAME = str.maketrans("01IO|", "ollol")
"""Characters of ASCII that are read as another."""


@cache
def reserved() -> frozenset[str]:
    """Whom else the log names, as they stand in the store and as people read them, and who they could be taken for."""
    said = {text for one in ACTORS.values() for text in (one.zh, one.en)}
    return frozenset({"system", "dangzhi", "root", *ACTORS, *said})


def refuse_name(name: str, office: Office, person: str, taken: Iterable[str]) -> None:
    """Raise Refused, with cause and cure, for a name that a new log-in of a person ('' for none) must not have.

    `taken` are the names of all log-ins. That one of exactly this name is there is for the caller to say.
    """
    _refuse_characters(name)
    _refuse_scripts(name)
    alike = looks(name)
    if any(alike & looks(one) for one in reserved()):
        raise _refusal(
            Words("“%(name)s”是操作日志里留给系统、办公室等使用的名称", name=name),
            Words("请换一个登录名，比如姓名或姓名的拼音"),
        )
    same = next((one for one in taken if one != name and alike & looks(one)), None)
    if same is not None:
        raise _refusal(
            Words("登录名“%(name)s”看起来和已有的“%(same)s”一样", name=name, same=same),
            Words("请换一个一眼就能分清的登录名"),
        )
    if name in office.people and name != person:
        raise _refusal(
            Words(
                "“%(name)s”是%(name2)s的人员编号，操作日志里会被当成这个人",
                name=name,
                name2=office.people[name][-1].name,
            ),
            Words("请换一个登录名，或在对应人员里填这个人"),
        )


def looks(name: str) -> frozenset[str]:
    """What a name looks like: by its letters, and with characters taken for each other."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return frozenset({plain.casefold(), plain.translate(SAME).casefold()})


def _refuse_characters(name: str) -> None:
    if len(name) > LONGEST:
        raise _refusal(
            Words("登录名有 %(count)s 个字符，太长", count=len(name)),
            Words("请用不超过 %(longest)s 个字符的登录名", longest=LONGEST),
        )
    odd = next((one for one in name if not _is_letter(one) and one not in SIGNS), None)
    if odd is not None:
        what = Words("“%(odd)s”", odd=odd)
        if not odd.isprintable():
            what = Words("看不见的字符（第 %(number)s 个）", number=name.index(odd) + 1, code=f"{ord(odd):04X}")
        raise _refusal(
            Words("登录名里不能有%(what)s", what=what), Words("登录名用汉字、字母和数字，中间可以有 - _ . @")
        )
    if not (_is_letter(name[0]) and _is_letter(name[-1])) or "  " in name:
        raise _refusal(
            Words("登录名“%(name)s”开头或末尾有空格或符号，或者中间有两个空格", name=name),
            Words("请以汉字、字母或数字开头和结尾"),
        )


def _refuse_scripts(name: str) -> None:
    normal = unicodedata.normalize("NFKC", name)
    if normal != name:
        raise _refusal(
            Words("登录名“%(name)s”里有全角或异体的字符", name=name), Words("请写成“%(normal)s”", normal=normal)
        )
    scripts = {_script(one) for one in name if one not in SIGNS} - {DIGIT}
    if "" in scripts or (len(scripts) > 1 and scripts != TOGETHER):
        odd = {""} if "" in scripts else scripts - TOGETHER
        shown = next(one for one in name if one not in SIGNS and _script(one) in odd)
        kind = next((words for begins, words in STRANGE.items() if unicodedata.name(shown, "").startswith(begins)))
        raise _refusal(
            Words(
                "登录名“%(name)s”里的“%(shown)s”是%(kind)s，容易和汉字、英文字母混淆",
                name=name,
                shown=shown,
                kind=kind,
                ord=f"{ord(shown):04X}",
            ),
            Words("请改用汉字、英文字母和数字重新输入"),
        )


def _is_letter(one: str) -> bool:
    return unicodedata.category(one)[0] in "LMN"


def _script(one: str) -> str:
    """The script of a letter, DIGIT for 0 to 9 and marks on letters, '' for one that is not allowed."""
    if one in "0123456789" or unicodedata.combining(one):
        return DIGIT
    found = next((script for script in SCRIPTS if unicodedata.name(one, "").startswith(script)), "")
    base = unicodedata.normalize("NFKD", one)[0]
    return "" if found == "LATIN" and not base.isascii() else found


def _refusal(cause: Words, cure: Words) -> Refused:
    return Refused(fault(cause, cure))
