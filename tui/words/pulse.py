"""The pulse of the desk in words: how much came and went, how much in time, and what is due next along a line."""

from collections.abc import Sequence

from desk.durations import clock_text
from desk.meanings import promise
from desk.pulse import AHEAD, DAYS, HOURS, Due, Kept, Pulse
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, cells, cut, parts
from tui.words.queue import short_number
from tui.words.reader import Reader

LEVELS = "▁▂▃▄▅▆▇█"
UNKNOWN = "·"
UNREAD = "closed work is still being read"
CALLED = 15
"""Cells of "first responses"."""
TICK = 1_800_000_000
"""Half an hour: one mark of the line."""


def flow(pulse: Pulse, width: int) -> list[Parts]:
    """Hour by hour what came and went, then day by day what was in time."""
    came, went = pulse.came, pulse.went
    more = "" if came is None or went is None else f" ({sum(came) - sum(went):+})"
    standing = parts(("   open ", "quiet"), f"{pulse.open}{more}", ("   waiting ", "quiet"), f"{pulse.waiting}")
    lines = [
        [*_counted("in", came), *standing],
        _counted("out", went),
        _kept("first responses", pulse.responses),
        _kept("resolutions", pulse.resolutions),
    ]
    return [cut(line, width) for line in lines]


def _counted(called: str, counts: Sequence[int] | None) -> list[Part]:
    name = Part(f"{called:<{CALLED}} ", "quiet")
    if counts is None:
        return [name, Part(UNREAD, "quiet")]
    most = max(counts) or 1
    levels = "".join(LEVELS[-(-count * (len(LEVELS) - 1) // most)] for count in counts)
    return [name, Part(levels, "active"), Part(f" {sum(counts):>4}")]


def _kept(called: str, kept: Kept | None) -> list[Part]:
    """ "resolutions  ▇█▆·▇█▇  96 % of 118 in time"; a day on which nothing was promised has a dot."""
    name = Part(f"{called:<{CALLED}} ", "quiet")
    if kept is None:
        return [name, Part(UNREAD, "quiet")]
    levels = "".join(
        LEVELS[met * (len(LEVELS) - 1) // of] if of else UNKNOWN for met, of in zip(kept.met, kept.of, strict=True)
    )
    met, of = sum(kept.met), sum(kept.of)
    share = f"{100 * met // of} % of {of} in time" if of else "n/a, nothing completed had a promise"
    return [name, Part(levels, "active"), Part(f" {share}")]


def titles(pulse: Pulse | None) -> tuple[str, str]:
    """Of the two boxes."""
    ahead = clock_text(AHEAD // 60_000_000).removesuffix(":00")
    due = "" if pulse is None else f" · {len(pulse.due)}"
    return f"Last {HOURS} h · in time of what was completed in {DAYS} days", f"Due in the next {ahead} h{due}"


def coming(pulse: Pulse, reader: Reader, width: int, height: int) -> list[Parts]:
    """A line of time with what is due under its minute; what finds no room is counted."""
    if not pulse.due:
        return [_axis(pulse, reader, width), parts(("nothing is due", "quiet"))]
    rows: list[list[Part]] = [[] for _ in range(max(1, height - 1))]
    left = 0
    for due in pulse.due:
        mark = _mark(due, reader)
        at = min((due.at - pulse.at) * width // AHEAD, max(0, width - cells(mark)))
        row = next((row for row in rows if not row or cells(row) < at), None)
        if row is None:
            left += 1
            continue
        row += [Part(" " * (at - cells(row))), *mark]
    lines = [cut(row, width) for row in rows if row]
    if left:
        more = Part(f" +{left}", "soon")
        lines[-1] = [*cut(lines[-1], width - len(more.text)), more]
    return [_axis(pulse, reader, width), *lines]


def _mark(due: Due, reader: Reader) -> list[Part]:
    """ "1124.0031 10:22 resolution"."""
    said = fit(promise(due.milestone), len(promise(due.milestone)))
    return [Part(short_number(due.number), "strong"), Part(f" {reader.time(due.at)} {said}")]


def _axis(pulse: Pulse, reader: Reader, width: int) -> Parts:
    text = ""
    first = -(-pulse.at // TICK) * TICK
    for at in range(first, pulse.at + AHEAD, TICK):
        place = (at - pulse.at) * width // AHEAD
        if len(text) <= place <= width - 5:
            text += " " * (place - len(text)) + reader.time(at)
    return [Part(text, "quiet")]
