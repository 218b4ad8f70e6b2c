"""What a person decides about an act in the log: send it again, edit it, give it up, say which record it is."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from desk.acts.offers import Choice
from desk.acts.told import LogEntry, Stage
from tui.acting import presses
from tui.acting.reopened import REOPENED
from tui.acting.work import Work
from tui.commands.log import ADOPT, DROP, EDIT, RETRY, UNDO
from tui.commands.record import Command
from tui.forms.chooser import Chooser
from tui.forms.confirm import Confirm
from tui.widgets.parts import Parts, paragraph

READ_BACK = 500
"""Lines among which those of one act are looked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One of them.

    Attributes:
        needs: the name in `LogEntry.can` that allows it; "" where the desk itself says whether it can be done.
        else_says: why it cannot be done where that is not among them.
    """

    command: Command
    needs: str
    else_says: str
    do: Callable[[Work, LogEntry], Awaitable[None]]


async def decide(name: str, work: Work, entry: LogEntry) -> None:
    """Do it, or say why it cannot be done."""
    decision = DECISIONS[name]
    if not decision.needs or decision.needs in entry.can:
        await decision.do(work, entry)
    else:
        work.screen.tell(decision.else_says)


async def _retry(work: Work, entry: LogEntry) -> None:
    work.tell(await work.acts.retry(entry.op_id))


async def _drop(work: Work, entry: LogEntry) -> None:
    def asked(width: int) -> list[Parts]:
        return [
            *paragraph(f"{entry.what} {entry.ticket}", width, tone="strong"),
            (),
            *paragraph("It will not be sent. What was typed stays in this log.", width),
        ]

    if await work.ask(Confirm("Drop it?", asked, "drop it")):
        work.tell(await work.acts.drop(entry.op_id))


async def _edit(work: Work, entry: LogEntry) -> None:
    command = await work.acts.reopen(entry.op_id)
    form = REOPENED.get(type(command)) if command is not None else None
    if command is None or form is None:
        work.screen.tell("No form makes this one: R sends it again, d drops it.", seconds=8)
        return
    await form(work, command)


async def _adopt(work: Work, entry: LogEntry) -> None:
    if not entry.found:
        work.screen.tell("No record was found that could be it: R sends it again, d drops it.", seconds=8)
        return
    found = [Choice(id_, f"record {id_}") for id_ in entry.found]
    picked = await work.ask(Chooser("Which one is it?", found, columns=("In Autotask", "")))
    if picked is not None:
        work.tell(await work.acts.adopt(entry.op_id, picked.choice.id))


async def _undo(work: Work, entry: LogEntry) -> None:
    """The whole act, which may have been one of several lines; asked first where those are about several tickets."""
    if entry.stage is Stage.HERE and "undo" not in entry.can:
        work.screen.tell(f"There is nothing to take back: {entry.says}.", seconds=8)
        return
    of_the_act = [each for each in await work.acts.log(READ_BACK) if each.act_id == entry.act_id]
    tickets = list(dict.fromkeys(each.ticket for each in of_the_act))

    def asked(width: int) -> list[Parts]:
        return [*paragraph(", ".join(tickets), width, tone="strong"), (), *paragraph("They were one act.", width)]

    if len(tickets) > 1 and not await work.ask(Confirm(f"Take it back on {len(tickets)} tickets?", asked, "take back")):
        return
    outcome = await work.acts.undo_act(entry.act_id)
    await presses.tell_taken_back(work, outcome, entry.act_id if entry.stage is Stage.PENDING else "")


DECISIONS: Mapping[str, Decision] = {
    "retry": Decision(RETRY, "retry", "Only what was refused or held is sent again.", _retry),
    "edit": Decision(EDIT, "edit", "It is on its way or over: it can be edited here no more.", _edit),
    "drop": Decision(DROP, "drop", "It is on its way or over: there is nothing to drop.", _drop),
    "undo": Decision(UNDO, "", "", _undo),
    "adopt": Decision(ADOPT, "adopt", "Only what nobody can tell from another is to be told.", _adopt),
}
