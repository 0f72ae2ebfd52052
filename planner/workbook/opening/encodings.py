"""In which encoding a text was saved, decided by what its bytes can be and by the headers it then shows."""

from __future__ import annotations

import re

from planner.errors import Fault, Refused, fault
from planner.words import Words
from planner.workbook.known import every_header, plain_header

AS_UTF8 = Words("请在 Excel 中另存为“CSV UTF-8”")
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
)


def decoded(data: bytes) -> str:
    """The text of a file without marks of byte order, also those of files that were pasted together; raises Refused."""
    text = _decoded(data)
    if "锟斤拷" in text or "\ufffd" in text or "烫烫烫" in text:
        raise Refused(fault(Words("文字在转换编码时已损坏（出现“锟斤拷”或 �）"), Words("请从原表重新导出为 UTF-8")))
    return text.replace("\ufeff", "")


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _chinese(data)


def _wide(data: bytes) -> str:
    """Text of two or four bytes a character without a mark; raises Refused for text with zero characters in it."""
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if "\0" not in text and "\ufffd" not in text and re.search(r"[,;\t|\r\n]", text):
            return text
    line = data[: data.index(b"\0")].count(b"\n") + 1
    raise Refused(
        fault(
            Words("第 %(line)s 行里有空字符（NUL），不是正常的文本", line=line), Words("请从原表重新导出为 UTF-8")
        ).at(cell=f"A{line}")
    )


def _chinese(data: bytes) -> str:
    """Text read as GB18030; raises Refused if some lines are UTF-8, since two files were pasted together then."""
    lines = [line for line in re.split(rb"[\r\n]+", data) if any(byte > 127 for byte in line)]
    utf = [line for line in lines if _reads(line, "utf-8")]
    if any(len(line) > 5 for line in utf) and all(_reads(line, "utf-8") or _reads(line, "gb18030") for line in lines):
        raise Refused(_mixed())
    headed = [one for one in ("gb18030", "big5") if _reads(data, one) and _headed(data.decode(one))]
    if headed == ["big5"]:
        raise Refused(fault(Words("这是 Big5（繁体）编码的文本"), AS_UTF8))
    return _strictly(data, "gb18030")


def _headed(text: str) -> bool:
    """Whether the beginning of a text shows a header that is known."""
    return any(plain_header(word) in every_header() for word in re.split(r"[,;\t|\r\n\"，；]", text[:2000]))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(_mixed()) from None


def _mixed() -> Fault:
    return fault(Words("文件里混有几种编码"), AS_UTF8)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
