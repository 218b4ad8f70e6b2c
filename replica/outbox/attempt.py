"""One attempt at one op, and one look for it: the page that the rest of the outbox exists for.

check     read what has to be read; nothing has left yet
claim     inflight is on disk; from here on the write may have happened
send      once
read back yes is believed when it is seen

look      found: done, at once. Not found: only a look that began after settle is believed
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from autotask.errors import AutotaskError, NoImpersonation, OwnRefusal, Refused, Throttled, Unauthorised
from replica.outbox.book import Book
from replica.outbox.calling import call_for
from replica.outbox.effects.effect import (
    Absent,
    Call,
    Finding,
    Impossible,
    Moved,
    Ready,
    Several,
    There,
    Unseeable,
)
from replica.outbox.effects.values import Value
from replica.outbox.errors import OpClaimed
from replica.outbox.op import Op, State
from replica.outbox.server import Server
from replica.outbox.settings import OutboxSettings

logger = logging.getLogger(__name__)

_OURS = (ValueError, LookupError, AttributeError, TypeError)
"""Nothing of the network: what raises these before anything was sent will raise them the next time, too."""


class Attempt:
    """Sends ops and looks for them, over one connection."""

    def __init__(
        self, book: Book, server: Server, settings: OutboxSettings, words: Callable[[str, Value], str]
    ) -> None:
        self._book = book
        self._server = server
        self._settings = settings
        self._calls = partial(call_for, book, server, words=words)

    async def send(self, op: Op) -> bool:
        """Send a pending op. False where it could not be claimed: it is not what we thought it was.

        Raises:
            AutotaskError: what is wrong with the way to Autotask. The op is pending as before, because nothing of it
                can have left; after `Throttled` it is unknown.
        """
        call = await self._calls(op)
        if op.effect.needs - call.made.keys():
            error = "What this belongs to is not known to be in Autotask: enter it anew, or drop it."
            await self._book.move(op.op_id, State.REJECTED, "belongs to nothing", error=error)
            return True
        check = await self._checked(op, call)
        if check is None:
            return True
        claimed = await self._book.claim(op.op_id, self._server.server_now(), check.note or None)
        if claimed is None:
            return False
        await self._send_once(claimed, check)
        return True

    async def _send_once(self, op: Op, ready: Ready) -> None:
        call = await self._calls(op)
        try:
            record_id = await op.effect.send(call, ready)
        except Unauthorised as trouble:
            await self._book.move(op.op_id, State.PENDING, "the key was refused", error=trouble.sentence)
            raise
        except NoImpersonation as refusal:
            # Entered in the API user's own name it is entered all the same; the audit says why.
            await self._book.move(op.op_id, State.PENDING, f"not in their name: {_words_of(refusal)}", author=None)
        except OwnRefusal as refusal:
            await self._book.move(op.op_id, State.REJECTED, "not sent, by our own rules", error=refusal.sentence)
        except Refused as refusal:
            await self._rejected(op, refusal)
        except AutotaskError as trouble:
            if not trouble.left:
                await self._book.move(op.op_id, State.PENDING, "nothing left this machine", error=trouble.sentence)
                raise
            await self._unknown(op, trouble.sentence)
            if isinstance(trouble, Throttled):
                raise
        except Exception as error:
            logger.exception("sending failed in a way that nobody foresaw")
            await self._unknown(op, f"Sending failed in a way that nobody foresaw ({type(error).__name__}).")
        else:
            await self._read_back(op, replace(call, answered=True, remote_id=record_id))

    async def look(self, op: Op, *, settled: bool) -> bool:
        """Look for an op of unknown fate. True when its fate is known now.

        Args:
            op: Which.
            settled: Whether absence is believed.

        Raises:
            AutotaskError: it could not be looked for.
        """
        try:
            finding = await op.effect.find(await self._calls(op))
        except Refused as refusal:
            if not settled:
                raise
            why = f"Whether this is in Autotask cannot be looked up: {_words_of(refusal)}"
            return bool(await self._book.move(op.op_id, State.HELD, "cannot be looked up", error=why))
        if isinstance(finding, There):
            return await self._found(op, finding, "found in Autotask")
        if not settled:
            return False
        await self._believed(op, finding)
        return True

    async def _checked(self, op: Op, call: Call) -> Ready | None:
        """What is ready to be sent; None where its fate is known without sending."""
        try:
            check = await op.effect.check(call)
        except Refused as refusal:
            await self._rejected(op, refusal)
            return None
        except _OURS as fault:
            logger.exception("what is to be sent cannot be worked out")
            error = f"This cannot be sent: servicedeck fails over what it says ({type(fault).__name__})."
            await self._book.move(op.op_id, State.REJECTED, "not sent, by a fault of ours", error=error)
            return None
        match check:
            case Ready():
                return check
            case There():
                await self._found(op, check, "was so already")
            case Moved() if op.effect.gives_way:
                await self._give_way(op, call, check)
            case Moved():
                await self._conflict(op, check)
            case Impossible():
                await self._book.move(op.op_id, State.REJECTED, "cannot be sent", error=check.sentence)
        return None

    async def _read_back(self, op: Op, call: Call) -> None:
        """Autotask said yes: see it with our own eyes, or go on looking."""
        try:
            finding: Finding = await op.effect.find(call)
        except AutotaskError as trouble:
            finding = Absent(trouble.sentence)
        if isinstance(finding, There):
            await self._found(op, finding, "written and read back")
            return
        if isinstance(finding, Unseeable) and call.remote_id is not None:
            await self._done_unseen(op, call.remote_id, finding)
            return
        claim: dict[str, Any] = (
            {} if call.remote_id is None else {"remote_kind": op.effect.collection, "remote_id": call.remote_id}
        )
        try:
            await self._unknown(op, "Autotask said yes, but it is not to be seen yet.", answered=True, **claim)
        except OpClaimed:
            await self._unknown(op, "Autotask said yes with the id of something else.")

    async def _found(self, op: Op, there: There, why: str) -> bool:
        try:
            return bool(await self._book.done(op, there, why, last_ended=self._server.server_now()))
        except OpClaimed:
            # Two ops looked at the same moment, and the other was quicker: this one is still to be found.
            if op.state is State.INFLIGHT:
                await self._unknown(op, "What was found belongs to another entry.")
            return False

    async def _done_unseen(self, op: Op, record_id: int, finding: Unseeable) -> None:
        """A yes with an id is the best that can be had of a record that Autotask hides from us."""
        claim: dict[str, Any] = {"remote_kind": op.effect.collection, "remote_id": record_id}
        await self._book.move(
            op.op_id, State.DONE, "written; hidden from the API user", error=finding.sentence, **claim
        )

    async def _believed(self, op: Op, finding: Finding) -> None:
        """Settle has passed, so that what was seen is how it is."""
        match finding:
            case Absent() if op.answered:
                error = f"Autotask said yes and undid this. {finding.sentence}".rstrip()
                released: dict[str, Any] = {"remote_kind": None, "remote_id": None, "answered": False}
                await self._book.move(op.op_id, State.REJECTED, "undone by Autotask", error=error, **released)
            case Absent() if op.attempts >= self._settings.most_attempts:
                error = f"Sent {op.attempts} times and never arrived. Send it again, or drop it."
                await self._book.move(op.op_id, State.HELD, "sent too often", error=error)
            case Absent():
                await self._book.move(op.op_id, State.PENDING, "not in Autotask, to be sent again")
            case Moved() if op.effect.gives_way:
                await self._book.move(op.op_id, State.PENDING, "changed meanwhile, to be looked at again")
            case Moved():
                await self._conflict(op, finding)
            case Several(ids):
                error = f"{len(ids)} records in Autotask look like this one. Say which it is, or drop it."
                await self._book.move(op.op_id, State.HELD, "found more than once", error=error, found=ids)
            case Unseeable(sentence):
                await self._book.move(op.op_id, State.HELD, "cannot be seen", error=sentence)

    async def _conflict(self, op: Op, moved: Moved) -> None:
        fields = ", ".join(clash.field.removesuffix("_id").replace("_", " ") for clash in moved.clashes)
        error = f"Changed by somebody else meanwhile: {fields}. Keep yours or take theirs."
        await self._book.move(op.op_id, State.CONFLICT, "changed meanwhile", error=error, clashes=moved.clashes)

    async def _give_way(self, op: Op, call: Call, moved: Moved) -> None:
        """Nobody is asked, for nobody had asked for it. What goes with it ends first, lest it be left alone."""
        for other in self._book.live():
            if other.after == op.op_id:
                await self._book.move(other.op_id, State.CANCELLED, "what it goes with gave way")
        said = ", ".join(
            f"{clash.field.removesuffix('_id').replace('_', ' ')} is {call.words(clash.field, clash.theirs)} by now"
            for clash in moved.clashes
        )
        remark = f"{said}, set by somebody else: that stays."
        await self._book.move(op.op_id, State.CANCELLED, "somebody else was quicker", remark=remark)

    async def _rejected(self, op: Op, refusal: Refused) -> None:
        ended = self._server.server_now()
        await self._book.move(op.op_id, State.REJECTED, "refused", error=_words_of(refusal), last_ended=ended)

    async def _unknown(self, op: Op, error: str, **changes: Any) -> None:
        ended = self._server.server_now()
        await self._book.move(op.op_id, State.UNKNOWN, "fate unknown", error=error, last_ended=ended, **changes)


def _words_of(refusal: Refused) -> str:
    return " ".join(refusal.texts) or refusal.sentence
