"""`servicedeck completion SHELL`: a completion script on standard output."""

import argparse
import sys

from cli.exits import Exit


def run(arguments: argparse.Namespace) -> Exit:
    """Print the script of one shell, made from the parser itself."""
    import shtab

    from cli.parser import build

    sys.stdout.write(shtab.complete(build(), arguments.shell) + "\n")
    return Exit.DONE
