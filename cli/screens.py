"""What the screens need of the command line."""

import argparse
import locale
import sys

from cli.config import Config
from cli.exits import Exit, Stop
from tui.settings import ScreenSettings


def needs_terminal() -> None:
    """Raises `Stop` where there is no terminal to draw on."""
    # Textual draws on the error output, so that a redirected one would get the screens.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Stop(
            Exit.WRONG_USE,
            "The desk needs a terminal to draw on, and input or output is a pipe or a file."
            " Without one: servicedeck next --json, servicedeck demo --headless --for 5s",
        )


def screen_settings(config: Config, arguments: argparse.Namespace) -> ScreenSettings:
    """The configured look, with what the command line says over it; ASCII where the terminal speaks no UTF-8."""
    chosen: dict[str, object] = {}
    if arguments.theme is not None:
        chosen["theme"] = arguments.theme
    utf8 = locale.getpreferredencoding(do_setlocale=False).lower().replace("-", "") == "utf8"
    if arguments.ascii or not utf8:
        chosen["ascii"] = True
    return config.screen.model_copy(update=chosen)
