"""The server process: waitress over the site."""

import argparse
import logging

from waitress import serve

from web import create_app

CONNECTIONS = 1000
"""waitress leaves a burst of connections above its default of 100 hanging."""


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="web", description="当值网站 / the Dangzhi site")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue under load is no news
    serve(create_app(), host=options.host, port=options.port, threads=8, connection_limit=CONNECTIONS, ident="dangzhi")


if __name__ == "__main__":
    main()
