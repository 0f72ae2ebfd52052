"""`python3 -m tests`: prepares an environment of its own and runs everything.

`--clients` runs what needs more packages instead; `--long` tries each random thing thousands of times (hours).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from planner.launch import ROOT, ensure

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CLIENTS = {"soffice": "libreoffice-calc", "pdftotext": "poppler-utils", "vdirsyncer": "vdirsyncer", "khal": "khal", "pg_ctlcluster": "postgresql"}


def main(arguments: list[str]) -> int:
    """pytest's exit code; a missing browser or client is a failure that names its cure."""
    clients = "--clients" in arguments
    rest = [one for one in arguments if one not in ("--clients", "--long")]
    lacking = _lacking(clients)
    if lacking:
        print(f"缺少 / missing: apt-get install {' '.join(lacking)}", file=sys.stderr)
        return 1
    interpreter = ensure(".venv-tests", [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"])
    chosen = ["tests/clients"] if clients else ["tests", "--ignore=tests/clients", "-n", "2"]
    named = any(not one.startswith("-") for one in rest)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    if "--long" in arguments:
        environment["DANGZHI_LONG"] = "1"
    command = [str(interpreter), "-m", "pytest", *(rest if named else [*chosen, *rest])]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _lacking(clients: bool) -> list[str]:
    """The system packages that are not there."""
    if clients:
        return [package for program, package in CLIENTS.items() if not shutil.which(program)]
    return [] if any(shutil.which(name) for name in BROWSERS) else ["chromium", "libatomic1"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
