"""Files that the `sla` commands read: text, plain or packed with gzip, and calendars."""

import gzip
import re
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from cli.exits import Exit, Stop
from cli.toml_lines import line_of
from sla.errors import ScheduleError
from sla.schedule import Schedule

GZIP = b"\x1f\x8b"
"""The first bytes of every gzip file, whatever its name is."""

_STEP = re.compile(r'(?P<name>\w+)|\["(?P<key>[^"]*)"\]|\[(?P<index>\d+)\]')


@contextmanager
def opened(path: Path, kind: str) -> Iterator[TextIO]:
    """The text of a file; `kind` says in an error what is wanted there. Raises `Stop`."""
    try:
        with path.open("rb") as raw:
            packed = raw.peek(len(GZIP)).startswith(GZIP)
            with TextIOWrapper(
                gzip.open(raw) if packed else raw, encoding="utf-8-sig", errors="replace", newline=""
            ) as text:  # fmt: skip
                yield text
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Stop(Exit.WRONG_USE, f"{path} is a damaged gzip file: {error}. Pack it again.") from None
    except OSError as error:
        raise Stop(Exit.WRONG_USE, f"{path} cannot be read: {error.strerror}. Name {kind}.") from None


def read_calendar(path: Path) -> Schedule:
    """The business hours that a TOML file declares. Raises `Stop` with file, line, key and next step."""
    with opened(path, "a TOML file with zone, [weekly] and holidays") as file:
        text = file.read()
    try:
        return Schedule.read(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Stop(Exit.WRONG_USE, f"{path} is not valid TOML: {error}.") from None
    except RecursionError:
        raise Stop(Exit.WRONG_USE, f"{path} is nested too deeply. Write zone, [weekly] and holidays.") from None
    except ScheduleError as error:
        line = line_of(text, steps(error.place))
        place = f"{path}, line {line}" if line else str(path)
        raise Stop(Exit.WRONG_USE, f"{place}: {error}") from None


def steps(place: str) -> tuple[str | int, ...]:
    """The way to a place in a schedule: ``weekly["mon"][0]`` is "weekly", "mon", 0."""
    return tuple(int(step["index"]) if step["index"] else step["name"] or step["key"] for step in _STEP.finditer(place))


def one_line(text: str) -> str:
    """A text out of a file, which cannot write anything but its line on a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
