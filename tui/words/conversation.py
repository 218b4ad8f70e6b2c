"""What was said on a ticket, newest first. Who can read it is a word at a fixed place, never only a colour."""

from collections.abc import Sequence
from typing import TypeAlias

from desk.durations import clock_text
from desk.pages import Audience, ConversationEntry, EntryKind, FileLine
from tui.widgets.cells import fit, printable, wrap
from tui.widgets.parts import Part, Parts, paragraph, parts, spread
from tui.words.pending import signed
from tui.words.reader import Reader

Entries: TypeAlias = tuple[ConversationEntry, ...]
RECORDS = {EntryKind.NOTE: "TicketNotes", EntryKind.TIME: "TimeEntries"}
"""Autotask's names for what is said on a ticket."""

AUTHOR = 14
AUDIENCE = 10
HANGING_LINES = 3
LONGEST_SUFFIX = 5


def audience(entry: ConversationEntry) -> Part:
    """Who can read it."""
    return Part(entry.audience.value, "quiet" if entry.audience is Audience.INTERNAL else "public")


def on_its_way(entry: ConversationEntry, reader: Reader) -> Part:
    """Where it stands while it is not in Autotask."""
    kind = RECORDS.get(entry.kind)
    return signed(None if kind is None or entry.source_id is None else reader.mark(kind, entry.source_id))


def blocks(entries: Entries, reader: Reader, width: int, files: Sequence[FileLine] = ()) -> list[Parts]:
    """Every entry with a line of its own for when, who and for whom, its text below, and the files that came with it.

    Those of the ticket itself stand below its description.
    """
    lines: list[Parts] = []
    for entry in entries:
        if lines:
            lines.append(())
        lines.append(spread(_byline(entry, reader), [audience(entry)], width))
        # The title of a note that has none of its own is the first words of its text.
        if entry.title and not entry.text.startswith(entry.title):
            lines += paragraph(entry.title, width, indent=2, tone="quiet")
        lines += paragraph(entry.text, width, indent=2)
        came = [file for file in files if _came_with(file, entry)]
        lines += [row for file in came for row in paragraph(file_words(file), width, indent=2, tone="key", lines=2)]
    return lines


def file_words(file: FileLine) -> str:
    """ "file: screen.png · PNG · 1.2 MB"."""
    stem, _, suffix = file.name.rpartition(".")
    kind = suffix.upper() if stem and len(suffix) <= LONGEST_SUFFIX else file.content_type
    return f"file: {' · '.join(filter(None, (file.name, kind, _size(file.size))))}"


def _came_with(file: FileLine, entry: ConversationEntry) -> bool:
    if file.note_id is None:
        return entry.kind is EntryKind.DESCRIPTION
    return entry.kind is EntryKind.NOTE and entry.source_id == file.note_id


def _size(size: int | None) -> str:
    if size is None:
        return ""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def hanging(entries: Entries, reader: Reader, width: int, height: int) -> list[Parts]:
    """The last entries with when, who and for whom to the left of a few lines of text."""
    entries = entries[: max(1, height)]
    stamp = max((len(reader.moment(entry.at)) for entry in entries), default=0)
    indent = stamp + AUTHOR + AUDIENCE + 3
    lines: list[Parts] = []
    for entry in entries:
        mark = audience(entry)
        left = parts(
            (f"{reader.moment(entry.at):{stamp}} ", "quiet"),
            (fit(entry.author, AUTHOR) + " ", "strong"),
            (fit(mark.text, AUDIENCE) + " ", mark.tone),
        )
        texts = wrap(entry.text, max(10, width - indent), lines=HANGING_LINES) or [entry.title]
        sent = on_its_way(entry, reader)
        lines.append((*left, *((sent, Part(" ")) if sent.text else ()), Part(texts[0])))
        lines += [parts(" " * indent, text) for text in texts[1:]]
    return lines[:height]


def last(entry: ConversationEntry, reader: Reader, width: int, height: int) -> list[Parts]:
    """The newest entry in the fewest lines."""
    mark, sent = audience(entry), on_its_way(entry, reader).text
    lead = " ".join(printable(f"{reader.moment(entry.at)} {entry.author} {sent}").split())
    rows = wrap(f"{lead} {mark.text} {entry.text or entry.title}", width, lines=height)
    head = f"{lead} {mark.text}"
    if not rows or not rows[0].startswith(head):
        return [parts(row) for row in rows]
    first = parts((f"{lead} ", "strong"), mark, rows[0][len(head) :])
    return [first, *(parts(row) for row in rows[1:])]


def _byline(entry: ConversationEntry, reader: Reader) -> Parts:
    worked = f" · {clock_text(entry.minutes)} worked" if entry.minutes is not None else ""
    said = " · description" if entry.kind is EntryKind.DESCRIPTION else ""
    customer = " · customer" if entry.from_customer else ""
    sent = on_its_way(entry, reader)
    return parts(
        (reader.moment(entry.at) + " ", "quiet"),
        (entry.author, "strong"),
        (worked + said + customer, "quiet"),
        *((" ", sent) if sent.text else ()),
    )
