"""The years before the days that were lived: the same weeks over again, each time further back.

A large tenant has years behind it, and to live through each of their days would take minutes. So what was written in
the lived days is written again, some whole weeks earlier, as often as the size says, by the database itself: the same
work on the same weekdays at the same hours of the clock, so that opening hours are kept; a holiday among the earlier
weeks is worked through, which is the one liberty taken. Titles say in each copy in other words whose matter it is.
Time on project tasks is not repeated, since its tasks are not; of the time that belongs to no customer every second
entry is.

What was still open when the lived days ended is open in each of its copies, too, and came in and was answered as long
before; but its dates to come and what was last said on it are of the present, as where customers and suppliers let a
ticket lie until it goes on. A ticket that nobody has answered yet is not written again: none lies for weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.definitions import FieldType, packaged
from sandbox.store import Store
from sandbox.world.contracts import Kind
from sandbox.world.instants import DAY
from sandbox.world.labels import Status
from sandbox.world.people import OWNER
from sandbox.world.posting import FIRST_ITEM, LABOR, PRICES, TICKET_TIME
from sandbox.world.sizes import Size

STRIDE = 1_000_000
"""Distance between the ids of a row and of its next older copy; more than lived days ever write of one entity."""

REPEATED = (
    "Tickets", "TicketNotes", "TicketHistory", "TicketChecklistItems", "TicketCharges", "TicketSecondaryResources",
    "ServiceLevelAgreementResults", "NotificationHistory", "TimeEntries", "SurveyResults",
)  # fmt: skip
"""The entities that are written again: tickets and what hangs on them."""

_OLD_AS_THE_TENANT = {
    "Companies": "createDate",
    "Contacts": "createDate",
    "ConfigurationItems": "createDate",
    "Contracts": "startDate",
    "Resources": "hireDate",
}
"""What was there before its first ticket, and since when it says that it was."""

_OF_THE_BEGINNING = frozenset({"createDate", "firstResponseDateTime", "firstResponseDueDateTime"})
"""Dates of a ticket that lie behind it when it has lain for long."""

_NAME = "(SELECT firstName || ' ' || lastName FROM Contacts WHERE Contacts.id = contactID)"
_JOB = "(SELECT Contacts.title FROM Contacts WHERE Contacts.id = contactID)"
_MACHINE = "(SELECT referenceTitle FROM ConfigurationItems WHERE ConfigurationItems.id = configurationItemID)"
_PERSON, _DEVICE = f"coalesce({_NAME}, {_MACHINE})", f"coalesce({_MACHINE}, {_JOB})"
_SITE = "(SELECT name FROM CompanyLocations WHERE CompanyLocations.id = companyLocationID)"
_COMPANY = "(SELECT companyName FROM Companies WHERE Companies.id = companyID)"
_WORDS_APART = (
    _PERSON, _DEVICE, _SITE, _COMPANY, f"{_PERSON} || ', ' || {_SITE}", f"{_DEVICE} || ', ' || {_SITE}",
    f"{_COMPANY} || ', ' || {_SITE}",
)  # fmt: skip
"""Words that tell a ticket from others with its title, as SQL over the ticket."""

_SHAPES = ("title || ' (' || {word} || ')'", "title || ' - ' || {word}", "{word} || ': ' || title")

_ZONE = ZoneInfo("Europe/Amsterdam")
"""Every office of the tenant changes its clocks at the same instants as this one."""


def first_ids(start: Mapping[str, int], size: Size) -> dict[str, int]:
    """Give the id that each entity starts at in the lived days, so that its older copies fit below."""
    room = size.repeats * STRIDE
    return {**start, **({name: start.get(name, 1) + room for name in REPEATED} if room else {})}


def write_history(store: Store, size: Size, start: int, end: int) -> None:
    """Write the lived days again as often as the size says; they begin and end at midnights, in epoch seconds."""
    lived = size.repeats * STRIDE
    for turn in range(size.repeats, 0, -1):
        shift = _Shift(timedelta(days=turn * size.days), start, end, turn)
        for entity in REPEATED:
            fields = packaged().entities[entity].fields
            written = {field.name: f'"{field.name}"' for field in fields}
            written |= {field.name: shift.instant(field.name) for field in fields if field.type is FieldType.DATETIME}
            written |= _links(entity, turn * STRIDE) | shift.own(entity)
            for standing in (False, True):
                kept = _kept(entity, standing=standing)
                store.copy(
                    entity,
                    {name: f'"{name}"' if name in kept else sql for name, sql in written.items()},
                    f"id >= {lived} AND {_within(entity, lived, end * 1000, standing=standing)}",
                )
    if lived:
        _write_billing(store, lived)
    age = size.repeats * size.days * DAY * 1000
    for entity, since in _OLD_AS_THE_TENANT.items() if age else ():
        store.change(entity, f'"{since}" = "{since}" - {age}')


def _write_billing(store: Store, lived: int) -> None:
    """Write what was billed for the earlier weeks: hours times the rate of the role, where no agreement covers them."""
    paid = ", ".join(str(int(kind)) for kind in (Kind.BLOCK, Kind.RECURRING))
    rate = "(SELECT hourlyRate FROM Roles WHERE Roles.id = roleID)"
    covered = f"(SELECT contractType FROM Contracts WHERE Contracts.id = contractID) IN ({paid})"  # noqa: S608 - numbers
    price = f"CASE WHEN isNonBillable OR {covered} THEN 0.0 ELSE hoursToBill * {rate} END"
    written = {
        "id": f"id + {FIRST_ITEM}", "timeEntryID": "id", "ticketID": "ticketID", "billingItemType": str(LABOR),
        "subType": str(TICKET_TIME), "nonBillable": "isNonBillable", "contractID": "contractID",
        "companyID": "(SELECT companyID FROM Tickets WHERE Tickets.id = ticketID)", "billingCodeID": "billingCodeID",
        "roleID": "roleID", "quantity": "hoursToBill", "rate": rate, "internalCurrencyRate": rate,
        **dict.fromkeys(PRICES, price), "taxDollars": "0.0", "internalCurrencyTaxDollars": "0.0",
        "itemDate": "dateWorked", "itemName": "substr(summaryNotes, 1, 255)", "postedDate": "billingApprovalDateTime",
        "postedOnTime": "billingApprovalDateTime", "itemApproverID": str(OWNER),
    }  # fmt: skip
    earlier = f"id < {lived} AND ticketID IS NOT NULL AND billingApprovalDateTime IS NOT NULL"
    store.copy("TimeEntries", written, earlier, into="BillingItems")


def _within(entity: str, lived: int, end: int, *, standing: bool) -> str:
    """What of the lived days is written again: all about the tickets that came in before they ended.

    With `standing` about those that are open and were answered, else about those that are complete.
    """
    answered = f"status <> {Status.COMPLETE} AND firstResponseDateTime IS NOT NULL"
    state = answered if standing else f"status = {Status.COMPLETE}"
    if entity == "Tickets":
        return f"createDate < {end} AND {state}"
    theirs = f"ticketID IN (SELECT id FROM Tickets WHERE id >= {lived} AND createDate < {end} AND {state})"  # noqa: S608 - numbers
    if entity == "TimeEntries" and not standing:
        return f"({theirs} OR (ticketID IS NULL AND taskID IS NULL AND id % 2 = 0 AND startDateTime < {end}))"
    return theirs


def _kept(entity: str, *, standing: bool) -> frozenset[str]:
    """Fields of an entity that are as late in a copy as in the lived days."""
    if not standing or entity == "TimeEntries":
        return frozenset()
    fields = {f.name for f in packaged().entities[entity].fields if f.type is FieldType.DATETIME}
    return frozenset(fields - _OF_THE_BEGINNING)


def _links(entity: str, distance: int) -> dict[str, str]:
    links = {"id": f"id - {distance}"}
    if entity == "Tickets":
        return {**links, "projectID": "NULL", "problemTicketId": "NULL"}
    return {**links, "ticketID": f"ticketID - {distance}"}


def _told_apart(turn: int) -> str:
    """A title with a word about whose matter it is, as coordinators add one to what comes again; another each turn."""
    cases = " ".join(f"WHEN {place} THEN {words}" for place, words in enumerate(_WORDS_APART, start=1))
    word = f"(CASE (id + {turn}) % {len(_WORDS_APART) + 1} {cases} END)"
    shaped = _SHAPES[turn // (len(_WORDS_APART) + 1) % len(_SHAPES)].format(word=word)
    return f"CASE WHEN instr(title, {word}) THEN title ELSE coalesce({shaped}, title) END"


class _Shift:
    """Instants and numbers of some whole weeks earlier, as SQL."""

    def __init__(self, back: timedelta, start: int, end: int, turn: int) -> None:
        self._days = back.days
        self._turn = turn
        self._posted = (end - back.days * DAY) * 1000
        first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
        self._steps = list(_clock_changes(first - timedelta(days=30), last + timedelta(days=400), back))

    def instant(self, column: str) -> str:
        """The same weekday and hour of the clock; what changes of the clocks lie between makes up for itself."""
        *steps, (_, last) = self._steps
        cases = " ".join(f'WHEN "{column}" < {until} THEN {hours}' for until, hours in steps)
        moved = f"CASE {cases} ELSE {last} END" if cases else str(last)
        return f'"{column}" - {self._days * DAY * 1000} + {moved}'

    def own(self, entity: str) -> dict[str, str]:
        """What an entity writes differently from its shifted self."""
        match entity:
            case "Tickets":
                return {"ticketNumber": self._number("ticketNumber"), "title": _told_apart(self._turn)}
            case "NotificationHistory":
                return {"entityNumber": self._number("entityNumber"), "entityTitle": self._titled()}
            case "TicketNotes":
                theirs = "(SELECT title FROM Tickets WHERE Tickets.id = ticketID)"
                text = f"replace(substr(title, 1, length(title) - 15), {theirs}, {self._titled()})"
                named = f"{text} || {self._number('substr(title, -15, 14)')} || ']'"
                return {"title": f"CASE WHEN title LIKE '%[T________.____]' THEN {named} ELSE title END"}
            case "TimeEntries":
                day = f'"dateWorked" - {self._days * DAY * 1000}'
                posted = f"coalesce({self.instant('billingApprovalDateTime')}, {self._posted})"
                return {
                    "dateWorked": day,
                    "billingApprovalDateTime": f"CASE WHEN ticketID IS NULL THEN NULL ELSE {posted} END",
                    "billingApprovalResourceID": f"CASE WHEN ticketID IS NULL THEN NULL ELSE {OWNER} END",
                }
        return {}

    def _titled(self) -> str:
        """The title of the copy of a ticket, which is written before what hangs on it."""
        return f"(SELECT title FROM Tickets WHERE Tickets.id = ticketID - {self._turn * STRIDE})"  # noqa: S608 - a number

    def _number(self, text: str) -> str:
        """The number of a ticket, `T20261124.0007`, with its day so much earlier."""
        day = f"substr({text}, 2, 4) || '-' || substr({text}, 6, 2) || '-' || substr({text}, 8, 2)"
        return f"'T' || strftime('%Y%m%d', {day}, '-{self._days} days') || substr({text}, 10)"


def _clock_changes(first: datetime, last: datetime, back: timedelta) -> Iterator[tuple[int, int]]:
    """Stretches of time with what a shift by `back` has to add in each: (end of it, milliseconds)."""
    at, added = first, _added(first, back)
    while at < last:
        following = at + timedelta(hours=1)
        if (now := _added(following, back)) != added:
            yield int(following.timestamp()) * 1000, added
            added = now
        at = following
    yield int(last.timestamp()) * 1000, added


def _added(at: datetime, back: timedelta) -> int:
    """Milliseconds by which the clocks of then and now differ."""
    then = (at - back).astimezone(_ZONE).utcoffset() or timedelta()
    now = at.astimezone(_ZONE).utcoffset() or timedelta()
    return int((now - then).total_seconds()) * 1000
