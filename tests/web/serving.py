"""Runs a site over a home on a free port."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request


@contextlib.contextmanager
def served(home, now):
    """The address of a running site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DANGZHI_HOME": str(home), "DANGZHI_NOW": now}
    child = subprocess.Popen([sys.executable, "-m", "web", "--port", str(port)], env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(address).close()
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield address
    finally:
        child.terminate()
        child.wait()
