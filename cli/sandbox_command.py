"""`servicedeck sandbox serve`: the Autotask look-alike, for people who write against Autotask."""

import argparse
import signal

from cli.exits import Exit


def run(arguments: argparse.Namespace) -> Exit:
    """Serve until stopped; one JSON line on stdout says where and with which credentials."""
    from sandbox.__main__ import main

    options = [f"--{name}={getattr(arguments, name)}" for name in ("port", "size", "seed", "speed")]
    if arguments.at is not None:
        options.append(f"--at={arguments.at.isoformat()}")
    if arguments.scenario is not None:
        options.append(f"--scenario={arguments.scenario}")
    # It has nothing to unwind, and its server sees to an orderly end by itself.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    main(options)
    return Exit.DONE
