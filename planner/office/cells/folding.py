"""Folding: text as it is compared and stored, whatever keyboard, program or paper it came from; damage is found."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What shows as nothing: soft hyphens, marks of direction, byte order marks, tags, variation selectors."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
DOTS = "·•‧・∙･⋅"
"""One dot in names, the first."""
HYPHENS = "‐‑−﹣－"
MARKS = "－．＿／＃＆＋　"
"""Full-width marks that belong to ids as letters do; brackets and stops stay as Chinese text has them."""
RADICALS = str.maketrans(
    "⺁⺎⺒⺟⺠⺝⺜⺧⺩⺫⺬⺶⻁⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂兀巳母民月日牛王目示羊虎西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""Radicals that have no other form in Unicode: papers turned into text have 马 and 长 written with them."""
LOOK_ALIKES = dict(
    zip("АВЕЅІЈКМНОРСТУХаеорсухѕіјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABESIJKMHOPCTYXaeopcyxsijdhqwABEZHIKMNOPTYXovp", strict=True)
)
LOST = "\ufffd"
RUINED = ("锟斤拷", "烫烫烫", "屯屯屯")
"""What conversions and programs leave where they have lost the text itself."""
SHOWN = 40
LONGEST = 100
"""A number, a date, a time or a word to choose is never longer; what is, is not searched for one."""


@lru_cache(maxsize=65_536)
def _folded(one: str) -> str:
    """A character as names have it: digits and letters of full width, other digits, radicals, blanks, dots, hyphens."""
    category, folded = unicodedata.category(one), unicodedata.normalize("NFKC", one)
    if category == "Nd":
        return str(unicodedata.decimal(one))
    if category == "Zs" or one in "\t\u2800":
        return " "
    if one in DOTS:
        return DOTS[0]
    if one in HYPHENS:
        return "-"
    wide = unicodedata.decomposition(one).startswith(("<wide>", "<narrow>"))
    if "\u2e80" <= one <= "\u2fdf" or (wide and (folded.isalnum() or one in MARKS)):
        return folded.translate(RADICALS)
    return one


def fold(text: str) -> str:
    """A name or an id as it is stored: one way of writing what looks the same, nothing invisible, no outer blanks."""
    if text.isascii():
        return text.strip()
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return "".join(map(_folded, composed)).strip()


def plain_text(text: str) -> str:
    """Text as numbers, dates, times and words to choose from are compared: folded, and NFKC throughout."""
    return unicodedata.normalize("NFKC", fold(text)).strip()


def closed_up(text: str) -> str:
    """A name without the blanks that people put between its Chinese characters: 王　伟 is 王伟."""
    return re.sub(r"\s+", "", text) if re.fullmatch(r"[\s\u2e80-\U0003ffff·]+", text) else text


def comparable(name: str) -> str:
    """A name as it is looked up: folded, brackets alike, no blanks beside a Chinese character or a bracket."""
    folded = fold(name).replace("（", "(").replace("）", ")")
    return re.sub(r"(?<=[\u2e80-\U0003ffff·()])\s+|\s+(?=[\u2e80-\U0003ffff·()])", "", folded)


def as_typed(value: object) -> str:
    """A cell as it stands, for a fault to quote: cut where it is long, with marks for what would not show."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00").removesuffix(":00")
    if isinstance(value, time):
        return value.isoformat("seconds").removesuffix(":00") if value.second == 0 else value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, date):
        return value.isoformat()
    text = re.sub(r"\s*[\r\n]+\s*", "↵", str(value).strip())
    text = CONTROL.sub("□", INVISIBLE.sub("", text))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def unshowable(text: str) -> str | None:
    """The first character that nobody else's computer shows: of private use, half of a pair, or lost already."""
    return next((one for one in text if one == LOST or unicodedata.category(one) in ("Co", "Cs")), None)


def look_alike(text: str) -> tuple[str, str] | None:
    """A Cyrillic or Greek letter among Latin ones, or alone with digits, and the Latin one that it looks like."""
    found = next((one for one in text if one in LOOK_ALIKES), None)
    if found is None:
        return None
    letters = [one for one in text if one.isalpha() and one < "\u2e80"]
    own = [one for one in letters if not one.isascii()]
    mixed = any(one.isascii() for one in letters) or all(one in LOOK_ALIKES for one in own)
    return (found, LOOK_ALIKES[found]) if mixed else None


def garbled_from(text: str) -> str | None:
    """What a text said before it was read by the wrong encoding, such as 张三 for 寮犱笁 or ÕÅÈý; None if it was not.

    What was lost at its end, shown as ? or �, is left out; � alone stands for a text of which nothing is left.
    """
    core = text.rstrip("?？" + LOST)
    if any(one in text for one in RUINED):
        return LOST
    if core.isascii():
        return None
    for wrong, right in (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb2312")):
        for lost in range(1 if core == text else 3):
            try:
                data = core.encode(wrong)
                found = data[: len(data) - lost].decode(right)
            except UnicodeError:
                continue
            if sum(map(_common, found)) > 1 and _commoner(found, core):
                return found
    return None


def _commoner(found: str, than: str) -> bool:
    """Whether all Chinese characters of a text are in wider use than some of another's."""
    levels = [max((_level(one) for one in text if not one.isascii()), default=3) for text in (found, than)]
    return levels[0] < levels[1]


def _common(one: str) -> bool:
    return _level(one) < 3


def _level(one: str) -> int:
    """1 for the 3755 most usual Chinese characters, 2 for the other 3008 of GB 2312, 3 for all else."""
    try:
        data = one.encode("gb2312")
    except UnicodeError:
        return 3
    return 3 if len(data) < 2 or data[0] < 0xB0 else 1 if data[0] <= 0xD7 else 2
