"""The list of commands, and running one: refusals become sentences and exit codes."""

from __future__ import annotations

import gc
import json
import sys
from importlib import import_module

import click

from planner.commands.shared import Shared, shared_options
from planner.errors import NotPossible, Refused
from planner.judging.refusals import SwapRefused

SELDOM = 100_000
"""New objects between two garbage collections: an office is hundreds of thousands of small ones that stay."""

WHERE = {
    "serve": ("demo", "serve", "worker", "portal"),
    "planning.data": ("template", "sample", "import", "export"),
    "planning.calendar": ("calendar",),
    "planning.show": ("rules", "now", "verify"),
    "planning.plans": ("plan", "offers"),
    "planning.check": ("draft", "check"),
    "issuing.issue": ("sign", "publish", "history", "diff", "withdraw"),
    "people.swaps": ("swap",),
    "people.orders": ("direct", "served"),
    "planning.explain": ("explain",),
    "planning.why": ("why", "standins"),
    "issuing.draw_and_replay": ("draw", "replay"),
    "issuing.feeds": ("feed",),
    "issuing.notify": ("notify",),
    "people.users": ("user",),
}
"""Module of this package → the names of its commands."""


class Commands(click.Group):
    """The commands by name; a module is loaded once one of its commands is wanted, so that each starts sooner."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which help lists them."""
        return [name for names in WHERE.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        for module, names in WHERE.items():
            if cmd_name in names:
                found: dict[str, click.Command] = {
                    one.name: one for one in import_module(f"planner.commands.{module}").COMMANDS
                }
                return found[cmd_name]
        return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """当值：值班编排。Dangzhi, duty rosters for a general office.

    任何命令都可加 --home DIR、--lang zh|en、--json。 Any command takes --home DIR, --lang zh|en and --json.
    """


def run_command(arguments: list[str], program: str = "python3 -m planner") -> int:
    """Run a command by its words; returns the exit code: 0 done, 1 refused or not possible, 2 bad usage or input.

    `program` is what help calls the program.
    """
    gc.set_threshold(SELDOM)
    shared, rest = shared_options(arguments)
    try:
        main.main(args=rest, prog_name=program, standalone_mode=False, obj=shared)
    except Refused as refused:
        _tell(
            shared,
            {"faults": [one.to_json(shared.lang) for one in refused.faults]},
            [one.say(shared.lang) for one in refused.faults],
        )
        return 2
    except SwapRefused as refused:
        words = refused.words.say(shared.lang)
        shared.show(
            {
                "verdict": "refused",
                "refusal": refused.refusal.name,
                "reason": words,
                "findings": list(refused.findings),
            },
            [words],
        )
        return 1
    except NotPossible as cause:
        _tell(shared, {"reason": cause.words.say(shared.lang)}, [cause.words.say(shared.lang)])
        return 1
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return 1
    except click.ClickException as wrong:
        if shared.json:
            _tell(shared, {"usage": wrong.format_message()}, [])
        else:
            wrong.show()
        return 2
    return shared.exit_code


def _tell(shared: Shared, document: dict[str, object], lines: list[str]) -> None:
    if shared.json:
        print(json.dumps(document, ensure_ascii=False))
    for line in lines if not shared.json else ():
        print(line, file=sys.stderr)


def dangzhi() -> int:
    """The command `dangzhi` of an installed package; returns its exit code."""
    return run_command(sys.argv[1:], "dangzhi")


if __name__ == "__main__":
    sys.exit(run_command(sys.argv[1:]))
