"""Whether Autotask's value is ours, after what it does to values: it rounds hours, cuts seconds and trims texts."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

from autotask.text import clean

_HOURS = 0.011
"""Autotask keeps hours to a hundredth; one minute is 0.0167."""
_INSTANT = timedelta(minutes=1)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLANK = " \t\r\n"
_MARKER = re.compile(r"[ \t\r\n]*\[sd-[0-9A-HJKMNP-TV-Z]{8}\]")
_SPACES = re.compile(r"[^\S\n]+")


def with_marker(text: str | None, marker: str) -> str:
    """Internal notes that carry a marker on a line of its own; without one, as they are."""
    bare = without_marker(text)
    if not marker:
        return bare
    bare = bare.rstrip(_BLANK)
    return f"{bare}\n[{marker}]" if bare else f"[{marker}]"


def without_marker(text: str | None) -> str:
    """Internal notes as the person wrote them, for every screen that shows them."""
    return _MARKER.sub("", text or "")


def marker_in(text: str | None) -> str:
    """The marker that internal notes carry; "" where there is none."""
    found = _MARKER.search(text or "")
    return found[0].strip(_BLANK + "[]") if found else ""


def same_text(ours: str | None, theirs: str | None) -> bool:
    """Equal but for normal forms, line ends, blanks, markup, markers, and what cleaning takes away."""
    return _reduced(ours) == _reduced(theirs)


def _reduced(text: str | None) -> str:
    flat = clean(unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")))
    bare = _SPACES.sub(" ", _TAG.sub("", without_marker(flat)))
    return "\n".join(line.strip() for line in bare.split("\n")).strip()


def same(ours: object, theirs: object) -> bool:
    """Equal as far as Autotask keeps a value."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return same_text(None if ours is None else str(ours), None if theirs is None else str(theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return bool(ours) is bool(theirs)
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return abs(ours - theirs) < _INSTANT
    if isinstance(ours, date) and isinstance(theirs, date):
        return _day(ours) == _day(theirs)
    if isinstance(ours, int | float | Decimal) and isinstance(theirs, int | float | Decimal):
        return abs(float(ours) - float(theirs)) < _HOURS
    return ours == theirs


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
