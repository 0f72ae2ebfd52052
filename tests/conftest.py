"""Which tests are run when: every test is one of unit, browser and slow (pyproject.toml says what each means)."""

import os

import pytest
from argon2 import PasswordHasher

from planner.access import hashing

pytest.register_assert_rewrite("tests.fixtures")


def pytest_make_parametrize_id(val):
    """Bytes are named by their number alone.

    Archives hold the moment of their making: two processes, which must find the same tests, would name them apart.
    """
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items):
    """A test that asks for a browser is marked by that; slow ones are marked by hand; all others are unit tests."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
        elif item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.unit)


def pytest_generate_tests(metafunc):
    """A test that is marked `engines` runs on each engine that is there."""
    from tests.fixtures import engines

    if metafunc.definition.get_closest_marker("engines") and len(engines.NAMES) > 1:
        metafunc.parametrize("engine", engines.NAMES, indirect=True)


@pytest.fixture(autouse=True)
def settings_of_its_own():
    """What a test, or a command that it runs in this process, says in the environment is for no other test.

    But where programs stand by is for all.
    """
    from tests.fixtures import programs

    before = dict(os.environ)
    yield
    for name in {*before, *os.environ} - {"PYTEST_CURRENT_TEST", programs.FOLDER}:
        if name not in before:
            del os.environ[name]
        elif os.environ.get(name) != before[name]:
            os.environ[name] = before[name]


@pytest.fixture(autouse=True)
def engine(request, settings_of_its_own, monkeypatch):
    """The engine that stores of the test are on: SQLite, unless the test runs on each.

    It is set after the settings were looked at, so that they are given back without it.
    """
    from tests.fixtures import engines

    name = getattr(request, "param", engines.SQLITE)
    if name == engines.SQLITE:
        yield name
        return
    monkeypatch.setenv(engines.ADDRESS, engines.new_database())
    yield name
    engines.drop_all()


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
        patched.setattr(hashing, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def passwords_that_cost_as_ever(monkeypatch):
    """Log-ins are hashed with the effort of the program, where time is what a test looks at."""
    monkeypatch.setattr(hashing, "hasher", PasswordHasher)
    hashing.hash_of_nobody.cache_clear()
    yield
    hashing.hash_of_nobody.cache_clear()
