"""The note that carries a hold in Autotask, for colleagues to read and for us to read back.

    On hold: vendor
    Reason: replacement PSU ordered
    Until: 2026-11-26 (Thu)
    Vendor: Dell
    Case: 4711
    Next call: 2026-11-24 (Tue)
    Owner: Ana Ruiz
    Chased: 1

The first line makes it one. Lines may be edited, left out, put in another order or written by hand; a line that names
nothing goes on with the one above. The end of a hold is a note of its own ("Hold released: customer replied"), and the
newest of both wins.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dateutil.parser import parse as parse_date

from sla.instants import Micros
from workflows.holds import Hold, HoldKind

CHAINED_TOO_OFTEN = 3
"""More holds than this one after another are an exception to look at."""

_BEGINS = re.compile(r"[\W_]*on[ -]?hold\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"[\W_]*on[ -]?hold\b[\W_]*(?P<kind>[a-z]*)[\W_]*", re.IGNORECASE)
_RELEASED = re.compile(r"[\W_]*hold\s+(?:released|ended|is over)\b[\W_]*(?P<why>[^\n]*)", re.IGNORECASE)
_LABELS = {
    "reason": "reason",
    "why": "reason",
    "until": "until",
    "release": "until",
    "release date": "until",
    "vendor": "vendor",
    "supplier": "vendor",
    "case": "case",
    "case number": "case",
    "case no": "case",
    "rma": "case",
    "next call": "next call",
    "call again": "next call",
    "owner": "owner",
    "chased": "chased",
}
_LINE = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{2,14}?)\.?\s*[:=]\s*(?P<value>.*)")
_ISO = re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b")
_FIGURES = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(20\d\d|\d\d)\b")
_KINDS = {
    **{kind.value: kind for kind in HoldKind},
    "client": HoldKind.CUSTOMER,
    "user": HoldKind.CUSTOMER,
    "supplier": HoldKind.VENDOR,
    "materials": HoldKind.PARTS,
    "part": HoldKind.PARTS,
    "hardware": HoldKind.PARTS,
}


class Note(NamedTuple):
    """A note of a ticket, as far as a hold may stand in it."""

    at: Micros
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands.

    Attributes:
        hold: the one that is on; None where none is.
        since: when its note was written.
        chain: how many holds followed one another without work in between, as far as the notes say.
        released: why the last hold ended; empty while one is on, and where there was none.
    """

    hold: Hold | None = None
    since: Micros | None = None
    chain: int = 0
    released: str = ""

    def trouble(self, today: date) -> str:
        """What is wrong with the hold that is on, for the list of exceptions; empty where nothing is."""
        if self.hold is None:
            return ""
        if self.hold.until is None:
            return "on hold without a day"
        if self.hold.until < today:
            return f"on hold past its day, {self.hold.until:%d %b}"
        return f"put on hold {self.chain} times in a row" if self.chain > CHAINED_TOO_OFTEN else ""


