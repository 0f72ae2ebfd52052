"""Packing: gzip (RFC 1952) for answers that are worth it, without a time in it: equal answers give equal bytes."""

from __future__ import annotations

import gzip

from flask import Response, request

FROM = 500
"""Bytes; smaller bodies are not worth packing."""
LEVEL = 6


def pack(response: Response) -> Response:
    """Pack a whole text answer for clients that take it; its entity tag says so."""
    packable = (
        response.status_code == 200 and not response.direct_passthrough and "Content-Encoding" not in response.headers
    )
    if packable and (response.mimetype or "").startswith("text/"):
        response.vary.add("Accept-Encoding")
        data = response.get_data()
        if len(data) >= FROM and request.accept_encodings["gzip"]:
            response.set_data(gzip.compress(data, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            tag, _ = response.get_etag()
            if tag:
                response.set_etag(tag + "-gz")
    return response
