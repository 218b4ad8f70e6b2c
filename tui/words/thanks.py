"""Thank-yous in words: whose reply was taken for thanks, why, and what a person said about it.

Beside them stand all replies on complete tickets, for these are in no queue.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.pages import FileLine, TicketDetail
from tui.widgets.cells import fit
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.widgets.parts import Parts, paragraph, parts
from tui.words.conversation import file_words
from tui.words.queue import FULL_NUMBER, SHORT_NUMBER, short_number
from tui.words.reader import Reader

if TYPE_CHECKING:
    from desk.acts.told import Thanks

LABEL = 13


def columns(*, short: bool) -> tuple[Column, ...]:
    return (
        Column("taken", "Taken for", 16, toned=True),
        Column("at", "When", 10, gives_way=2),
        Column("number", "Ticket", SHORT_NUMBER if short else FULL_NUMBER),
        Column("who", "Who", 16, gives_way=1, narrow=8),
        Column("text", "What was written", 20, flexible=True),
    )


def taken_for(reply: "Thanks") -> str:
    """What it counts as now."""
    if reply.decided is None:
        return "a reply: open?" if reply.real else "thanks" if reply.sure else "thanks? you say"
    return "thanks, you said" if reply.decided else "reply, you said"


def line(reply: "Thanks", reader: Reader, *, short: bool) -> Line:
    """One reply."""
    number = short_number(reply.number) if short else reply.number
    text = " ".join(reply.text.split())
    shown_as = "soon" if not reply.sure else "strong" if reply.decided is False else "active"
    return Line((taken_for(reply), reader.moment(reply.at), number, reply.who, text), shown_as)


def detail(reply: "Thanks", files: Sequence[FileLine], width: int) -> list[Parts]:
    """All of it, what came with it, why it was told so, and what can be done."""
    if reply.complete:
        opened = "the ticket is complete still: O opens it again"
    elif reply.reopened:
        opened = "it has opened the ticket again: x completes it again"
    else:
        opened = "it has not opened the ticket again"
    came = "\n".join(map(file_words, files))
    said = [("Ticket", reply.title), ("Written", reply.text), *([("With it", came)] if came else [])]
    rows: list[Parts] = []
    for label, text in (*said, ("Told by", reply.why), ("Since", opened)):
        first, *rest = paragraph(text, width, indent=LABEL) or [parts(" " * LABEL)]
        rows += [parts((fit(label, LABEL), "quiet"), first[0].text[LABEL:]), *rest]
    return rows


def came_with(reply: "Thanks", page: TicketDetail | None) -> tuple[FileLine, ...]:
    """The files of a reply, as far as the page of its ticket has them."""
    if page is None:
        return ()
    notes = {entry.source_id for entry in page.notes if entry.from_customer and entry.at == reply.at}
    return tuple(file for file in page.files if file.note_id is not None and file.note_id in notes)


def hidden(reply: "Thanks") -> bool:
    """Whether nobody is asked to answer it."""
    return reply.sure if reply.decided is None else reply.decided


def counted(replies: Sequence["Thanks"]) -> str:
    """How many of them wait for a person, and how many are hidden."""
    waiting = sum(reply.waits for reply in replies)
    told = [f"{waiting} wait{'' if waiting > 1 else 's'} for you"] if waiting else []
    return " · ".join([*told, f"{sum(map(hidden, replies))} hidden"])


def banner(reply: "Thanks", width: int) -> list[Parts]:
    """On the page of the ticket: that the last reply is hidden from the queue, and where that is turned round."""
    if not hidden(reply):
        return []
    who = reply.who or "the customer"
    said = f"The last reply, of {who}, was taken for thanks: nobody is asked to answer it. K turns that round."
    return [*paragraph(said, width, tone="key"), ()]
