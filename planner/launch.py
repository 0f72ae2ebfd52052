"""The launcher: makes the environment once, whole or not at all, and hands over to it; standard library only.

An installed package has its environment already; only a clone makes one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = Path(__file__).resolve().parent / "requirements-build.txt"
"""What builds packages that come as source: hash checking does not reach into an isolated build."""
MARKER = "complete"
STALE_SECONDS = 1800
"""A lock file older than this is taken over, whoever holds it."""


def in_clone() -> bool:
    """Whether this is a clone of the repository, not an installed package."""
    return (ROOT / "requirements.txt").exists()


def usual_home() -> Path:
    """Where the data lie if nobody says: in a clone beside it, of an installed package in the user's data folder."""
    if in_clone():
        return Path("instance")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dangzhi"


def data_home() -> Path:
    """The folder that DANGZHI_HOME names, else the usual one."""
    return Path(os.environ.get("DANGZHI_HOME") or usual_home())


def python(environment: Path) -> Path:
    """The path of an environment's Python interpreter."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(name: str, requirements: list[Path]) -> Path:
    """The interpreter of the environment `name`; exits, saying what to install, where it cannot be made.

    It is made first if it is missing, or was made for other requirements or another Python.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - the launcher is what an older Python meets first
        raise SystemExit("需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed: apt-get install python3")
    environment = ROOT / name
    wanted = hashlib.sha256(b"\n".join(path.read_bytes() for path in requirements) + sys.version.encode()).hexdigest()
    if not _complete(environment, wanted):
        with _lock(ROOT / f"{name}.lock"):
            if not _complete(environment, wanted):
                _make(environment, wanted, requirements)
    return python(environment)


def _complete(environment: Path, wanted: str) -> bool:
    marker = environment / MARKER
    return marker.exists() and marker.read_text() == wanted and python(environment).exists()


def _make(environment: Path, wanted: str, requirements: list[Path]) -> None:
    print(f"首次使用，正在准备运行环境 / first use, preparing {environment.name} …", file=sys.stderr)
    half = environment.with_name(f"{environment.name}-{os.getpid()}")
    try:
        _venv(half)
        _install(half, requirements)
        (half / MARKER).write_text(wanted)
        shutil.rmtree(environment, ignore_errors=True)
        half.rename(environment)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _venv(half: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "venv", str(half)], capture_output=True, text=True)
    if done.returncode:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SystemExit(
            "不能建立虚拟环境，请先执行 / the environment cannot be made, run first:\n"
            f"  apt-get install python3-venv   (或 / or python{version}-venv)\n{done.stdout}{done.stderr}"
        )


def _install(half: Path, requirements: list[Path]) -> None:
    """Install what is listed, every file by its hash; first what builds packages that come as source."""
    wheels = ROOT / "wheels"
    offline = ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []
    pip = [str(python(half)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    for options, paths in (([], [BUILD]), (["--no-build-isolation"], requirements)):
        listed = [part for path in paths for part in ("-r", str(path))]
        done = subprocess.run([*pip, *options, *offline, *listed], stdout=sys.stderr, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(
                f"{done.stderr}\n安装依赖失败：请检查网络或 wheels/ 文件夹后重试；没有留下半成品\n"
                "installing failed: check the network or the wheels/ folder and try again; nothing half-made is left"
            )


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Wait for the lock file and hold it, so that only one process makes the environment."""
    while True:
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            os.write(descriptor, str(os.getpid()).encode())
            os.close(descriptor)
            break
        except FileExistsError:
            if _abandoned(path):
                path.unlink(missing_ok=True)
            time.sleep(0.2)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _abandoned(path: Path) -> bool:
    try:
        owner = path.read_text()
        if os.name != "nt" and owner.isdigit():
            os.kill(int(owner), 0)
        return time.time() - path.stat().st_mtime > STALE_SECONDS
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False


def hand_over(interpreter: Path, arguments: list[str]) -> None:
    """Become that interpreter with these arguments; never returns.

    Where the system cannot replace a process (Windows), it runs as a child whose exit code is passed on.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [str(interpreter), *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.run(command, env=environment).returncode)
    os.execve(command[0], command, environment)
