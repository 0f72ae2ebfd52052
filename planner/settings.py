"""Settings from the environment: where the site answers, and where its static copy goes."""

from __future__ import annotations

import os


def portal_folder() -> str:
    """The folder that DANGZHI_PORTAL names, kept up to date by the worker; '' for none."""
    return os.environ.get("DANGZHI_PORTAL", "")


def site_address() -> str:
    """Where the site is reached from outside: DANGZHI_BASE_URL, or '' where nobody has said."""
    return (os.environ.get("DANGZHI_BASE_URL") or "").rstrip("/")
