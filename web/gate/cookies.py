"""What a cookie is called: by https with the prefix that binds it to this host alone (RFC 6265bis, 4.1.3.2)."""

from __future__ import annotations

from flask import Flask, current_app

BOUND = "__Host-"
"""A browser takes such a cookie by https alone, for the whole of one host, and from nobody else below its domain."""


def bind_cookies(app: Flask, *, https: bool) -> None:
    """Let the site's cookies be read by no script, and, where it is reached by https, be bound to it."""
    app.config.update(
        SESSION_COOKIE_NAME=f"{BOUND if https else ''}session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_PATH="/",
    )


def cookie_name(plain: str, site: Flask | None = None) -> str:
    """The name of another cookie of a site, of the one that answers this request where none is named."""
    return f"{BOUND}{plain}" if cookies_are_secure(site) else plain


def cookies_are_secure(site: Flask | None = None) -> bool:
    """Whether they are sent by https alone."""
    return bool((site or current_app).config["SESSION_COOKIE_SECURE"])
