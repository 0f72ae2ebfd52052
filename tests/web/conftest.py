"""A site over an issued office, served on a port of its own, and a real Chromium to look at it."""

import pytest
from playwright.sync_api import sync_playwright

from tests.fixtures.chromium import launched
from tests.fixtures.office_at_work import issued_home
from tests.fixtures.serving import served

NOW = "2026-12-09T09:30"


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return issued_home(tmp_path_factory.mktemp("site") / "home")


@pytest.fixture(scope="session")
def site(home):
    """The address of the running site."""
    with served(home, NOW) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        chromium = launched(play)
        yield chromium
        chromium.close()
