"""What Evolution's backend keeps of a calendar after a refresh, as a line of JSON for each line on stdin.

Run by the system's Python on a private D-Bus.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer  # noqa: E402

source = EDataServer.SourceRegistry.new_sync(None).ref_source("duty")
client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 30, None)
for _ in sys.stdin:
    client.refresh_sync(None)
    kept = [one.get_icalcomponent() for one in client.get_object_list_as_comps_sync("#t", None)[1]]
    said = [
        [one.get_uid(), one.get_summary(), one.get_dtstart().as_ical_string(), one.get_sequence()] for one in kept
    ]
    print(json.dumps(said), flush=True)
