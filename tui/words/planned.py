"""A project task or an appointment in words: what it belongs to, when it is, how much of it is done."""

from desk.durations import clock_text
from desk.pages import PlannedPage
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, joined, paragraph, parts
from tui.words.reader import Reader

LABEL = 10


def panel(page: PlannedPage, reader: Reader, width: int) -> list[Parts]:
    """The facts it has, a line each, then its description."""
    facts = (
        ("Project", page.project),
        ("Phase", page.phase),
        ("Status", page.status),
        ("When", _when(page, reader)),
        ("Time", _time(page)),
        ("Owner", page.owner),
    )
    lines: list[Parts] = []
    for label, text in facts:
        # A text may have nothing in it that can be seen.
        if rows := paragraph(text, width, indent=LABEL):
            lines.append(parts((fit(label, LABEL), "quiet"), rows[0][0].text[LABEL:]))
            lines += rows[1:]
    return [*lines, (), *(paragraph(page.description, width) or [parts(("Nothing more is written on it.", "quiet"))])]


def strip(page: PlannedPage, reader: Reader, width: int, height: int) -> list[Parts]:
    """The same in as many lines as there are."""
    first = joined((Part(page.project), Part(page.phase), Part(page.status), Part(_when(page, reader))))
    return [first, *paragraph(page.description, width, lines=max(1, height - 1))]


def _when(page: PlannedPage, reader: Reader) -> str:
    times = [reader.moment(at) for at in (page.start, page.end) if at is not None]
    return "–".join(times)


def _time(page: PlannedPage) -> str:
    if page.estimated is None:
        return f"{clock_text(page.worked)} worked" if page.worked else ""
    return f"{clock_text(page.worked)} worked, {clock_text(page.estimated)} estimated"
