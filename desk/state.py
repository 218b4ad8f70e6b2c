"""Everything the desk knows: the tenant, the open work, the order, my day. Built in one go, then kept true."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from autotask.entities import Ticket
from desk.assemble import TicketAssembler
from desk.daybook import DayBook
from desk.diaries import Diaries
from desk.entries import LAST_SANE, Entry, sane
from desk.judgements import Judgements
from desk.model import ItemId, ItemKind, Micros, Person
from desk.on_call import CallOut
from desk.people import UnknownPerson, answers_to, find_person, person
from desk.putting_aside import PutAside
from desk.records import Children, Records, read_children
from desk.roster import Roster
from desk.settings import DeskSettings
from desk.tenant import CROWD, HOURS, Tenant
from desk.viewing import Viewing
from replica.feed import Change
from replica.store import PICKLISTS, Replica
from workflows.on_call import Rota

SHOWN_AT_ONCE = 100
"""Tickets of others that are put in order before the first screen: more than one screen shows of the team's queue."""
PLAN_UNMAPPED = (
    "No ticket has a resolution plan recorded, so it seems that no status of the tenant records one: "
    "the milestone is shown as not applicable. Map a status to Resolution Plan, or say so in the settings."
)


@dataclass(frozen=True, slots=True)
class InHand:
    """What the person has taken in hand: it survives a rebuild."""

    timer_on: ItemId | None = None
    pinned: frozenset[ItemId] = frozenset()
    aside: Mapping[ItemId, PutAside] = field(default_factory=dict)
    """What they skipped; it stands behind until it changes."""