@dataclass(slots=True)
class _Fields:
    """The labelled lines of a note; what follows a label without one of its own belongs to it."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return "\n".join(self.values.get(name, [])).strip()

    def first(self, name: str) -> str:
        return self.text(name).partition("\n")[0].strip()


def title_of(hold: Hold) -> str:
    """The title of its note."""
    return f"On hold: {hold.kind}"


def written(hold: Hold) -> str:
    """The text of its note.

    Raises:
        ValueError: the hold has no day on which it is released.
    """
    if hold.until is None:
        raise ValueError("A hold needs the day on which it is released.")
    lines = [
        title_of(hold),
        f"Reason: {_indented(hold.reason)}",
        f"Until: {hold.until.isoformat()} ({hold.until:%a})",
        f"Vendor: {_flat(hold.vendor)}" if hold.vendor else "",
        f"Case: {_flat(hold.case_number)}" if hold.case_number else "",
        f"Next call: {hold.next_call.isoformat()} ({hold.next_call:%a})" if hold.next_call else "",
        f"Owner: {_flat(hold.owner)}" if hold.owner else "",
        f"Chased: {hold.chased}" if hold.chased else "",
    ]
    return "\n".join(line for line in lines if line)


def written_release(why: str) -> str:
    """The text, and title, of the note that ends a hold."""
    return f"Hold released: {_flat(why)}"


def read_hold(title: str, text: str) -> Hold | None:
    """The hold that a note carries; None for any other note.

    It is announced by its title or its first line, and where that goes on with other words ("On hold music is gone"),
    only a day makes it a hold ("On hold until 26.11.2026, Dell looks into it").
    """
    lines = _lines(text)
    heads = [line for line in (lines[0] if lines else "", title.strip()) if _BEGINS.match(line)]
    if not heads:
        return None
    begins = bool(lines) and heads[0] == lines[0]
    fields = _fields(lines[1:] if begins else lines)
    plainly = any((said := _ANNOUNCES.fullmatch(head)) and said["kind"].casefold() in ("", *_KINDS) for head in heads)
    until = _day(fields.first("until")) or _day(heads[0])
    if not plainly and until is None:
        return None
    return Hold(
        kind=next((kind for head in heads for word in re.findall("[a-z]+", head.casefold())
                   if (kind := _KINDS.get(word))), HoldKind.OTHER),
        reason=fields.text("reason") or ("" if plainly else heads[0]),
        until=until,
        owner=fields.first("owner"),
        chased=int(found[0]) if (found := re.search(r"[0-9]{1,4}", fields.first("chased"))) else 0,
        vendor=fields.first("vendor"),
        case_number=fields.first("case"),
        next_call=_day(fields.first("next call")),
    )  # fmt: skip


def read_release(title: str, text: str) -> str | None:
    """Why a hold ended; None for any other note."""
    released = _RELEASED.match(text.strip()) or _RELEASED.match(title.strip())
    return None if released is None else released["why"].strip()


def standing(notes: Iterable[Note]) -> Standing:
    """How the notes of a ticket leave it, whoever wrote them: the newest hold or release wins.

    A newer note of the same kind goes on with the hold that is on, and lengthens the chain only by another day.
    """
    now = Standing()
    for note in sorted(notes, key=lambda each: each.at):
        if (why := read_release(note.title, note.text)) is not None:
            now = Standing(chain=now.chain, released=why or "released")
        elif (hold := read_hold(note.title, note.text)) is not None:
            goes_on = now.hold is not None and now.hold.kind is hold.kind
            same_day = goes_on and now.hold is not None and now.hold.until == hold.until
            now = Standing(hold, now.since if goes_on else note.at, now.chain + (not same_day))
    return now


def _fields(lines: Iterable[str]) -> _Fields:
    fields, name = _Fields(), ""
    for line in lines:
        labelled = None if line.startswith(" ") else _LINE.match(line.lstrip("*-• \t"))
        label = _LABELS.get(" ".join(labelled["label"].casefold().split())) if labelled else None
        if label is not None and labelled is not None:
            name = label
            fields.values[name] = [labelled["value"].strip()]
        elif name:
            fields.values[name].append(line.strip())
    return fields


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip().split("\n")
    return [line.rstrip() for line in lines] if text.strip() else []


def _day(said: str) -> date | None:
    """A day as colleagues write it, day before month where figures leave it open; None where it says none."""
    try:
        if iso := _ISO.search(said):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if figures := _FIGURES.search(said):
            first, second, year = int(figures[1]), int(figures[3]), int(figures[4]) % 100 + 2000
            month, number = (first, second) if second > 12 else (second, first)
            return date(year, month, number)
        if re.search(r"[A-Za-z]{3}", said) and re.search(r"\b20\d\d\b", said):
            return parse_date(said, fuzzy=True, dayfirst=True).date()
    except (ValueError, OverflowError):
        return None
    return None


def _flat(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> str:
    """Several lines of a reason, the later ones set in, so that none is taken for a label."""
    return "\n  ".join(line for line in text.strip().splitlines() if line.strip())
