"""What the system brings for reading calendars: its own Python and the readers' folder."""

from __future__ import annotations

from pathlib import Path

READERS = Path(__file__).parent / "readers"
SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that Debian's bindings are for."""
