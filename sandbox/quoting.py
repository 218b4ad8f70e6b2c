"""JSON in single quotes, as Autotask writes a search into the address of its next page and reads it back."""

from __future__ import annotations

import json
import re

_STRING = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_MARK = re.compile(r"""\\(.)|(['"])""", re.DOTALL)


def single_quoted(text: str) -> str:
    """Write JSON text compactly, its strings in single quotes; text that is no JSON stays as it is."""
    try:
        compact = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
    return _STRING.sub(lambda found: _string(found[2], "'"), compact)


def double_quoted(text: str) -> str:
    """Turn the strings in single quotes of such a text into those of JSON."""
    return _STRING.sub(lambda found: found[0] if found[1] is None else _string(found[1], '"'), text)


def _string(inside: str, quote: str) -> str:
    """A string in this quote: the quote escaped within, the other one bare, all other escapes kept."""

    def written(found: re.Match[str]) -> str:
        mark = found[1] or found[2]
        if mark not in ("'", '"'):
            return found[0]
        return f"\\{mark}" if mark == quote else mark

    return f"{quote}{_MARK.sub(written, inside)}{quote}"
