"""Pictures of what each audience sees, for docs/: python -m tests.web.pictures docs/pictures.

The workplace is shown at three sizes in both languages, everybody else's pages on a desk and on a phone in Chinese.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.fixtures.chromium import launched
from tests.fixtures.officials import enter
from tests.fixtures.serving import served
from tests.fixtures.site_pages import SIZES, WHEN, mid_month

WIDE = SIZES | {"wide": (1920, 1080)}
WORKPLACE = {
    "home": "/office",
    "month": "/office/2027-01",
    "month-cell": "/office/2027-01/cell/JF|JF-1|20270105",
    "month-week": "/office/2027-01?view=week",
    "month-people": "/office/2027-01?view=people",
    "month-duty": "/office/2027-01?view=duty",
    "month-visits": "/office/2027-01?view=visits",
    "month-balance": "/office/2027-01?panel=balance",
    "month-findings": "/office/2027-01?panel=findings",
    "issue": "/office/2027-01/issue",
    "replan": "/office/2026-12/replan",
    "person-year": "/office/people/L01/2026",
}
OTHERS = {
    "resident": ("", "/"),
    "resident-month": ("", "/month/2026-12"),
    "official": ("official", "/me"),
    "duty": ("clerk", "/office/2026-12/duty/JF|JF-1|20261222"),
    "preparing": ("clerk", "/office/2027-01/preparing"),
    "papers": ("clerk", "/office/2026-12/papers"),
    "tomorrow": ("clerk", "/office/tomorrow"),
    "now": ("clerk", "/office/now"),
    "liaison": ("liaison", "/unit"),
    "log": ("auditor", "/office/log"),
}


def take(folder: Path) -> None:
    """The pictures, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    home = mid_month(Path(tempfile.mkdtemp()) / "home")
    with served(home, WHEN) as here, sync_playwright() as play:
        browser = launched(play)
        for size in ("desk", "phone", "wide"):
            page = enter(browser, here, "clerk", size=WIDE[size])
            for lang in ("zh", "en"):
                page.goto(f"/office?lang={lang}")
                for what, address in WORKPLACE.items():
                    page.goto(address)
                    page.screenshot(path=str(folder / f"{what}-{size}-{lang}.png"))
            page.context.close()
        for what, (name, address) in OTHERS.items():
            for size in ("desk", "phone"):
                page = _visitor(browser, here, name, size)
                page.goto(address)
                page.screenshot(path=str(folder / f"{what}-{size}.png"))
                page.context.close()


def _visitor(browser, here, name, size):
    """A page of somebody who is logged in, or of a resident."""
    if name:
        return enter(browser, here, name, size=SIZES[size])
    width, height = SIZES[size]
    return browser.new_context(base_url=here, viewport={"width": width, "height": height}, locale="zh-CN").new_page()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
