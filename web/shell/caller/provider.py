"""The office's identity provider as the site knows it (OpenID Connect): whom it vouches for, and how to leave it.

What authlib checks is told what to expect: the issuer that the site was set up with, the site itself as audience, and
a signature by a key of the provider's, never by none or by a secret that two know.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, current_app, flash, redirect, render_template, url_for
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from planner.access.vouched import Vouched
from web.shell.language import text

SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can make."""
FAILURES = (OAuthError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
"""What authlib raises where a provider does not answer, or its word does not hold."""


class StayingSession(OAuth2Session):  # type: ignore[misc]
    """A client that follows nobody to another address: what the provider says is said at its own."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.max_redirects = 0


class StayingClient(FlaskOAuth2App):  # type: ignore[misc]
    """authlib's client of a provider, over such sessions."""

    client_cls = StayingSession


class StayingClients(OAuth):  # type: ignore[misc]
    """authlib's clients, of that kind."""

    oauth2_client_cls = StayingClient


def register(app: Flask) -> None:
    """Make the provider that DANGZHI_OIDC names known to the site; without one, its pages answer 404."""
    issuer = _issuer()
    app.extensions["oidc"] = None
    if issuer:
        known = StayingClients(app).register(
            "office",
            client_id=os.environ.get("DANGZHI_OIDC_CLIENT", ""),
            client_secret=os.environ.get("DANGZHI_OIDC_SECRET", ""),
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
        )
        app.extensions["oidc"] = known
    app.context_processor(lambda: {"oidc": app.extensions["oidc"] is not None})


def the_provider() -> Any:
    """authlib's client of the provider; None where the site has none."""
    return current_app.extensions["oidc"]


def vouched_for(provider: Any) -> Vouched:
    """Whom the provider vouches for, once the browser is back from it. Raises one of FAILURES for a word that is no
    good: forged, old, somebody else's, another provider's, or not an answer to what this browser asked.
    """
    metadata = _metadata(provider)
    issuer = str(metadata["issuer"])
    expected = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }
    claims = provider.authorize_access_token(claims_options=expected).get("userinfo") or {}
    name = claims.get(os.environ.get("DANGZHI_OIDC_CLAIM") or "preferred_username") or ""
    return Vouched(issuer, str(claims.get("sub") or ""), str(name))


def left() -> Response:
    """The answer to whoever came in by the provider and has been logged out here: out of there too.

    The browser goes on by itself; a form may lead nowhere else, so it does so from a page. Where the provider has no
    way out, or does not answer, that is said.
    """
    address = _way_out()
    if not address:
        flash(text("已退出本系统，但统一身份认证还没有退出：公用电脑上请关闭浏览器"))
        return redirect(url_for("public.pages.home"))
    page = render_template("shell/left.html", office=None, address=address)
    return Response(page, headers={"Refresh": f"0; url={address}"}, mimetype="text/html")


def _way_out() -> str:
    """The address that ends the session at the provider (OpenID Connect RP-Initiated Logout 1.0); '' for none.

    The site keeps nothing of the provider's, so it names itself instead of showing the token that it got.
    """
    provider = the_provider()
    try:
        found = str(_metadata(provider).get("end_session_endpoint") or "") if provider else ""
    except FAILURES:
        return ""
    if urlsplit(found).scheme not in ("https", urlsplit(_issuer()).scheme):
        return ""
    base: str = current_app.config["BASE_URL"]
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": base + url_for("public.pages.home")}
    return f"{found}{'&' if '?' in found else '?'}{urlencode(asked)}"


def _issuer() -> str:
    return os.environ.get("DANGZHI_OIDC", "").rstrip("/")


def _metadata(provider: Any) -> dict[str, Any]:
    """What the provider says of itself. Raises ValueError where it calls itself otherwise than the site was told."""
    found: dict[str, Any] = provider.load_server_metadata()
    if str(found.get("issuer", "")).rstrip("/") != _issuer():
        raise ValueError("the provider names another issuer")
    said = found.get("id_token_signing_alg_values_supported") or ()
    found["id_token_signing_alg_values_supported"] = [one for one in said if one in SIGNED] or ["RS256"]
    return found
