"""Which tests are run when: every test is one of unit, browser and slow (pyproject.toml says what each means)."""

import os

import pytest
from argon2 import PasswordHasher

from planner.access import logins

pytest.register_assert_rewrite("tests.fixtures")


def pytest_collection_modifyitems(items):
    """A test that asks for a browser is marked by that; slow ones are marked by hand; all others are unit tests."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.unit)


@pytest.fixture(scope="session", autouse=True)
def solvers_that_stand_by():
    """Whatever plans in this process asks a solver that need not load first."""
    from tests.fixtures import programs

    os.environ.pop(programs.FOLDER, None)  # what stands by for whoever started these tests may be of another tree
    programs.solve_sooner()
    yield
    programs.end_all()


@pytest.fixture(scope="session", autouse=True)
def passwords_that_cost_little():
    """A log-in that a test makes is hashed with little effort; programs hash with theirs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(logins, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def passwords_that_cost_as_ever(monkeypatch):
    """Log-ins are hashed with the effort of the program, where time is what a test looks at."""
    monkeypatch.setattr(logins, "hasher", PasswordHasher)
    logins._nobody.cache_clear()
    yield
    logins._nobody.cache_clear()
