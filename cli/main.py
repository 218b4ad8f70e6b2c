"""The entry point: choose the command, run it, and turn its end into words and an exit code.

No fault leaves a traceback on the terminal: one shows where a secret or a customer's text was at hand.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from cli.exits import Exit, Stop
from cli.interruption import unwind_when_told
from cli.parser import Runner, parse
from cli.places import crash_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `servicedeck` and return its exit code. Data goes to stdout, talk to stderr."""
    os.umask(0o077)
    try:
        unwind_when_told()
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # where the terminal's encoding lacks a character
        return _run(parse(arguments))
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)


def _run(chosen: argparse.Namespace) -> int:
    module, _, function = str(chosen.runs).partition(":")
    try:
        runner: Runner = getattr(import_module(module), function)
        code = runner(chosen)
        sys.stdout.flush()
        return int(code)
    except Stop as stop:
        print(f"servicedeck: {stop.message}", file=sys.stderr)
        return int(stop.code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        _give_up_output()
        return int(Exit.DONE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else "The system refused to read or write: "
        print(f"servicedeck: {place}{error.strerror or error}.", file=sys.stderr)
        _give_up_output()
        return int(Exit.FAILED)
    except Exception as error:
        _explain(error, chosen)
        return int(Exit.FAILED)


def _explain(error: Exception, chosen: argparse.Namespace) -> None:
    """Tell of a fault of ours, and where its report is; a report that cannot be kept is told too."""
    from tui.crash import report, sentence, write

    path = crash_file(chosen)
    kept = path if path is not None and write(error, path) else None
    print(sentence(error, kept), file=sys.stderr)
    if kept is None:
        print(report(error).rstrip(), file=sys.stderr)


def _give_up_output() -> None:
    """Let what is still to be written go nowhere, so that no flush at the end complains."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
