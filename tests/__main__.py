"""`python3 -m tests`: prepares an environment of its own and runs everything.

`--clients` runs what needs more packages instead; `--long` tries each random thing thousands of times (hours).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from planner.launch import ROOT, ensure
from tests import NODE_FOLDER

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CLIENTS = {
    "soffice": "libreoffice-calc",
    "pdftotext": "poppler-utils",
    "vdirsyncer": "vdirsyncer",
    "khal": "khal",
    "pg_ctlcluster": "postgresql",
    "dbus-run-session": "dbus-daemon",
    "/usr/libexec/evolution-source-registry": "evolution-data-server",
    "node": "nodejs",
    "npm": "npm",
}
BINDINGS = "import gi; gi.require_version('ECal', '2.0'); gi.require_version('ICalGLib', '3.0')"
"""What Debian's own Python has to find."""
ICAL_JS = "ical.js@2.2.1"


def main(arguments: list[str]) -> int:
    """pytest's exit code; a missing browser or client is a failure that names its cure."""
    clients = "--clients" in arguments
    rest = [one for one in arguments if one not in ("--clients", "--long")]
    lacking = _lacking(clients)
    if lacking:
        print(f"缺少 / missing: apt-get install {' '.join(lacking)}", file=sys.stderr)
        return 1
    interpreter = ensure(".venv-tests", [ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"])
    if clients and not (NODE_FOLDER / "node_modules" / "ical.js").exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(NODE_FOLDER), ICAL_JS], check=True
        )
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
        bound = subprocess.run(["/usr/bin/python3", "-c", BINDINGS], capture_output=True).returncode == 0
        lacking = [package for program, package in CLIENTS.items() if not shutil.which(program)]
        return lacking if bound else [*lacking, "python3-gi", "gir1.2-ecal-2.0", "gir1.2-ical-3.0"]
    return [] if any(shutil.which(name) for name in BROWSERS) else ["chromium", "libatomic1"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
