"""What the screens need of the command line."""

import argparse
import locale
import os
import sys
from collections.abc import Sequence

from cli.config import Config
from cli.exits import Exit, Stop
from tui.settings import ScreenSettings

DUMB = "dumb"
"""What a terminal calls itself in TERM that knows lines of text and nothing else."""
WITHOUT_ONE = "Without one: servicedeck next --json, servicedeck demo --headless --for 5s"


def needs_terminal() -> None:
    """Raises `Stop` where there is no terminal to draw on, and names the streams that lead elsewhere."""
    # Textual draws on the error output, so that a redirected one would get the screens.
    streams = {"input": sys.stdin, "output": sys.stdout, "error output": sys.stderr}
    if elsewhere := [name for name, stream in streams.items() if stream is None or not stream.isatty()]:
        names, verb = _listed(elsewhere), "is" if len(elsewhere) == 1 else "are"
        raise Stop(
            Exit.WRONG_USE, f"The desk needs a terminal to draw on, but its {names} {verb} redirected. {WITHOUT_ONE}"
        )
    if os.environ.get("TERM") == DUMB:
        raise Stop(
            Exit.WRONG_USE,
            f"The desk needs a terminal that can move its cursor, and this one says it cannot (TERM={DUMB})."
            f" {WITHOUT_ONE}",
        )


def _listed(names: Sequence[str]) -> str:
    """Names as one says them: "input, output and error output"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def screen_settings(config: Config, arguments: argparse.Namespace) -> ScreenSettings:
    """The configured look, with what the command line says over it; ASCII where the terminal speaks no UTF-8."""
    chosen: dict[str, object] = {}
    if arguments.theme is not None:
        chosen["theme"] = arguments.theme
    utf8 = locale.getpreferredencoding(do_setlocale=False).lower().replace("-", "") == "utf8"
    if arguments.ascii or not utf8:
        chosen["ascii"] = True
    return config.screen.model_copy(update=chosen)
