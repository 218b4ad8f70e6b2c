"""Who has room: a line for each person on the desk, and who could have a ticket."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.durations import clock_text
from desk.load import TechLoad
from desk.model import WorkItem
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, cells, cut, flowing, parts, spread
from tui.words.reader import Reader

if TYPE_CHECKING:
    from desk.acts.offers import Suggested

NAME, SHORT_NAME = 16, 14
FREE = 6
"""Cells of "11:30", "FULL"; a day further on takes what it needs."""
FAR = 1 << 62
LOAD, FOR = Part(" Load   ", "key"), Part(" For    ", "key")
EIGHTHS = " ▏▎▍▌▋▊▉"
BAR, SHORT_BAR = 16, 10
ROOMY = 64
LOOKING = "looking ..."
ONLY_LOOKS = "told only where one can assign"


def by_room(people: Sequence[TechLoad]) -> list[TechLoad]:
    """Who has room first, who is not here last."""
    return sorted(people, key=lambda each: (each.off != "", each.full, each.free_at or FAR, each.open, each.name))


def panel(people: Sequence[TechLoad], reader: Reader, width: int) -> list[Parts]:
    """A line each."""
    return [_line(person, reader, width) for person in by_room(people)]


def _line(person: TechLoad, reader: Reader, width: int) -> Parts:
    quiet = "quiet" if person.off else ""
    wide = width >= ROOMY
    name = Part(f"{fit(person.name, NAME if wide else SHORT_NAME)} ", quiet)
    has = Part(f"{person.open:>3}  ", quiet)
    if person.off:
        return parts(name, has, (f"off: {person.off}", "quiet"), *_pressing(person))
    booked, available = person.booked_minutes, person.available_minutes
    free = _free(person, reader)
    return parts(
        name,
        has,
        *bar(booked, available, BAR if wide else SHORT_BAR),
        (f" {clock_text(booked):>5}/{clock_text(available):<5} ", "quiet"),
        Part(fit(free.text, FREE), free.tone),
        *_pressing(person),
    )


def _free(person: TechLoad, reader: Reader) -> Part:
    """When they are free next."""
    if person.full:
        return Part("FULL", "late")
    if person.free_at is None:
        return Part("–", "quiet")
    return Part("now", "active") if person.free_at <= reader.now else Part(reader.moment(person.free_at))


def _pressing(person: TechLoad) -> list[Part]:
    shown = ((f" !!{person.late}", "late", person.late), (f" !{person.at_risk}", "soon", person.at_risk))
    return [Part(said, tone) for said, tone, count in shown if count]


def bar(done: int, of: int, width: int) -> list[Part]:
    """How much of a whole, in eighths of a cell; a full one where there is nothing of which anything could be left."""
    eighths = min(8 * width, 8 * width * done // of) if of > 0 else 8 * width
    whole, rest = divmod(eighths, 8)
    filled = "█" * whole + (EIGHTHS[rest] if rest else "")
    return [Part(filled, "late" if eighths == 8 * width else "active"), Part("░" * (width - len(filled)), "track")]


def strip(people: Sequence[TechLoad], reader: Reader, width: int) -> Parts:
    """ "Chi 4 now   Ben 7 11:30   Ana 9 FULL": as many as fit."""
    line: list[Part] = [LOAD]
    for person in by_room(people):
        first = person.name.split(" ", 1)[0]
        free = Part("off", "quiet") if person.off else _free(person, reader)
        line += [Part(f"{first} {person.open} "), free, *_pressing(person), Part("   ")]
    return cut(line, width)


def suggestion_panel(item: WorkItem, found: "Sequence[Suggested] | None", width: int) -> list[Parts]:
    """Three people with their reasons, and the keys."""
    if found is None:
        return [parts((LOOKING, "quiet"))]
    now = [parts(("now: ", "quiet"), item.owner)] if item.owner else []
    if not found:
        return [*now, parts(("Nobody on the desk holds a role for it.", "quiet"))]
    lines = [line for at, each in enumerate(found[:3], 1) for line in _suggested(at, each, width)]
    return [*now, *lines, parts(("a", "key"), (" then 1-3 picks · ", "quiet"), ("A", "key"), (" takes it", "quiet"))]


def _suggested(at: int, each: "Suggested", width: int) -> list[Parts]:
    """The name with as many reasons as fit beside it, and the others below."""
    name = f"{each.name} (you)" if each.me else each.name
    head = [Part(f"{at} ", "key"), Part(name, "strong"), Part("  ")]
    beside, *below = flowing(map(Part, each.reasons), max(1, width - cells(head)), ", ") or [()]
    others = [Part(", ".join("".join(part.text for part in line) for line in below))]
    return [cut([*head, *beside], width), *([cut([Part("  "), *others], width)] if below else [])]


def suggestion_strip(number: str, found: "Sequence[Suggested] | None", width: int) -> Parts:
    """ "For 1124.0040: Chi Wu (free now, 4 open)   a assigns"."""
    if not found:
        return parts(FOR, (LOOKING if found is None else "nobody holds a role for it", "quiet"))
    first = found[0]
    reasons = ", ".join(first.reasons)
    return spread(
        parts(FOR, f"{number}: {first.name} ({reasons})"), parts("  ", ("a", "key"), (" assign ", "quiet")), width
    )
