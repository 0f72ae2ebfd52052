"""Pictures of what each audience sees, for docs/: python -m tests.web.pictures docs/pictures."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.fixtures.chromium import launched
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_pages import SIZES, WHEN, mid_month

SHOWN = {
    "resident": ("", "/"),
    "month": ("", "/month/2026-12"),
    "official": ("official", "/me"),
    "office": ("clerk", "/office/2027-01"),
    "duty": ("clerk", "/office/2026-12/duty/JF|JF-1|20261222"),
    "preparing": ("clerk", "/office/2027-01/preparing"),
    "tomorrow": ("clerk", "/office/tomorrow"),
    "now": ("clerk", "/office/now"),
    "liaison": ("liaison", "/unit"),
    "log": ("auditor", "/office/log"),
}


def take(folder: Path) -> None:
    """One picture of each page at each size."""
    folder.mkdir(parents=True, exist_ok=True)
    home = mid_month(Path(tempfile.mkdtemp()) / "home")
    with served(home, WHEN) as here, sync_playwright() as play:
        browser = launched(play)
        for what, (name, address) in SHOWN.items():
            for size in ("desk", "phone"):
                width, height = SIZES[size]
                page = (
                    enter(browser, here, name, size=SIZES[size])
                    if name
                    else browser.new_context(
                        base_url=here, viewport={"width": width, "height": height}, locale="zh-CN"
                    ).new_page()
                )
                page.goto(address)
                page.screenshot(path=str(folder / f"{what}-{size}.png"))
                page.context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
