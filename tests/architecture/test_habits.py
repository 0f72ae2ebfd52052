"""What is checked before a commit: each hook passes on the house as it stands and stops what is planted."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
}
FILE = "constraints/problem/period.py"
PLANTED = {
    "style": "\n\nimport os\n",
    "layout": "\n\nNAMES = [ 'one',\n 'two' ]\n",
    "docstring": "\n\ndef told(of: int) -> int:\n    return of\n",
    "types": '\n\ndef told(of):\n    """What was told."""\n    return of\n',
    "contracts": "\n\nfrom planner.words import Words\n",
}
STOPPED_BY = {"docstring": "style"}


@pytest.fixture
def copy(tmp_path):
    """The packages and what the tools read, without what they kept."""
    for name in ("constraints", "planner", "web"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def stopped(hook, folder):
    """Whether a hook stops a commit of the one file."""
    command = [sys.executable if word.endswith("/python") else word for word in shlex.split(hook["entry"])]
    files = [FILE] if hook.get("pass_filenames", True) else []
    return subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True).returncode != 0


@pytest.mark.slow
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_stopped_and_the_house_as_it_stands_is_not(copy, fault):
    hook = HOOKS[STOPPED_BY.get(fault, fault)]
    assert not stopped(hook, copy)
    with (copy / FILE).open("a") as file:
        file.write(PLANTED[fault])
    assert stopped(hook, copy)


def test_every_hook_is_tried():
    assert set(HOOKS) == {STOPPED_BY.get(fault, fault) for fault in PLANTED}
