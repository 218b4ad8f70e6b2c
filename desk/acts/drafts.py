"""What is being typed, kept on disk: a form that was not sent comes back with its text, after a crash too."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from desk.acts.commands import ActId, AddNote, ChangeTicket, Command, Complete, CreateTicket, Hold, LogTime
from desk.acts.known import Known
from desk.acts.offers import Draft
from desk.acts.timekeeping import Keeper
from desk.model import ItemId, ItemKind
from replica.errors import ReplicaError

DRAFTS = "draft:"
_FORMS: dict[type[Command], str] = {
    LogTime: "time",
    AddNote: "note",
    Hold: "hold",
    ChangeTicket: "change",
    Complete: "complete",
    CreateTicket: "create",
}
"""The forms whose drafts end when their command is done."""


class Drafts:
    """The drafts of forms."""

    def __init__(self, known: Known, keeper: Keeper) -> None:
        self._known = known
        self._keeper = keeper

    async def keep(self, form: str, item: ItemId | None, values: Mapping[str, object], act_id: ActId = "") -> str:
        body = {
            "act": act_id,
            "form": form,
            "item": None if item is None else [item.kind.value, item.id],
            "values": dict(values),
            "saved": self._known.now,
        }
        try:
            await self._keeper.keep(_name(form, item), body)
        except (ReplicaError, TypeError) as error:
            return str(error)
        return ""

    def get(self, form: str, item: ItemId | None) -> Draft | None:
        name = _name(form, item)
        body = self._keeper.kept(name).get(name)
        return None if body is None else _draft(name, body)

    def all(self) -> Sequence[Draft]:
        drafts = [_draft(name, body) for name, body in self._keeper.kept(DRAFTS).items()]
        return sorted(drafts, key=lambda draft: draft.saved or self._known.now, reverse=True)

    async def drop(self, form: str, item: ItemId | None) -> None:
        name = _name(form, item)
        if name in self._keeper.kept(name):
            await self._keeper.forget(name)

    async def catch_up(self, done: Callable[[ActId], Awaitable[bool]]) -> None:
        """Drop what a program that died had entered and still kept as a draft.

        Args:
            done: whether an act is on disk and was not taken back.
        """
        for name, body in list(self._keeper.kept(DRAFTS).items()):
            if (act_id := body.get("act")) and await done(act_id):
                await self._keeper.forget(name)

    async def entered(self, command: Command) -> None:
        """A command is done: what was typed for it is no draft any more."""
        form = _FORMS.get(type(command))
        if form is not None:
            ticket = getattr(command, "ticket_id", None)
            task = getattr(command, "task_id", None)
            item = None if task is None else ItemId(ItemKind.TASK, task)
            with suppress(ReplicaError):
                await self.drop(form, item if ticket is None else ItemId(ItemKind.TICKET, ticket))


def _name(form: str, item: ItemId | None) -> str:
    return f"{DRAFTS}{form}:" + ("" if item is None else f"{item.kind.value}:{item.id}")


def _draft(name: str, body: Mapping[str, object]) -> Draft:
    item, values, saved = body.get("item"), body.get("values"), body.get("saved")
    return Draft(
        name=name,
        form=str(body.get("form")),
        item=ItemId(ItemKind(item[0]), int(item[1])) if isinstance(item, list) and len(item) == 2 else None,
        values=values if isinstance(values, dict) else {},
        saved=saved if isinstance(saved, datetime) else None,
        why="not sent",
    )
