"""`python3 -m tests`: prepares an environment of its own and runs everything; what follows is handed on to pytest.

`--fast` runs what needs neither a browser nor patience, before each commit; `--clients` runs what needs more packages
as well; `--long` tries each random thing thousands of times (hours). A path runs what is there alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys

from planner.launch import ROOT, ensure
from tests import BROWSERS, NODE_FOLDER

CLIENTS = {
    "soffice": "libreoffice-calc",
    "pdftotext": "poppler-utils",
    "vdirsyncer": "vdirsyncer",
    "khal": "khal",
    "pg_ctlcluster": "postgresql",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/evolution-source-registry": "evolution-data-server",
    "strace": "strace",
    "node": "nodejs",
    "npm": "npm",
}
BINDINGS = "import gi; gi.require_version('ECal', '2.0'); gi.require_version('ICalGLib', '3.0')"
"""What Debian's own Python has to find."""
ICAL_JS = "ical.js@2.2.1"


def main(arguments: list[str]) -> int:
    """pytest's exit code; a missing browser or client is a failure that names its cure."""
    wanted, rest = _parser().parse_known_args(arguments)
    lacking = [] if wanted.fast else _lacking(wanted.clients)
    if lacking:
        print(f"缺少 / missing: apt-get install {' '.join(lacking)}", file=sys.stderr)
        return 1
    interpreter = ensure(".venv-tests", [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"])
    if wanted.clients and not (NODE_FOLDER / "node_modules" / "ical.js").exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NODE_FOLDER), ICAL_JS], check=True
        )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    for asked, name in ((wanted.long, "DANGZHI_LONG"), (wanted.clients, "DANGZHI_CLIENTS")):
        if asked:
            environment[name] = "1"
    command = [str(interpreter), "-m", "pytest", *_chosen(wanted, rest), *rest]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _parser() -> argparse.ArgumentParser:
    """What is ours; every other word is pytest's."""
    parser = argparse.ArgumentParser(prog="python3 -m tests", description=__doc__, allow_abbrev=False, add_help=False)
    for name in ("--fast", "--clients", "--long"):
        parser.add_argument(name, action="store_true")
    return parser


def _chosen(wanted: argparse.Namespace, rest: list[str]) -> list[str]:
    """pytest's arguments for what is to run: what `rest` points to, if it points to anything."""
    chosen = ["-m", "unit"] if wanted.fast else []
    words = [word for before, word in zip(["", *rest], rest, strict=False) if before not in ("-k", "-m")]
    if any((ROOT / word.partition("::")[0]).exists() for word in words):
        return chosen
    return [*chosen, "tests", "-n", "2", *([] if wanted.clients else ["--ignore=tests/clients"])]


def _lacking(clients: bool) -> list[str]:
    """The system packages that are not there."""
    lacking = [] if any(shutil.which(name) for name in BROWSERS) else ["chromium", "libatomic1"]
    if clients:
        lacking += [package for program, package in CLIENTS.items() if not shutil.which(program)]
        if subprocess.run(["/usr/bin/python3", "-c", BINDINGS], capture_output=True).returncode != 0:
            lacking += ["python3-gi", "gir1.2-ecal-2.0", "gir1.2-ical-3.0"]
    return lacking


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
