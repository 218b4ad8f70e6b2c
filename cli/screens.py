"""What the screens need of the command line."""

import argparse
import locale
import sys

from cli.config import Config
from cli.exits import Exit, Stop
from tui.settings import ScreenSettings


def needs_terminal() -> None:
    """Raises `Stop` where there is no terminal to draw on, and names the stream that is none."""
    # Textual draws on the error output, so that a redirected one would get the screens.
    streams = {"the input": sys.stdin, "the output": sys.stdout, "the error output": sys.stderr}
    if elsewhere := [name for name, stream in streams.items() if stream is None or not stream.isatty()]:
        names = " and ".join(elsewhere)
        raise Stop(
            Exit.WRONG_USE,
            f"The desk needs a terminal to draw on, and {names} {'is' if len(elsewhere) == 1 else 'are'} none (a pipe"
            " or a file). Without one: servicedeck next --json, servicedeck demo --headless --for 5s",
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
