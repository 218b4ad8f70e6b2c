"""What a person sees and keeps when the program fails: a sentence, and a traceback without anybody's data in it."""

import os
import re
import traceback
from pathlib import Path

from textual.worker import WorkerFailed

SECRETS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?i)\b(bearer|basic|secret|password|token|api[-_ ]?key)\b([\"'\s:=]+)\S+"), r"\1\2<hidden>"),
    (re.compile(r"(?<![\w/.])(?=[\w+/=-]*\d)[\w+/=-]{20,}"), "<hidden>"),
    (re.compile(r"\"[^\"\n]*\"|'[^'\n]*'"), "<text>"),
)
"""In a message of an error: addresses, named secrets, long runs that look like one, and everything in quotes."""


LONGEST_MESSAGE = 300


def redacted(message: str) -> str:
    """The first line of an error's message without what may be a secret or a customer's words."""
    for pattern, instead in SECRETS:
        message = pattern.sub(instead, message)
    return message.partition("\n")[0][:LONGEST_MESSAGE]


def report(error: BaseException) -> str:
    """A traceback of places alone: no source, no local variable, and the messages redacted."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        places = traceback.extract_tb(cause.__traceback__)
        frames = "".join(f"  {place.filename}, line {place.lineno}, in {place.name}\n" for place in places)
        parts.append(f"{type(cause).__qualname__}: {redacted(str(cause))}\n{frames}")
        cause = _behind(cause)
    return "\ncaused by\n".join(parts)


def _behind(error: BaseException) -> BaseException | None:
    """What an error came of; that of a worker is told of by another one, which has no traceback."""
    if isinstance(error, WorkerFailed):
        return error.error
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def write(error: BaseException, path: Path) -> bool:
    """Keep the report, readable by its owner only. False where the place cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(report(error).encode("utf-8", "backslashreplace"))
    except OSError:
        return False
    return True


def sentence(error: BaseException, kept_at: Path | None) -> str:
    """The words left on the terminal."""
    where = f" A report, secrets and ticket texts masked, is in {kept_at}." if kept_at else ""
    return (
        f"servicedeck stopped on a fault of its own ({type(error).__qualname__}). What you had saved is on this machine"
        f" and goes to Autotask after the next start.{where} Start it again; if it happens twice, send that report with"
        " what you were doing."
    )
