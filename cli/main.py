"""The entry point: choose the command, run it, and turn its end into words and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from cli.exits import Exit, Stop
from cli.parser import Runner, parse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `servicedeck` and return its exit code. Data goes to stdout, talk to stderr."""
    os.umask(0o077)
    chosen = parse(arguments)
    module, _, function = str(chosen.runs).partition(":")
    runner: Runner = getattr(import_module(module), function)
    try:
        code = runner(chosen)
        sys.stdout.flush()
        return int(code)
    except Stop as stop:
        print(f"servicedeck: {stop.message}", file=sys.stderr)
        return int(stop.code)
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and no flush may complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.DONE)
