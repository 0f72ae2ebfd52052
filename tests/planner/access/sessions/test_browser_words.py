"""A browser in a few words, whatever it says of itself."""

import pytest

from planner.access.sessions.browser_words import browser_words

MOZILLA = "Mozilla/5.0"
AGENTS = {
    f"{MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36": (
        "Chrome · Windows"
    ),
    f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0": "Edge · Windows",
    f"{MOZILLA} (Windows NT 6.1; WOW64) AppleWebKit/537.36 Chrome/86.0 Safari/537.36 SE 2.X MetaSr 1.0": (
        "搜狗 Sogou · Windows"
    ),
    f"{MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox · Linux",
    f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1": "Safari · iPhone",
    f"{MOZILLA} (Linux; Android 14; V2309) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0": (
        "微信 WeChat · Android"
    ),
    f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15": (
        "Safari · macOS"
    ),
    "curl/8.5.0": "",
    "": "",
    "<b>Chrome</b>": "Chrome",
    "x" * 100_000 + "Chrome": "",
}


@pytest.mark.parametrize("agent", AGENTS, ids=range(len(AGENTS)))
def test_a_browser_is_called_as_people_call_it(agent):
    assert browser_words(agent) == AGENTS[agent] and len(AGENTS[agent]) <= 60
