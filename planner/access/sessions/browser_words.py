"""A browser and its system in a few words, from what it says of itself; who makes it up only misleads themselves.

What is not known here is shown as nothing: no word of a stranger's stands on anybody's page.
"""

from __future__ import annotations

import re

BROWSERS = (
    (re.compile("MicroMessenger"), "微信 WeChat"),
    (re.compile("DingTalk"), "钉钉 DingTalk"),
    (re.compile("wxwork"), "企业微信 WeCom"),
    (re.compile("360SE|360EE|QihooBrowser"), "360"),
    (re.compile("QQBrowser|MQQBrowser"), "QQ"),
    (re.compile("UCBrowser|UBrowser"), "UC"),
    (re.compile("HuaweiBrowser"), "Huawei"),
    (re.compile("MiuiBrowser"), "Xiaomi"),
    (re.compile("SE 2\\.X|MetaSr"), "搜狗 Sogou"),
    (re.compile("Edg|EdgA|EdgiOS"), "Edge"),
    (re.compile("OPR|Opera"), "Opera"),
    (re.compile("Firefox|FxiOS"), "Firefox"),
    (re.compile("Chrome|Chromium|CriOS"), "Chrome"),
    (re.compile("Safari"), "Safari"),
)
"""Sign in a User-Agent → name; what imitates others stands before them."""
SYSTEMS = (
    (re.compile("HarmonyOS|OpenHarmony"), "HarmonyOS"),
    (re.compile("Android"), "Android"),
    (re.compile("iPhone"), "iPhone"),
    (re.compile("iPad"), "iPad"),
    (re.compile("Windows"), "Windows"),
    (re.compile("Mac OS X|Macintosh"), "macOS"),
    (re.compile("Kylin|UOS|Linux|X11"), "Linux"),
)
READ = 500
"""So many letters of what a browser says are looked at."""


def browser_words(agent: str) -> str:
    """A User-Agent as people call it: Chrome · Windows; '' where nothing in it is known."""
    told = agent[:READ]
    return " · ".join(name for name in (_first(BROWSERS, told), _first(SYSTEMS, told)) if name)


def _first(signs: tuple[tuple[re.Pattern[str], str], ...], told: str) -> str:
    return next((name for sign, name in signs if sign.search(told)), "")
