"""Whether a password is hard enough to guess, by zxcvbn with the words that this office would think of first.

No kinds of characters are asked for, and all of Unicode may be in one (NIST SP 800-63B, ASVS 5.0 V6.2), unless the
profile mlps is in force (see `password_age` for the rest of it).
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

from planner.errors import Refused, fault
from planner.office.office import Office
from planner.settings import Profile, password_profile
from planner.words import Words

LEAST, MOST = 8, 128
"""Characters of a password at least and at most."""
KINDS = 3
"""So many kinds of characters (capital letters, small ones, digits, all others) the profile mlps asks for."""
STRONG = 3
"""What zxcvbn calls safely unguessable, on its scale from 0 to 4."""
EXAMINED = 48
"""If so many characters of the beginning are hard to guess, so is the whole; to look at all takes longer."""
PIECES = 16
"""So many characters of a name are taken apart; what comes behind is not what a name begins with."""
PIECE = 4
"""So many Latin letters of a name make a piece of it; fewer stand in any word."""
USUAL = ("dangzhi", "当值", "zhiban", "值班", "值班室", "bangongshi", "办公室", "mima", "密码", "guanliyuan", "管理员")
"""Words that anybody here would think of."""
ONE_AT_A_TIME = Lock()
"""zxcvbn keeps the words that it is given where every thread sees them."""
REASONS: dict[str, Words] = {
    "user_inputs": Words("里面有登录名、姓名、电话、单位名称或“当值”这类别人首先会试的词"),
    "passwords": Words("里面是很多人都在用的密码"),
    "dictionary": Words("里面是常见的词或姓名"),
    "spatial": Words("是键盘上挨着的键"),
    "repeat": Words("是同样的字符一再重复"),
    "sequence": Words("是连着的数字或字母"),
    "date": Words("里面是日期或年份"),
    "regex": Words("里面是日期或年份"),
    "bruteforce": Words("变化太少"),
}
"""Kind of what makes a password easy → the reason in words."""


def refuse_weak(password: str, office: Office, name: str, person: str) -> None:
    """Raise Refused, with the reason, for a password of this log-in that is too short, too long or easily guessed."""
    if not LEAST <= len(password) <= MOST or not _is_text(password):
        raise Refused(
            fault(
                Words(
                    "密码要有 %(least)s 到 %(most)s 个字符，这个有 %(count)s 个",
                    least=LEAST,
                    most=MOST,
                    count=len(password),
                ),
                Words("请换一个至少 %(least)s 个字符的密码，什么字符都可以用", least=LEAST),
            )
            if _is_text(password)
            else fault(Words("密码里有读不出来的字符"), Words("请重新输入一遍密码"))
        )
    if asks_for_kinds() and _kinds(password) < KINDS:
        raise Refused(
            fault(
                Words("按等级保护的要求，密码里大写字母、小写字母、数字、其他字符至少要有三种"),
                Words("请在现在的密码里加上缺的，比如一个数字和一个标点"),
            )
        )
    why = _weakness(password, sorted({*own_words(office, name, person)}))
    if why is not None:
        raise Refused(
            fault(
                Words("这个密码太容易被猜中：%(why)s", why=why),
                Words("请换一个，比如把三四个互不相干的词连在一起，越长越好"),
            )
        )


def asks_for_kinds() -> bool:
    """Whether the profile that is in force asks for several kinds of characters."""
    return password_profile() is Profile.MLPS


def _kinds(password: str) -> int:
    """How many kinds of characters there are; a Chinese one is none of the first three."""
    known = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789")
    there = [any(one in kind for one in password) for kind in known]
    return sum(there) + any(one not in "".join(known) for one in password)


def _is_text(password: str) -> bool:
    """Half of a character, as a broken line of input has it, is none."""
    return not any("\ud800" <= letter <= "\udfff" for letter in password)


def own_words(office: Office, name: str, person: str) -> Iterator[str]:
    """What whoever knows the office would try first: names, their pieces, also in pinyin, and telephone numbers."""
    yield from USUAL
    yield from _pieces(office.settings["单位名称"])
    yield from _pieces(name)
    for row in office.people.get(person, ()):
        yield from _pieces(row.name)
        yield from (one for one in (row.mobile, row.office_phone, row.email) if one)
        if row.birth:
            yield f"{row.birth:%Y%m%d}"


def _pieces(name: str) -> Iterator[str]:
    from pypinyin import Style, lazy_pinyin  # half a second, and only where a password is chosen

    taken = name[:PIECES]
    yield name
    for letters in (list(taken), lazy_pinyin(taken), lazy_pinyin(taken, style=Style.FIRST_LETTER)):
        for start in range(len(letters)):
            for end in range(start + 2, len(letters) + 1):
                piece = "".join(letters[start:end])
                if len(piece) >= PIECE or not piece.isascii():
                    yield piece


def _weakness(password: str, own: list[str]) -> Words | None:
    """Why a password is easily guessed; None for one that is not."""
    found = _examined(password[:EXAMINED], own)
    if found["score"] < STRONG and len(password) > EXAMINED:
        found = _examined(password, own)
    if found["score"] >= STRONG:
        return None if _is_enough_without_own(found, own) else REASONS["user_inputs"]
    kinds = [_kind(one) for one in sorted(found["sequence"], key=lambda one: -len(one["token"]))]
    told = next((one for one in ("user_inputs", *kinds) if one in kinds and one != "bruteforce"), "bruteforce")
    return REASONS[told]


def _is_enough_without_own(found: Any, own: list[str]) -> bool:
    """Whether what stands beside the words that this office would think of is a good password by itself."""
    rest = "".join(one["token"] for one in found["sequence"] if _kind(one) != "user_inputs")
    if rest == found["password"]:
        return True
    return len(rest) >= LEAST and _examined(rest, own)["score"] >= STRONG


def _examined(password: str, own: list[str]) -> Any:
    from zxcvbn import zxcvbn

    with ONE_AT_A_TIME:
        return zxcvbn(password, own, max_length=MOST)


def _kind(match: Any) -> str:
    """The kind of a part of a password, by which the reason is told."""
    kind = str(match["pattern"])
    if kind == "dictionary":
        listed = str(match["dictionary_name"])
        return listed if listed in REASONS else kind
    return kind if kind in REASONS else "bruteforce"