class State:
    """One generation of the live desk. Used on one thread at a time: built in a reading thread, then on the loop."""

    def __init__(
        self, settings: DeskSettings, judgements: Judgements, in_hand: InHand, rotas: Sequence[Rota] = ()
    ) -> None:
        self._settings = settings
        self._judgements = judgements
        self.tenant = Tenant(settings)
        self.viewing = Viewing(None, in_hand.timer_on, in_hand.pinned)
        self.viewing.aside = in_hand.aside
        self.call_out = self.viewing.call_out = CallOut(rotas, self.tenant)
        self.records = Records(self.tenant.labels)
        self.roster = Roster(self.tenant, self.records, judgements, self.viewing)
        self.diaries = Diaries(self.tenant.labels)
        self.book = DayBook(None, self.diaries.of(None))
        self.me_problem = ""
        """Why `me` is nobody, in one sentence for the person; empty when it is somebody or was not asked for."""
        self.coming: list[ItemId] = []
        """Items of the copy that are not in order yet, the most urgent first."""
        self.outdated = False
        """Words of the tenant changed, or it has just become known who "me" is: build everything anew."""

    @classmethod
    def build(
        cls,
        copy: Replica,
        settings: DeskSettings,
        judgements: Judgements,
        in_hand: InHand,
        now: Micros,
        *,
        whole: bool = True,
        over: Iterable[Change] = (),
        rotas: Sequence[Rota] = (),
    ) -> "State":
        """Read the copy and put everything in order, or what comes first; for a reading thread.

        Args:
            over: rows that are not as the copy has them, because what was entered is on its way.
        """
        state = cls(settings, judgements, in_hand, rotas)
        state.tenant.load(copy)
        state.records.labels = state.tenant.labels
        state.records.load(copy)
        state.records.crowds.moved.clear()
        state.tenant.learn_hours(state.records.tickets.values())
        state.viewing.me = state._resolve_me()
        state.diaries = Diaries(state.tenant.labels)
        state.diaries.load(copy, state.records.appointments.values())
        state.roster.interventions.diaries = state.diaries
        state.book = DayBook(state.viewing.me_id, state.diaries.of(state.viewing.me_id))
        state.book.load(copy, now)
        for change in over:
            state.apply(change)
        if lacking := tuple(state.records.unread):
            state.records.adopt(read_children(copy, lacking))
            state.records.unread.clear()
        items = state._urgent_first()
        first = len(items) if whole else state._enough_for_a_start(items)
        state.roster.fill(items[:first], now)
        state.coming = items[first:]
        return state

    def apply(self, change: Change) -> Iterable[ItemId]:
        """Take in a change. Returns the items that have to be assembled anew; everything as it is iterated over."""
        if change.kind == PICKLISTS:
            self.outdated = True
            return ()
        touched: set[ItemId] = set()
        if change.kind in self.tenant.kinds:
            key = self.tenant.apply(change.kind, change.id, change.after)
            if key == HOURS:
                return self.records.all_items()
            touched |= self.roster.readers_of(key)
            if self.me_problem and change.kind == "Resources" and change.after is not None:
                self.outdated |= answers_to(person(change.after), self._settings.me)
        planned = self.records.plan_recorded
        touched |= self.records.apply(change.kind, change.id, change.after)
        for company in self.records.crowds.moved:
            touched |= self.roster.readers_of((CROWD, company))
        self.records.crowds.moved.clear()
        self.diaries.apply(change.kind, change.id, change.after)
        if change.kind in Diaries.OF_ABSENCE:
            for row in (change.before, change.after):
                if row is not None and row.resource_id is not None:
                    touched |= self.roster.readers_of(("Resources", row.resource_id))
        self.book.apply(change.kind, change.id, change.after)
        if planned is not self.records.plan_recorded:
            return chain(touched, self.records.all_items())
        return touched

    def names_are_read(self) -> frozenset[ItemId]:
        """The first fill is over. Returns the items that wait for a name that did not come with it, or all of them
        where the fill has taught other hours than were assumed."""
        if self.tenant.filling and self.tenant.learn_hours(self.records.tickets.values()):
            self.tenant.names_are_read()
            return frozenset(self.records.all_items())
        return frozenset(item for key in self.tenant.names_are_read() for item in self.roster.readers_of(key))

    def entry_of(self, ticket: Ticket, children: Children, now: Micros) -> Entry:
        """A ticket as it stands in the order, or as it would stand if it were open."""
        entry = self.roster.entries.get(ItemId(ItemKind.TICKET, ticket.id))
        if entry is not None:
            return entry
        apart = Records(self.tenant.labels)
        apart.tickets[ticket.id] = ticket
        apart.adopt(children)
        apart.bookings, apart.plan_recorded = self.records.bookings, self.records.plan_recorded
        assembler = TicketAssembler(self.tenant, apart, self._judgements, self.viewing)
        made = assembler.assemble(ticket, 0, now)
        assembler.forget(ticket.id)
        assert made.entry is not None  # noqa: S101 - a ticket is always something to show
        return made.entry

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know once about the tenant."""
        told = [*self.tenant.calendars.problems, *(self.call_out.problems if self.tenant.people else ())]
        said = self._settings.resolution_plan_mapped
        if not (said or (said is None and self.records.plan_recorded)):
            told.append(PLAN_UNMAPPED)
        if self.tenant.strange_hours:
            told.append(self.tenant.strange_hours)
        if self.roster.unreckoned:
            told.append(self.roster.unreckoned)
        return tuple(told)

    def discard(self) -> Iterator[None]:
        """Let go of everything, some at each step: this generation has been replaced, and nobody asks it any more.

        The collector does not see what it holds (`desk.settled`), so nothing of it may refer back to itself.
        """
        self.diaries.discard()
        return chain(self.roster.discard(), self.records.discard(), self.tenant.discard())

    def take_in_hand(self, in_hand: InHand) -> set[ItemId]:
        """Change what the person has in hand. Returns the items that stand elsewhere for them now."""
        viewing, before = self.viewing, InHand(self.viewing.timer_on, self.viewing.pinned, self.viewing.aside)
        viewing.timer_on, viewing.pinned, viewing.aside = in_hand.timer_on, in_hand.pinned, in_hand.aside
        timers = {item for item in (before.timer_on, in_hand.timer_on) if item is not None}
        asides = before.aside.keys() | in_hand.aside.keys()
        moved = {item for item in asides if before.aside.get(item) != in_hand.aside.get(item)}
        return timers | (before.pinned ^ in_hand.pinned) | moved

    def _urgent_first(self) -> list[ItemId]:
        """All items: tasks and appointments, which cost nothing, my tickets, then all others by what is due first."""
        items, mine = self.records.all_items(), self._seems_mine
        return sorted(items, key=lambda item: (item.kind is ItemKind.TICKET and not mine(item), self._due_of(item)))

    def _enough_for_a_start(self, items: Sequence[ItemId]) -> int:
        mine = sum(item.kind is not ItemKind.TICKET or self._seems_mine(item) for item in items)
        return mine + SHOWN_AT_ONCE

    def _seems_mine(self, item: ItemId) -> bool:
        """Whether a ticket is mine, as far as one can tell before it is assembled."""
        me, ticket = self.viewing.me_id, self.records.tickets.get(item.id)
        if me is None or ticket is None or item.kind is not ItemKind.TICKET:
            return False
        return (
            ticket.assigned_resource_id == me
            or me in self.records.helpers.of(item.id).values()
            or any(me in booking.resources for booking in self.records.bookings.of(item))
        )

    def _due_of(self, item: ItemId) -> Micros:
        ticket = self.records.tickets.get(item.id) if item.kind is ItemKind.TICKET else None
        if ticket is None:
            return 0
        dues = (ticket.first_response_due_date_time, ticket.resolved_due_date_time, ticket.due_date_time)
        return min((at for due in dues if (at := sane(due)) is not None), default=LAST_SANE)

    def _resolve_me(self) -> Person | None:
        self.me_problem = ""
        if not self._settings.me:
            return None
        try:
            return find_person(self._settings.me, self.tenant.people.values())
        except UnknownPerson as unknown:
            self.me_problem = str(unknown)
            return None
