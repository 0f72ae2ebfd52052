"""The words of a notice as they were pasted, folded to one line: no marks of a page, no blanks, plain digits."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
CHINESE = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
"""A number up to 99 in Chinese digits."""
SIGNED = re.compile(rf"([〇○零Ｏ一二三四五六七八九]{{4}})年({CHINESE})月({CHINESE})日")
"""A date in Chinese digits, as notices were signed."""
DATED = re.compile(rf"({CHINESE})月({CHINESE})(?=[日号])")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
PAGE = re.compile(r"<(?:html|body|div|p|br|span|td)\b", re.IGNORECASE)
MARK = re.compile(r"(<[/!a-zA-Z][^<>]*>)")
UNTIL = re.compile(rf"(?<=[至到]){CHINESE}(?=[日号])")
HIDDEN = re.compile(r"<(/?)(?:script|style|noscript|template)\b", re.IGNORECASE)


def folded(text: str) -> str:
    """One line: digits and brackets as ASCII has them, dates in digits, blanks only between two digits."""
    if PAGE.search(text):
        text = _page(text)
    text = SIGNED.sub(lambda one: f"{_year(one[1])}年{small_number(one[2])}月{small_number(one[3])}日", text)
    text = DATED.sub(lambda one: f"{small_number(one[1])}月{small_number(one[2])}", text)
    text = UNTIL.sub(lambda one: str(small_number(one[0])), text)
    text = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d)\s+(?=\d)", "\n", re.sub(r"(?<!\d)\s+|\s+(?!\d)(?!\s)", "", text)).replace("\n", " ")


def _page(text: str) -> str:
    """What a page of the web says, without its marks, scripts and styles."""
    said: list[str] = []
    shown = True
    for part in MARK.split(text):
        hidden = HIDDEN.match(part)
        if hidden:
            shown = bool(hidden[1])
        elif shown and not MARK.fullmatch(part):
            said.append(part)
    return unescape("\n".join(said))


def small_number(text: str) -> int:
    """A number up to 99 in digits or Chinese digits: 8, 八, 十二, 三十."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(DIGITS[text])
    return (int(DIGITS[tens]) if tens else 1) * 10 + (int(DIGITS[ones]) if ones else 0)


def _year(text: str) -> str:
    return "".join(DIGITS[one] for one in text)
