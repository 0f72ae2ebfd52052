"""The installed package: the wheel holds every file of the three packages, and `dangzhi` runs without a clone.

Building needs setuptools and wheel from this environment alone, no network.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

from planner.launch import ROOT

PACKAGES = ("constraints", "planner", "web")
BROUGHT = ("pyproject.toml", "README.md", "LICENSE")


def kept():
    """What git keeps of the packages, new files included, by their paths."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *PACKAGES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from a copy of what git keeps."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in (*kept(), *BROUGHT):
        (folder / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "tree" / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    done = subprocess.run([*pip, "--wheel-dir", str(folder), str(folder / "tree")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("dangzhi-*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked, as an installer lays it, far from the clone."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def dangzhi(installed, folder, *words, **more):
    """The command as its entry point starts it, in another folder, with this environment's packages."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DANGZHI_")}
    environment |= {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(folder / "data"), "LANG": "C.UTF-8"} | more
    code = "import sys; from planner.commands.__main__ import dangzhi; sys.exit(dangzhi())"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_the_wheel_holds_what_git_keeps_of_the_packages_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == kept()


def test_the_wheel_names_the_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (one for one in archive.namelist() if one.endswith("entry_points.txt"))
        assert "dangzhi = planner.commands.__main__:dangzhi" in archive.read(name).decode()


def test_every_direct_package_is_pinned_and_every_pin_has_hashes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    for file, direct in (
        ("requirements.txt", [*project["project"]["dependencies"], *groups["build"]]),
        ("planner/requirements-build.txt", groups["build"]),
        ("tests/requirements.txt", groups["tests"]),
    ):
        text = (ROOT / file).read_text("utf-8")
        entries = [one for one in text.split("\n") if one and one[0].isalnum()]
        pinned = {one.partition("==")[0] for one in entries}
        wanted = {one.partition(">=")[0].partition("[")[0].lower().replace("_", "-") for one in direct}
        assert wanted <= pinned, file
        assert all("==" in one and one.endswith("\\") for one in entries), file
        assert text.count("--hash=sha256:") >= len(entries), file


def test_both_lists_pin_the_same_releases():
    first, more = (
        {one for one in (ROOT / file).read_text("utf-8").split("\n") if "==" in one and one[0].isalnum()}
        for file in ("requirements.txt", "tests/requirements.txt")
    )
    names = {one.partition("==")[0] for one in first}
    assert {one.split()[0] for one in more if one.partition("==")[0] in names} <= {one.split()[0] for one in first}


@pytest.mark.slow
def test_an_installed_package_keeps_its_data_outside_itself(installed, tmp_path):
    before = {path for path in installed.rglob("*") if "__pycache__" not in path.parts}
    done = dangzhi(installed, tmp_path, "verify", "--json")
    assert (done.returncode, json.loads(done.stdout)["wrong"]) == (0, []), done.stderr
    assert (tmp_path / "data" / "dangzhi" / "dangzhi.sqlite").exists()
    assert {path for path in installed.rglob("*") if "__pycache__" not in path.parts} == before
    elsewhere = tmp_path / "elsewhere"
    assert dangzhi(installed, tmp_path, "verify", DANGZHI_HOME=str(elsewhere)).returncode == 0
    assert (elsewhere / "dangzhi.sqlite").exists()


@pytest.mark.slow
def test_help_calls_the_command_by_its_name(installed, tmp_path):
    assert dangzhi(installed, tmp_path, "--help").stdout.startswith("Usage: dangzhi ")
