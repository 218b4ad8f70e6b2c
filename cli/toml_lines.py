"""Which line of a TOML text a key stands on, so that an error can name it.

`tomllib` reads values but forgets where they stood. This reads only what that needs: table headers and the
keys at the start of a line; strings over several lines are stepped over.
"""

import re

_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(?P<key>(?:\"[^\"]*\"|'[^']*'|[A-Za-z0-9_.-]+)(?:\s*\.\s*[A-Za-z0-9_\"'-]+)*)\s*=(?P<value>.*)")
_LONG_QUOTES = ('"""', "'''")


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """The 1-based line where `path` is written, or of its nearest enclosing table; None if nowhere."""
    wanted = tuple(str(part) for part in path if not isinstance(part, int))
    best: int | None = None
    depth = 0
    for number, here in _paths(text):
        shared = _shared(here, wanted)
        if shared > depth and shared == len(here):
            best, depth = number, shared
        if shared == len(wanted):
            return number
    return best


def _paths(text: str) -> list[tuple[int, tuple[str, ...]]]:
    found: list[tuple[int, tuple[str, ...]]] = []
    table: tuple[str, ...] = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            if closing in line:
                closing = ""
            continue
        if header := _HEADER.fullmatch(line):
            table = _parts(header["name"])
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, table + _parts(key["key"])))
            closing = _opened(key["value"])
    return found


def _opened(value: str) -> str:
    for quotes in _LONG_QUOTES:
        if value.count(quotes) == 1:
            return quotes
    return ""


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def _shared(here: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    count = 0
    for mine, theirs in zip(here, wanted, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
