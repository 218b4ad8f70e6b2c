"""What is booked: service calls, the tickets and tasks they visit, and who goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from autotask.entities import (
    ServiceCall,
    ServiceCallTask,
    ServiceCallTaskResource,
    ServiceCallTicket,
    ServiceCallTicketResource,
)
from desk.families import Family
from desk.model import ItemId, ItemKind
from sla.instants import Micros, micros


@dataclass(frozen=True, slots=True)
class Booking:
    """A service call as one of its tickets or tasks sees it."""

    call_id: int
    start: Micros
    end: Micros
    resources: frozenset[int]
    company_id: int | None


class _Call(NamedTuple):
    start: Micros
    end: Micros
    company_id: int | None


class _Visits:
    """The links of service calls to the items of one kind, and the resources on each link."""

    def __init__(self, kind: ItemKind) -> None:
        self.kind = kind
        self.by_call: Family[int] = Family()  # link under call, value: the item
        self.by_item: Family[int] = Family()  # link under item, value: the call
        self.resources: Family[int] = Family()  # assignment under link, value: the resource
        self.by_resource: Family[int] = Family()  # assignment under resource, value: the link
        self.moved: set[int] = set()

    def link(self, link_id: int, call_id: int | None, item_id: int | None) -> set[ItemId]:
        self._touch(link_id)
        before = self.by_item.parent_of(link_id)
        self.by_call.put(link_id, call_id, item_id or 0)
        self.by_item.put(link_id, item_id, call_id or 0)
        return self._items(before, item_id)

    def unlink(self, link_id: int) -> set[ItemId]:
        self._touch(link_id)
        before = self.by_item.parent_of(link_id)
        self.by_call.drop(link_id)
        self.by_item.drop(link_id)
        return self._items(before)

    def assign(self, assignment_id: int, link_id: int | None, resource_id: int | None) -> set[ItemId]:
        self.moved |= self.by_resource.put(assignment_id, resource_id, link_id or 0)
        touched = self.resources.put(assignment_id, link_id, resource_id or 0)
        return self._items(*(self.by_item.parent_of(link) for link in touched))

    def unassign(self, assignment_id: int) -> set[ItemId]:
        self.moved |= self.by_resource.drop(assignment_id)
        return self._items(*(self.by_item.parent_of(link) for link in self.resources.drop(assignment_id)))

    def items_of_call(self, call_id: int) -> set[ItemId]:
        return self._items(*self.by_call.of(call_id).values())

    def touch_call(self, call_id: int) -> None:
        for link_id in self.by_call.of(call_id):
            self._touch(link_id)

    def _touch(self, link_id: int) -> None:
        self.moved.update(self.resources.of(link_id).values())

    def _items(self, *ids: int | None) -> set[ItemId]:
        return {ItemId(self.kind, item_id) for item_id in ids if item_id}


class Bookings:
    """All service calls of the copy. A call that is complete or cancelled books nobody."""

    ENTITIES: Mapping[str, type[Any]] = {
        "ServiceCalls": ServiceCall,
        "ServiceCallTickets": ServiceCallTicket,
        "ServiceCallTicketResources": ServiceCallTicketResource,
        "ServiceCallTasks": ServiceCallTask,
        "ServiceCallTaskResources": ServiceCallTaskResource,
    }
    """The kinds of rows that `apply` takes."""

    def __init__(self) -> None:
        self._calls: dict[int, _Call] = {}
        self._tickets = _Visits(ItemKind.TICKET)
        self._tasks = _Visits(ItemKind.TASK)

    def apply(self, kind: str, row_id: int, row: Any) -> set[ItemId]:
        """Take in a row, None where it is gone. Returns the items whose bookings may have changed."""
        if kind == "ServiceCalls":
            return self._call(row_id, row)
        visits = self._tickets if kind.startswith("ServiceCallTicket") else self._tasks
        if kind.endswith("Resources"):
            if row is None:
                return visits.unassign(row_id)
            link = row.service_call_ticket_id if visits is self._tickets else row.service_call_task_id
            return visits.assign(row_id, link, row.resource_id)
        if row is None:
            return visits.unlink(row_id)
        return visits.link(row_id, row.service_call_id, row.ticket_id if visits is self._tickets else row.task_id)

    def of(self, item: ItemId) -> list[Booking]:
        """The bookings of a ticket or a task, earliest first."""
        visits = self._tickets if item.kind is ItemKind.TICKET else self._tasks
        found = []
        for link, call_id in visits.by_item.of(item.id).items():
            if (call := self._calls.get(call_id)) is not None:
                people = frozenset(visits.resources.of(link).values())
                found.append(Booking(call_id, call.start, call.end, people, call.company_id))
        return sorted(found, key=lambda booking: (booking.start, booking.call_id))

    def of_resource(self, resource_id: int) -> Iterator[tuple[ItemId, Booking]]:
        """The bookings of a resource with what they are for, in no order."""
        for visits in (self._tickets, self._tasks):
            for link in set(visits.by_resource.of(resource_id).values()):
                call_id, item_id = visits.by_call.parent_of(link), visits.by_item.parent_of(link)
                call = self._calls.get(call_id or 0)
                if call is not None and call_id is not None and item_id is not None:
                    people = frozenset(visits.resources.of(link).values())
                    yield (
                        ItemId(visits.kind, item_id),
                        Booking(call_id, call.start, call.end, people, call.company_id),
                    )

    @property
    def resources(self) -> frozenset[int]:
        """Everybody who is on some service call."""
        return frozenset(self._tickets.by_resource.parents) | frozenset(self._tasks.by_resource.parents)

    def between(self, start: Micros, end: Micros, resource_id: int) -> Iterator[tuple[ItemId, Booking]]:
        """The bookings of a resource that touch a span of time."""
        return (found for found in self.of_resource(resource_id) if found[1].start < end and found[1].end > start)

    def take_moved(self) -> set[int]:
        """The resources whose bookings have changed since this was last asked."""
        moved = self._tickets.moved | self._tasks.moved
        self._tickets.moved, self._tasks.moved = set(), set()
        return moved

    def _call(self, call_id: int, row: ServiceCall | None) -> set[ItemId]:
        for visits in (self._tickets, self._tasks):
            visits.touch_call(call_id)
        self._calls.pop(call_id, None)
        if row is not None and (made := _standing(row)) is not None:
            self._calls[call_id] = made
        return self._tickets.items_of_call(call_id) | self._tasks.items_of_call(call_id)


def _standing(row: ServiceCall) -> _Call | None:
    if row.is_complete or row.canceled_date_time is not None:
        return None
    if row.start_date_time is None or row.end_date_time is None or row.end_date_time <= row.start_date_time:
        return None
    return _Call(micros(row.start_date_time), micros(row.end_date_time), row.company_id)
