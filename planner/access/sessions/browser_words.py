"""A browser and its system in a few words, from what it says of itself; who makes it up only misleads themselves.

What is not known here is shown as nothing: no word of a stranger's stands on anybody's page.
"""

from __future__ import annotations

import re

BROWSERS = (
    ("MicroMessenger", "微信 WeChat"),
    ("DingTalk", "钉钉 DingTalk"),
    ("wxwork", "企业微信 WeCom"),
    ("360SE|360EE|QihooBrowser", "360"),
    ("QQBrowser|MQQBrowser", "QQ"),
    ("UCBrowser|UBrowser", "UC"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("SE 2\\.X|MetaSr", "搜狗 Sogou"),
    ("Edg|EdgA|EdgiOS", "Edge"),
    ("OPR|Opera", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
"""Sign in a User-Agent → name; what imitates others stands before them."""
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("Kylin|UOS|Linux|X11", "Linux"),
)
READ = 500
"""So many letters of what a browser says are looked at."""


def browser_words(agent: str) -> str:
    """A User-Agent as people call it: Chrome · Windows; '' where nothing in it is known."""
    told = agent[:READ]
    return " · ".join(name for name in (_first(BROWSERS, told), _first(SYSTEMS, told)) if name)


def _first(signs: tuple[tuple[str, str], ...], told: str) -> str:
    return next((name for sign, name in signs if re.search(rf"(?:{sign})", told)), "")
