"""libical's reading of the calendar on stdin, and what its check against RFC 5545's restrictions finds, as JSON.

Run by the system's Python.
"""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

calendar = ICalGLib.Parser.parse_string(sys.stdin.buffer.read().decode())
calendar.check_restrictions()
rows = []
event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
while event is not None:
    rows.append([
        event.get_uid(), event.get_summary(), event.get_description() or "", event.get_location() or "",
        event.get_dtstart().as_ical_string(), event.get_dtend().as_ical_string(), event.get_sequence(),
    ])
    event = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
print(json.dumps({"errors": calendar.count_errors(), "valid": calendar.is_valid(), "rows": rows}))
