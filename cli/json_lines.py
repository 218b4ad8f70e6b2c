"""Which line of a JSON text a key stands on, so that an error can name it.

`json` reads values but forgets where they stood. This reads the entries of a list again for where each begins, and
looks for the key within it.
"""

import json
import re
from functools import lru_cache

_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,]*")


def line_of(text: str, listed: str, index: int, path: tuple[str | int, ...]) -> int:
    """The 1-based line where `path` is written in an entry of the list `listed`, or as much of it as is written."""
    spans = _entries(text, listed)
    start, end = spans[index] if index < len(spans) else (0, len(text))
    for key in path:
        if isinstance(key, str) and (found := text.find(json.dumps(key, ensure_ascii=False), start, end)) >= 0:
            start = found
    return text.count("\n", 0, start) + 1


@lru_cache(1)
def _entries(text: str, listed: str) -> list[tuple[int, int]]:
    """Where each entry begins and ends; none where the list is written in a way that is not found."""
    opening = re.search(rf'"{re.escape(listed)}"\s*:\s*\[\s*', text)
    found: list[tuple[int, int]] = []
    at = len(text) if opening is None else opening.end()
    while at < len(text) and text[at] != "]":
        _, end = _DECODER.raw_decode(text, at)
        found.append((at, end))
        between = _BETWEEN.match(text, end)
        at = len(text) if between is None else between.end()
    return found
