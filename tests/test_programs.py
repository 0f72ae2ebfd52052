"""A program that stood by is the program: it answers, refuses and ends as one that was started afresh."""

import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.fixtures.programs import program
from tests.fixtures.serving import answers, served, site_process


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "words", "code"),
    [
        ("", ["--help"], 0),
        ("", ["nonsense"], 2),
        ("", ["--lang", "xx"], 1),
        ("", ["plan", "2026-12"], 1),
        ("", ["import", "here.xlsx", "--json"], 2),
        ("short\n", ["user", "add", "赵", "--role", "clerk", "--password-stdin"], 2),
    ],
)
def test_it_says_the_same_and_ends_alike(tmp_path, typed, words, code):
    done = []
    for command in ([sys.executable, "-m", "planner.commands"], program("planner.commands")):
        ran = subprocess.run([*command, *words, "--home", str(tmp_path)], input=typed, capture_output=True, text=True)
        done.append((ran.returncode, ran.stdout, ran.stderr))
    assert done[0] == done[1] and done[0][0] == code


@pytest.mark.slow
def test_it_works_in_the_folder_and_with_the_variables_of_whoever_starts_it(tmp_path):
    home = {"DANGZHI_HOME": str(tmp_path / "home"), "LANG": "en_GB.UTF-8"}
    subprocess.run(program("planner.commands", "template", "here.xlsx"), cwd=tmp_path, env=home, check=True)
    said = subprocess.run(program("planner.commands", "plan", "2026-12"), env=home, capture_output=True, text=True)
    assert {one.name for one in tmp_path.iterdir()} == {
        "here.xlsx",
        "home",
    } and "import a workbook first" in said.stderr


@pytest.mark.slow
def test_it_is_gone_once_it_is_killed(tmp_path):
    with site_process(tmp_path, "2026-12-09T09:30") as (address, process):
        process.kill()
        until = time.monotonic() + 30
        while answers(address):
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize("half", [b"", b"HTT", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
def test_half_an_answer_is_none(half):
    with socket.create_server(("127.0.0.1", 0)) as dying:

        def die():
            line, _ = dying.accept()
            with line:
                line.recv(4096)
                line.sendall(half)

        thread = threading.Thread(target=die)
        thread.start()
        assert not answers(f"http://127.0.0.1:{dying.getsockname()[1]}")
        thread.join()


@pytest.mark.slow
def test_a_site_that_does_not_come_up_is_a_failure(tmp_path):
    (tmp_path / "home").write_text("no folder")
    with (
        pytest.raises(AssertionError, match="did not answer; its exit code: 1"),
        served(tmp_path / "home", "2026-12-09"),
    ):
        pass
