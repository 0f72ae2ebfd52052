"""Calendar clients that follow a feed, each a real one in a folder of its own, and what they list after a refresh."""

import json
import os
import subprocess
import time
from urllib.parse import urlsplit

from icalendar import Calendar

from tests.clients.system import READERS, SYSTEM_PYTHON

PATIENCE = 20
"""Seconds that a client may take for a refresh it was asked for."""


class Vdirsyncer:
    """vdirsyncer over a feed, with khal reading what it keeps."""

    def __init__(self, folder, url):
        self.folder, self.events = folder, folder / "events"
        self.events.mkdir(parents=True)
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n\n'
            '[pair duty]\na = "here"\nb = "there"\ncollections = null\n\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.events}"\nfileext = ".ics"\n\n'
            f'[storage there]\ntype = "http"\nurl = "{url}"\n'
        )
        (folder / "khal").write_text(
            f"[calendars]\n[[duty]]\npath = {self.events}\n"
            "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder}/khal.db\n"
        )
        self._run("vdirsyncer", "-c", f"{folder}/vdirsyncer", "discover", "duty", typed="y\n")

    def _run(self, *command, typed=None):
        env = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder)}
        done = subprocess.run(command, capture_output=True, text=True, input=typed, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self, expected):
        """What khal lists as beginning in December after a synchronisation."""
        self._run("vdirsyncer", "-c", f"{self.folder}/vdirsyncer", "sync")
        listed = self._run(
            "khal",
            "-c",
            f"{self.folder}/khal",
            "list",
            "--once",
            "2026-12-01",
            "31d",
            "--format",
            "{start-date} {start-time} {title}",
            "--day-format",
            "",
        )
        return sorted(" ".join(line.split()) for line in listed.splitlines() if line.strip())

    def stamps(self):
        """(start, summary) → sequence of what is kept."""
        found = {}
        for file in self.events.iterdir():
            for one in Calendar.from_ical(file.read_bytes()).walk("VEVENT"):
                found[one["dtstart"].dt.strftime("%Y%m%dT%H%M%S"), str(one["summary"])] = int(one["sequence"])
        return found

    def close(self):
        """Nothing runs."""


class Evolution:
    """Evolution's webcal backend with a registry and a session bus of its own."""

    def __init__(self, folder, url):
        sources = folder / "config" / "evolution" / "sources"
        sources.mkdir(parents=True)
        (folder / "run").mkdir(mode=0o700)
        parts = urlsplit(url)
        (sources / "duty.source").write_text(
            "[Data Source]\nDisplayName=duty\nEnabled=true\nParent=webcal-stub\n\n"
            "[Calendar]\nBackendName=webcal\nSelected=true\n\n[Security]\nMethod=none\n\n"
            f"[Authentication]\nHost={parts.hostname}\nPort={parts.port}\nMethod=none\n\n"
            f"[WebDAV Backend]\nResourcePath={parts.path}\n\n[Refresh]\nEnabled=false\n"
        )
        env = {
            **os.environ,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "GIO_USE_VFS": "local",
            "GSETTINGS_BACKEND": "memory",
        }
        self._reader = subprocess.Popen(
            ["dbus-run-session", "--", SYSTEM_PYTHON, str(READERS / "evolution.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=env,
        )

    def _kept(self):
        self._reader.stdin.write("again\n")
        self._reader.stdin.flush()
        return json.loads(self._reader.stdout.readline())

    def sync(self, expected):
        """What it keeps after a refresh.

        It refreshes behind its answer, so it is asked until it says what is expected, or `PATIENCE` seconds are over.
        """
        until = time.monotonic() + PATIENCE
        while True:
            found = sorted(
                f"{start[:4]}-{start[4:6]}-{start[6:8]} "
                + (f"{start[9:11]}:{start[11:13]} " if "T" in start else "")
                + " ".join(summary.split())
                for _, summary, start, _ in self._kept()
                if start.startswith("202612")
            )
            if found == expected or time.monotonic() > until:
                return found
            time.sleep(0.3)

    def stamps(self):
        """(start, summary) → sequence of what is kept."""
        return {(start, summary): sequence for _, summary, start, sequence in self._kept()}

    def close(self):
        """End the bus and all that runs on it."""
        self._reader.stdin.close()
        self._reader.wait(20)
