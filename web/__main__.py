"""The server process: waitress over the site."""

import argparse
import socket
import sys
from functools import partial

from planner.access.hashing import LANES
from planner.home.private import close_to_others
from planner.lifeline import end_with_starter
from planner.settings import site_address
from planner.store import Store, Unreadable
from web import body_limit, create_app, waits_aside
from web.gate.connections import Connections

THREADS = 8
"""Requests that are answered at once."""

EVERYWHERE = ("", "*", "0.0.0.0", "::")
"""What means every address of the machine."""


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="web", description="当值网站 / the Dangzhi site")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    end_with_starter()
    LANES.share(THREADS)
    close_to_others()
    address = reached_at(options.host, options.port)
    if not site_address():
        print(f"链接和二维码里的网址写作 {address} ；对外用别的网址请设 DANGZHI_BASE_URL", file=sys.stderr)
        print(f"links and QR codes say {address}; set DANGZHI_BASE_URL where it is another", file=sys.stderr)
    try:
        site = create_app(reached_at=address)
    except Unreadable as cause:
        sys.exit(f"{cause.words.zh}\n{cause.words.en}")
    store: Store | None = site.extensions.get("store")
    for one in store.mended.sentences() if store else ():
        print(f"{one.zh}\n{one.en}", file=sys.stderr)
    connections = Connections(
        site,
        partial(body_limit, site),
        partial(waits_aside, site),
        threads=THREADS,
        lanes=LANES.count,
        host=options.host,
        port=options.port,
    )
    try:
        while True:
            connections.turn()
    except (KeyboardInterrupt, SystemExit):
        connections.close()


def reached_at(host: str, port: int) -> str:
    """Where a site that listens there is reached: by the machine's name where it listens on every address."""
    name = socket.gethostname() if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


if __name__ == "__main__":
    main()
