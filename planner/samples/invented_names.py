"""Invented names of people, towns and villages."""

from __future__ import annotations

from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = (
    "建国志强秀英桂兰玉珍淑芬海燕文博晓东丽华明远立新春梅国庆永平少军雪松子涵思源景行若水清扬怀瑾书翰承志宏伟金凤德胜"
)
TOWN_NAMES = [
    "清河",
    "古槐",
    "石桥",
    "大安",
    "新兖",
    "颜店",
    "漕河",
    "小孟",
    "龙桥",
    "酒仙",
    "兴隆",
    "云山",
    "白沙",
    "双塔",
    "长岭",
    "柳林",
    "金泉",
    "东关",
    "西苑",
    "北湖",
]
VILLAGE_NAMES = [
    "东",
    "西",
    "南",
    "北",
    "前",
    "后",
    "上",
    "下",
    "大",
    "小",
    "新",
    "老",
    "中",
    "高",
    "长",
    "龙",
    "凤",
    "柳",
    "杏",
    "槐",
]
VILLAGE_ENDS = [
    "庄",
    "村",
    "屯",
    "营",
    "堂",
    "桥",
    "铺",
    "楼",
    "寨",
    "店",
    "河",
    "湾",
    "岭",
    "坊",
    "集",
    "口",
    "园",
    "泉",
    "社区",
    "街",
]


def people_names(rng: Random) -> list[str]:
    """All the invented names of people, each once, in an order that `rng` shuffles."""
    found = [a + b + c for a in SURNAMES for b in GIVEN[:24] for c in ("", *GIVEN[24:40])]
    rng.shuffle(found)
    return list(dict.fromkeys(name for name in found if len(name) > 1))
