"""What saving a time entry will mean, in words under its form."""

from collections.abc import Iterator

from desk.acts.offers import Preview
from tui.widgets.parts import Part, Parts, flowing, paragraph


def preview_lines(preview: Preview, width: int) -> list[Parts]:
    """Worked, billed, covered, exceeding, on the invoice. What costs the customer extra stands out."""
    lines: list[Parts] = []
    row: list[Part] = []
    for part in _figures(preview):
        if len(part.text) <= width:
            row.append(part)
            continue
        lines += flowing(row, width)
        lines += paragraph(part.text, width, tone=part.tone, lines=2)
        row = []
    return [*lines, *flowing(row, width)]


def _figures(preview: Preview) -> Iterator[Part]:
    yield Part(preview.worked.said, "strong")
    yield Part(preview.billed.said, "strong" if preview.billed.us else "quiet")
    if preview.billed.us:
        yield Part(preview.covered.said, "" if preview.sound else "late")
        if preview.exceeding.us:
            yield Part(preview.exceeding.said, "soon")
    yield Part(preview.shown.said, "quiet")
