"""The list of commands, and running one: refusals become sentences and exit codes."""

from __future__ import annotations

import gc
import json
import sys
from importlib import import_module

import click

from planner.commands.output import NotShown, all_put_out, show_what_can_be_shown
from planner.commands.paths import unclear_word
from planner.commands.shared import Shared, shared_options
from planner.errors import NotPossible, Refused
from planner.home.private import close_to_others
from planner.home.trouble import of_file
from planner.judging.refusals import SwapRefused
from planner.store import Unreadable
from planner.words import Words

SELDOM = 100_000
"""New objects between two garbage collections: an office is hundreds of thousands of small ones that stay."""

WHERE = {
    "serve": ("demo", "serve", "worker", "portal"),
    "planning.data": ("template", "sample", "import", "export"),
    "planning.calendar": ("calendar",),
    "planning.show": ("rules", "now", "verify"),
    "planning.plans": ("plan", "offers"),
    "planning.check": ("draft", "check"),
    "issuing.issue": ("sign", "recall", "publish", "history", "diff", "withdraw"),
    "people.swaps": ("swap",),
    "people.orders": ("direct", "served"),
    "planning.explain": ("explain",),
    "planning.why": ("why", "standins"),
    "issuing.draw_and_replay": ("draw", "replay"),
    "issuing.feeds": ("feed",),
    "issuing.notify": ("notify",),
    "people.users": ("user",),
    "people.tokens": ("token",),
    "people.identities": ("identity",),
    "upkeep": ("backup", "restore", "doctor"),
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
    close_to_others()
    show_what_can_be_shown()
    shared, rest = shared_options(arguments)
    try:
        unclear = next(filter(None, map(unclear_word, arguments)), None)
        if unclear:
            raise Refused(unclear)
        _run(shared, rest, program)
    except click.Abort:
        return 1
    except Exception as cause:
        code = _said(shared, cause)
        if code is None:
            damaged = shared.damage()  # what nobody has foreseen is most often a file that is not what it was
            if damaged is None:
                raise
            code = _refuse(shared, damaged.words)
        return code
    return shared.exit_code


def _run(shared: Shared, words: list[str], program: str) -> None:
    """Run the words of a command, and see that all it has printed is out."""
    try:
        main.main(args=words, prog_name=program, standalone_mode=False, obj=shared)
    except click.exceptions.Exit as ended:
        shared.exit_code = ended.exit_code
    except OSError as cause:
        if cause.filename is None:
            all_put_out()  # help is printed by click: where that is what failed, it fails again
        raise
    all_put_out()


def _said(shared: Shared, cause: Exception) -> int | None:
    """Say in words what has stopped a command; its exit code, None for a fault that has no words."""
    match cause:
        case Refused():
            faults = cause.faults
            document: dict[str, object] = {"faults": [one.to_json(shared.lang) for one in faults]}
            return _tell(shared, document, [one.say(shared.lang) for one in faults], 2)
        case SwapRefused():
            words = cause.words.say(shared.lang)
            refusal, findings = cause.refusal.name, list(cause.findings)
            shared.show({"verdict": "refused", "refusal": refusal, "reason": words, "findings": findings}, [words])
            return 1
        case NotPossible() | Unreadable():
            return _refuse(shared, cause.words)
        case click.ClickException():
            if not shared.json:
                cause.show()
            return _tell(shared, {"usage": cause.format_message()}, [], 2)
        case NotShown():
            if cause.words is not None:
                print(cause.words.say(shared.lang), file=sys.stderr)
            return 1 if cause.words else shared.exit_code
        case OSError():
            where = cause.filename2 or cause.filename or shared.home
            return _refuse(shared, of_file(cause).words(str(where), shared.home))
    return None


def _refuse(shared: Shared, words: Words) -> int:
    return _tell(shared, {"reason": words.say(shared.lang)}, [words.say(shared.lang)], 1)


def _tell(shared: Shared, document: dict[str, object], lines: list[str], code: int) -> int:
    if shared.json:
        print(json.dumps(document, ensure_ascii=False))
    for line in lines if not shared.json else ():
        print(line, file=sys.stderr)
    return code


def dangzhi() -> int:
    """The command `dangzhi` of an installed package; returns its exit code."""
    return run_command(sys.argv[1:], "dangzhi")


if __name__ == "__main__":
    sys.exit(run_command(sys.argv[1:]))
