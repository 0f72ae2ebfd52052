"""What the office looks up: by search, a day, and a person over a year.

Comes in: requests of clerks. Goes out: pages, and the list of a search alone for whoever asks for a part of the page.
May ask: planner, and shell; no other audience.
"""
