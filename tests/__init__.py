"""Tests, one folder a package; `python3 -m tests` sets up and runs them."""
