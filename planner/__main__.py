"""`python3 -m planner`: prepares the environment on first use and runs the command inside it."""

import sys

from planner.launch import ROOT, ensure, hand_over

if __name__ == "__main__":
    hand_over(ensure(".venv", [ROOT / "requirements.txt"]), ["-m", "planner.commands", *sys.argv[1:]])
