"""The ticket under the cursor, as far as there is room beside the list."""

from desk.model import WorkItem
from desk.pages import PlannedPage, TicketDetail
from tui.widgets.parts import Part, Parts, joined, parts
from tui.words import conversation, planned, ticket
from tui.words.reader import Reader

Detail = TicketDetail | PlannedPage

TALL = 24
"""From this height on, every entry has its own block and the service level is shown."""


def heading(item: WorkItem | None, sent: Part) -> Parts:
    """Number and title, what of it is not in Autotask in front."""
    if item is None:
        return parts("No ticket")
    return parts(sent, " " if sent.text else "", (f"{item.short_id} {item.title}", "strong"))


def strip(item: WorkItem | None, detail: Detail | None, reader: Reader, width: int, height: int) -> list[Parts]:
    """What was said last."""
    if item is None:
        return []
    if isinstance(detail, PlannedPage):
        label = Part(" Plan   ", "key")
        rows = planned.strip(detail, reader, width - len(label.text), height)
        return [(label if at == 0 else Part(" " * len(label.text)), *row) for at, row in enumerate(rows)]
    label = Part(" Last   ", "key")
    if detail is None or not detail.conversation:
        return [(label, Part(_silence(detail), "quiet"))]
    rows = conversation.last(detail.conversation[0], reader, width - len(label.text), height)
    return [(label if at == 0 else Part(" " * len(label.text)), *row) for at, row in enumerate(rows)]


def panel(item: WorkItem | None, detail: Detail | None, reader: Reader, width: int, height: int) -> list[Parts]:
    """The facts in a line, the service level where there is room, and the conversation."""
    if item is None:
        return []
    if detail is None:
        return [_facts(item)]
    if isinstance(detail, PlannedPage):
        return planned.panel(detail, reader, width)
    head = ticket.summary(detail, reader, width)
    if height < TALL:
        entries = conversation.hanging(detail.conversation, reader, width, height - len(head) - 1)
        return [*head, (), *(entries or [parts((_silence(detail), "quiet"))])]
    head += [(), *ticket.service_level(detail, reader, width), ()]
    if detail.checklist:
        head.append(parts(("Checklist ", "quiet"), f"{detail.checklist_done} of {len(detail.checklist)} done"))
        head += [*ticket.checklist(detail, reader, width), ()]
    said = conversation.blocks(detail.conversation, reader, width)
    return [*head, *(said or [parts((_silence(detail), "quiet"))])]


def _facts(item: WorkItem) -> Parts:
    return joined((Part(item.status, "strong"), Part(item.priority_mark), Part(item.company), Part(item.contact)))


def _silence(detail: TicketDetail | None) -> str:
    return "Nothing has been said on it yet." if detail is not None else ""
