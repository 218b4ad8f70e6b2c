"""Thank-yous (domain 6.1): replies that say no more, hidden and never in silence; what a person decides is kept.

Critical incidents and security events are not among them: whatever their customer writes is a reply. Of a ticket that
is complete every reply is told here, for it stands in no queue.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from autotask.entities import Ticket
from desk.acts.after_completion import AfterCompletion, LateReply
from desk.acts.answers import Done, NotDone, Outcome, Verdict
from desk.acts.known import Known
from desk.acts.timekeeping import Keeper
from desk.acts.told import Remark, Thanks
from desk.answering import reply_facts
from desk.entries import sane
from desk.model import ItemId, ItemKind, Micros, StatusKind, WorkItem
from desk.traces import NoteTrace, unanswered_reply
from replica.errors import ReplicaError
from replica.feed import Change
from sla.instants import MINUTE, micros
from workflows.responses import Response, respond

DECIDED = "thanks:"
REOPENED = "reopened:"
TOLD = "late replies told"
"""When the reply was that was told of, by ticket: a start tells of none a second time."""
OF_LATE = timedelta(days=14)
OF_LATE_US = OF_LATE // timedelta(microseconds=1)
NEVER = "W01"
MISTAKES_TOLD = 0.01
"""Share of thank-yous that were none, from which it is told."""


class Replying:
    """Replies that were taken for thanks."""

    def __init__(self, known: Known, keeper: Keeper, moved: Callable[[], None]) -> None:
        self._known = known
        self._keeper = keeper
        self._moved = moved
        self._opened: dict[int, Micros] = {}
        self._after = AfterCompletion(known)
        for name, body in keeper.kept(REOPENED).items():
            if isinstance(body, int):
                self._remember(int(name.removeprefix(REOPENED)), body)
        for name, body in keeper.kept(DECIDED).items():
            if isinstance(body, bool):
                ticket, _, at = name.removeprefix(DECIDED).partition(":")
                known.desk.decide_thanks(int(ticket), int(at), thanks=body)

    def saw(self, changes: Sequence[Change]) -> list[int]:
        """Changes of the copy; returns tickets that have left Complete."""
        self._after.saw(changes, self._known.now - OF_LATE)
        opened = []
        for change in changes:
            before, after = change.before, change.after
            if not isinstance(before, Ticket) or not isinstance(after, Ticket):
                continue
            was, now = (self._known.kind_of_status(row.status) for row in (before, after))
            if was is StatusKind.COMPLETE and now is not StatusKind.COMPLETE:
                completed = sane(before.completed_date or before.resolved_date_time)
                self._remember(change.id, completed if completed is not None else micros(self._known.now))
                opened.append(change.id)
        return opened

    def _remember(self, ticket_id: int, completed: Micros) -> None:
        self._opened[ticket_id] = completed
        self._known.desk.remember_completion(ticket_id, completed)

    async def keep(self, opened: Sequence[int]) -> None:
        """Remember when tickets were completed first: Autotask forgets it when they are opened again."""
        for ticket_id in opened:
            try:
                await self._keeper.keep(f"{REOPENED}{ticket_id}", self._opened[ticket_id])
            except ReplicaError:
                return

    async def look(self, tell: Callable[[Remark], None]) -> None:
        """Look for replies on complete tickets; tell once what a person should read of the new ones: all but thanks, on
        tickets that are mine or nobody's. They are counted until the person says that they have.

        Raises:
            ReplicaError: the copy could not be asked.
        """
        new = await self._after.look(self._known.now - OF_LATE)
        told = self._told_of()
        waiting = [late for late in new if self._waits_for_me(late) and told.get(late.item.id.id) != late.reply.at]
        if len(waiting) > 1:
            tell(Remark(f"{len(waiting)} customers wrote on complete tickets (K)", grave=True))
        elif waiting:
            tell(self._remark(*waiting))
        if waiting:
            await self._keep_told(told | {late.item.id.id: late.reply.at for late in waiting})
        if new:
            self._moved()

    @property
    def waiting(self) -> int:
        """Replies on complete tickets that the person at the screen has to look at."""
        return sum(map(self._waits_for_me, self._after.replies(micros(self._known.now - OF_LATE))))

    def _told_of(self) -> dict[int, Micros]:
        body = self._keeper.kept(TOLD).get(TOLD)
        return {int(ticket): at for ticket, at in body.items()} if isinstance(body, dict) else {}

    async def _keep_told(self, told: Mapping[int, Micros]) -> None:
        """Where it cannot be kept, the next start tells of them again: better twice than never."""
        since = micros(self._known.now - OF_LATE)
        with suppress(ReplicaError):
            await self._keeper.keep(TOLD, {str(ticket): at for ticket, at in told.items() if at >= since})

    def thanks(self, of: ItemId | None = None) -> Sequence[Thanks]:
        """All of the open tickets, and every reply on complete ones; or that of one ticket."""
        found = [each for item in self._tickets(of) if (each := self._read(item)) is not None]
        late = self._after.replies(micros(self._known.now - OF_LATE))
        found += [self._told(each) for each in late if of in (None, each.item.id)]
        return sorted(found, key=lambda each: (each.waits, each.at), reverse=True)

    async def not_thanks(self, key: str) -> Outcome:
        outcome = await self._decide(key, thanks=False)
        decided = [body for body in self._keeper.kept(DECIDED).values() if isinstance(body, bool)]
        wrong = sum(not body for body in decided)
        if isinstance(outcome, Done) and len(decided) and wrong / max(100, len(decided)) > MISTAKES_TOLD:
            return Done("", f"{outcome.says}. {wrong} were mistaken so far: tell us which")
        return outcome

    async def is_thanks(self, key: str) -> Outcome:
        return await self._decide(key, thanks=True)

    async def _decide(self, key: str, *, thanks: bool) -> Outcome:
        ticket, _, at = key.partition(":")
        try:
            await self._keeper.keep(f"{DECIDED}{key}", thanks)
        except ReplicaError as error:
            return NotDone(Verdict(), str(error))
        self._known.desk.decide_thanks(int(ticket), int(at), thanks=thanks)
        self._moved()
        return Done("", "It counts as thanks" if thanks else "It counts as a reply")

    def _tickets(self, of: ItemId | None) -> Sequence[WorkItem]:
        roster = self._known.state.roster.entries
        entries = roster.values() if of is None else filter(None, [roster.get(of)])
        notes = self._known.state.records.notes
        return [entry.mine for entry in entries if entry.item.id.kind is ItemKind.TICKET and notes.of(entry.item.id.id)]

    def _read(self, item: WorkItem) -> Thanks | None:
        known, found = self._known, item.classification
        ticket = known.state.records.tickets.get(item.id.id)
        if ticket is None or found is None or found.workflow == NEVER or found.security:
            return None
        reply = self._unanswered(item)
        if reply is None or reply.at < micros(known.now - OF_LATE):
            return None
        verdict = respond(reply_facts(known.state.tenant, ticket, found, reply, self._opened.get(item.id.id)))
        said = self._keeper.kept(DECIDED).get(f"{DECIDED}{item.id.id}:{reply.at}")
        if verdict.response is Response.ANSWER and said is None:
            return None
        return Thanks(
            key=f"{item.id.id}:{reply.at}",
            item=item.id,
            number=item.number,
            title=item.title,
            who=known.state.tenant.contact_name(reply.contact),
            at=reply.at,
            text=reply.text,
            why=verdict.why,
            reopened=self._reopened(item, reply),
            sure=verdict.suppresses or said is not None,
            decided=said if isinstance(said, bool) else None,
        )

    def _told(self, late: LateReply) -> Thanks:
        item, reply, said = late.item, late.reply, self._said(late)
        return Thanks(
            key=f"{item.id.id}:{reply.at}",
            item=item.id,
            number=item.number,
            title=item.title,
            who=self._known.state.tenant.contact_name(reply.contact),
            at=reply.at,
            text=reply.text,
            why=late.verdict.why,
            reopened=False,
            sure=late.verdict.suppresses or said is not None,
            decided=said,
            complete=True,
            real=late.verdict.response is Response.ANSWER,
            waits=self._waits_for_me(late),
        )

    def _said(self, late: LateReply) -> bool | None:
        said = self._keeper.kept(DECIDED).get(f"{DECIDED}{late.item.id.id}:{late.reply.at}")
        return said if isinstance(said, bool) else None

    def _waits_for_me(self, late: LateReply) -> bool:
        mine = late.item.owner_id in (None, self._known.me)
        return mine and not late.verdict.suppresses and self._said(late) is None

    def _remark(self, late: LateReply) -> Remark:
        who = self._known.state.tenant.contact_name(late.reply.contact) or "the customer"
        says = f"{late.item.short_id} is complete, and {who} wrote on it: {late.verdict.why} (K)"
        return Remark(says, late.item.id, grave=True)

    def _unanswered(self, item: WorkItem) -> NoteTrace | None:
        records = self._known.state.records
        notes, work = records.notes.of(item.id.id), records.work.of(item.id.id)
        return unanswered_reply(notes, work.values(), self._known.state.tenant.is_person)

    def _reopened(self, item: WorkItem, reply: NoteTrace) -> bool:
        """Whether it was complete when the thanks came, a fortnight back at most."""
        ticket = self._known.state.records.tickets.get(item.id.id)
        completed = self._opened.get(item.id.id)
        if completed is None and ticket is not None:
            completed = sane(ticket.completed_date)
        return completed is not None and completed - MINUTE <= reply.at <= completed + OF_LATE_US
