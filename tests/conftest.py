"""Which tests are run when: every test is one of unit, browser and slow (pyproject.toml says what each means)."""

import pytest

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

    programs.solve_sooner()
