"""What `doctor` checks of what acting on the desk needs: rights, roles, and writing in one's own name.

Nothing is written. Whether something may be written in somebody's name is told by no question, so it is tried with
what cannot be: an empty record, under a parent that does not exist.
"""

from collections.abc import Sequence
from typing import Any

from autotask.client import Client
from autotask.entities import (
    ResourceRole,
    ResourceServiceDeskRole,
    Role,
    Ticket,
    TicketChecklistItem,
    TicketNote,
    TicketSecondaryResource,
    TimeEntry,
)
from autotask.errors import NoImpersonation, NotOffered, OwnRefusal, Refused
from autotask.filters import EVERYTHING, Eq, where
from autotask.kinds import Kind, kind_of
from cli.checks import Finding, Verdict
from desk.model import Person

NEEDED: Sequence[tuple[type[Any], str, str]] = (
    (TimeEntry, "create", "time cannot be entered"),
    (TimeEntry, "update", "entered time cannot be corrected"),
    (TimeEntry, "delete", "entered time cannot be taken away"),
    (TicketNote, "create", "notes cannot be written, and nothing put on hold"),
    (Ticket, "create", "tickets cannot be made from a call"),
    (Ticket, "update", "nothing can be taken, assigned, changed or completed"),
    (TicketChecklistItem, "create", "lines cannot be added to a checklist"),
    (TicketChecklistItem, "update", "checklists cannot be ticked off"),
    (TicketSecondaryResource, "create", "second hands cannot be added"),
    (TicketSecondaryResource, "delete", "second hands cannot be removed"),
)
"""What is written, by which right, and what does not work without it."""
WRITTEN: Sequence[type[Any]] = tuple(dict.fromkeys(entity for entity, _, _ in NEEDED))
NO_PARENT = 0
LEAST_FIELD = 250
"""Characters that a hold with its reason takes."""
SECURITY_LEVEL = "Admin > Resources/Users (HR) > Security > Security Levels"
"""Where Autotask's administrator gives rights."""


async def rights(client: Client) -> Finding:
    """What the API user may not write."""
    known = {entity: await client.rights(kind_of(entity)) for entity in WRITTEN}
    missing = [
        f"may not {verb} {kind_of(entity).name}: {lost}"
        for entity, verb, lost in NEEDED
        if not getattr(known[entity], verb)
    ]
    if missing:
        told = "; ".join(missing)
        return Finding("rights", Verdict.WARNING, f"The API user {told}. Give it these rights: {SECURITY_LEVEL}.")
    return Finding("rights", Verdict.GOOD, f"{_listed(WRITTEN)} may be written.")


async def impersonation(client: Client, me: Person | None, *, wanted: bool) -> Finding:
    """Which records are written in the person's own name, and which in that of the API user.

    Args:
        me: Who is at the screen.
        wanted: The setting `acts.impersonate`.
    """
    name = "in your name"
    if not wanted:
        return Finding(name, Verdict.GOOD, "Not asked: acts.impersonate is off, all is written as the API user.")
    if me is None:
        return Finding(name, Verdict.WARNING, "Not asked: nobody is me. Set desk.me.")
    allowed: dict[type[Any], bool] = {}
    try:
        for entity in WRITTEN:
            allowed[entity] = await _may_impersonate(client, kind_of(entity), me.id)
    except OwnRefusal:
        return Finding(name, Verdict.WARNING, "Not asked: this is a read-only session (autotask.read_only).")
    refused = [entity for entity, may in allowed.items() if not may]
    if not refused:
        return Finding(name, Verdict.GOOD, f"{_listed(WRITTEN)} are written as {me.name}.")
    sentence = (
        f"{_listed(refused)} are written as the API user, not as {me.name}. Let the API user's security level"
        f" impersonate for them, and {me.name}'s be impersonated: {SECURITY_LEVEL}."
    )
    return Finding(name, Verdict.WARNING, sentence)


async def roles(client: Client, me: Person) -> Finding:
    """Who is at the screen, and the roles in which they can be given tickets and enter time."""
    names = {
        role.id: role.name or f"role {role.id}" for role in await _all(client, Role) if role.is_active is not False
    }
    of_desk = await _all(client, ResourceServiceDeskRole, resource_id=me.id)
    held = [*of_desk, *await _all(client, ResourceRole, resource_id=me.id)]
    default = {row.role_id for row in of_desk if row.is_default and row.is_active is not False}
    mine = dict.fromkeys(row.role_id for row in held if row.is_active is not False and row.role_id in names)
    who = f"{me.name} (resource {me.id})"
    if not mine:
        return Finding(
            "me",
            Verdict.WARNING,
            f"{who}, who holds no active role: no ticket can be assigned to them, and no time entered on one. Give them"
            " one: Admin > Resources/Users (HR), the resource, Service Desk.",
        )
    told = ", ".join(f"{names[role]}{' (default)' if role in default else ''}" for role in mine)
    return Finding("me", Verdict.GOOD, f"{who}, as {told}.")


async def hold_field(client: Client, name: str) -> Finding:
    """Whether the tenant has the field that carries a hold.

    Args:
        name: The setting `acts.hold_field`.
    """
    kind = kind_of(Ticket)
    try:
        known = {field.name.casefold(): field for field in await client.user_fields(kind)}
    except NotOffered:
        known = {}
    field = known.get(name.casefold())
    if field is None:
        there = ", ".join(each.name for each in known.values()) or "none"
        lost = "Nothing can be put on hold until there is such a field, or the setting names another."
        missing = f"Tickets have no user-defined field “{name}” (acts.hold_field); there is {there}. {lost}"
        return Finding("hold field", Verdict.BAD, missing)
    if field.picklist is not None or field.data_type.casefold() not in ("string", ""):
        return Finding(
            "hold field", Verdict.BAD, f"“{field.name}” (acts.hold_field) is no field of text. Name one that is."
        )
    if 0 < field.length < LEAST_FIELD:
        short = (
            f"“{field.name}” (acts.hold_field) takes {field.length} characters: a hold needs {LEAST_FIELD} and more."
        )
        return Finding("hold field", Verdict.WARNING, short)
    return Finding("hold field", Verdict.GOOD, f"Holds are carried in “{field.name}”.")


async def unbilled(client: Client) -> Finding:
    """Whether entries that are not billed can be seen: without that, what was entered looks as if it were not there."""
    kind = kind_of(TimeEntry)
    if await client.count(kind, Eq(kind.wire("is_non_billable"), True)):
        return Finding("non-billable", Verdict.GOOD, "Time that is not billed can be seen.")
    sentence = (
        "No time that is not billed is visible. Unless there is none, the API user lacks the right to see it, and"
        f" such an entry cannot be found again after a broken connection. Give it that right: {SECURITY_LEVEL}."
    )
    return Finding("non-billable", Verdict.WARNING, sentence)


async def _may_impersonate(client: Client, kind: Kind[Any], resource_id: int) -> bool:
    try:
        await client.create(kind, {}, under=None if kind.under is None else NO_PARENT, as_resource=resource_id)
    except (NoImpersonation, NotOffered):
        return False
    except Refused:
        return True  # it has come as far as what is wrong with the record itself
    raise AssertionError(f"an empty record was made in {kind.name}")


async def _all(client: Client, entity: type[Any], **equal: int) -> list[Any]:
    kind = kind_of(entity)
    condition = where(kind, **equal) if equal else EVERYTHING
    return [item async for page in client.pages(kind, condition) for item in page.items]


def _listed(entities: Sequence[type[Any]]) -> str:
    return ", ".join(kind_of(entity).name for entity in entities)
