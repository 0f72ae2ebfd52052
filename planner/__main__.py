"""`python3 -m planner`: in a clone prepares the environment on first use, and runs the command inside it."""

import sys
from pathlib import Path

from planner.launch import ROOT, ensure, hand_over, in_clone

if __name__ == "__main__":
    interpreter = ensure(".venv", [ROOT / "requirements.txt"]) if in_clone() else Path(sys.executable)
    hand_over(interpreter, ["-m", "planner.commands", *sys.argv[1:]])
