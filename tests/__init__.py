"""Tests, one folder a package; `python3 -m tests` sets up and runs them."""

from pathlib import Path

NODE_FOLDER = Path(__file__).resolve().parent.parent / ".node-tests"
"""Where the tests' one package for Node.js is installed."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Names under which Chromium is found."""
