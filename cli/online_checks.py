"""What `doctor` checks against the tenant: the zone, the key, the clock, the budget, what may be read, and who I am."""

from collections.abc import Awaitable, Mapping
from typing import Any

from autotask.client import Client
from autotask.entities import Company, Resource, Ticket, TicketNote, TimeEntry
from autotask.errors import AutotaskError, Refused
from autotask.filters import EVERYTHING, Eq, Filter
from autotask.kinds import KINDS, Kind, kind_of
from cli.checks import Finding, Verdict
from cli.config import Config
from cli.exits import Stop
from cli.secrets import SecretSource
from cli.writing_checks import hold_field, impersonation, rights, roles, unbilled
from desk.model import Person
from desk.people import UnknownPerson, find_person, person
from replica.lacking import no_ticket_sentence, refusal_sentence
from replica.status import spoken
from replica.trouble import trouble_of

SKEW_SECONDS = 60
NOBODY = Finding("me", Verdict.WARNING, "Nobody: set desk.me to your e-mail address to see your own queue.")
READ = (Ticket, TicketNote, TimeEntry, Resource)
"""What has a line of its own however it stands."""
ASKED: Mapping[str, Filter] = {"TicketHistory": Eq("ticketID", 0)}
"""Collections that refuse the question after everything: the history of tickets is told for one of them at a time."""


async def online_findings(config: Config, environment: dict[str, str]) -> list[Finding]:
    """Connect once and look at everything through that connection. Raises nothing: what goes wrong is a finding."""
    assert config.autotask is not None  # noqa: S101 - asked only then
    source = SecretSource(config.autotask.user, config.secret.command, environment)
    try:
        client = await Client.connect(config.autotask, source.read())
    except Stop as stop:
        return [Finding("secret", Verdict.BAD, stop.message)]
    except Exception as error:
        return [_out_of_reach("connection", error)]
    async with client:
        findings = [Finding("connection", Verdict.GOOD, f"The key is accepted at {client.zone.url}.")]
        findings += [_clock(client), await _guarded("budget", _budget(client))]
        for entity in READ:
            findings.append(await _guarded(kind_of(entity).name, _readable(client, kind_of(entity))))
        findings += await _others(client)
        findings += await _acting(client, config)
    return findings


async def _guarded(name: str, check: Awaitable[Finding]) -> Finding:
    """What a check finds, or that it could not be made; then the others still are."""
    try:
        return await check
    except Exception as error:
        return _out_of_reach(name, error)


def _out_of_reach(name: str, error: Exception) -> Finding:
    match error:
        case AutotaskError():
            return Finding(name, Verdict.BAD, error.sentence)
        case OSError():
            words = error.strerror or type(error).__name__
        case _:  # the message of a fault that nobody foresaw may hold an address with a password in it
            words = type(error).__name__
    sentence = f"{words}. Check the network and the proxy, and that the files named under [autotask] can be read."
    return Finding(name, Verdict.BAD, sentence)


def _clock(client: Client) -> Finding:
    skew = client.clock_skew().total_seconds()
    if abs(skew) > SKEW_SECONDS:
        side = "behind" if skew > 0 else "ahead of"
        sentence = f"This machine is {spoken(abs(skew))} {side} Autotask; the desk follows Autotask. Set the clock."
        return Finding("clock", Verdict.WARNING, sentence)
    return Finding("clock", Verdict.GOOD, f"Within {abs(skew):.0f} s of Autotask's.")


async def _budget(client: Client) -> Finding:
    threshold = await client.threshold()
    used = f"{threshold.used:,} of {threshold.limit:,} requests of this hour are used by the whole tenant."
    return Finding("budget", Verdict.WARNING if threshold.used * 2 > threshold.limit else Verdict.GOOD, used)


async def _readable(client: Client, kind: Kind[Any]) -> Finding:
    try:
        found = await client.count(kind, EVERYTHING)
    except Refused as refusal:
        return _refused(kind, refusal)
    if found:
        return Finding(kind.name, Verdict.GOOD, f"{found:,} readable.")
    lead = await _no_ticket(client) if kind is kind_of(Ticket) else "None are visible."
    return Finding(kind.name, Verdict.WARNING, f"{lead} Check the rights of the API user's security level.")


async def _no_ticket(client: Client) -> str:
    """That there is no ticket, beside what there is: a desk without any work ever is hardly one."""
    companies, people = [await client.count(kind_of(entity), EVERYTHING) for entity in (Company, Resource)]
    return no_ticket_sentence(companies, people)


def _refused(kind: Kind[Any], refusal: Refused) -> Finding:
    """One missing right does not stop the desk, unless it is about tickets."""
    if kind is kind_of(Ticket):
        return Finding(kind.name, Verdict.BAD, trouble_of(refusal).sentence)
    return Finding(kind.name, Verdict.WARNING, refusal_sentence(kind.name, refusal))


async def _others(client: Client) -> list[Finding]:
    """Everything else that the desk reads: a line for each collection that is refused, and one for the rest."""
    kinds = [kind for entity, kind in KINDS.items() if entity not in READ]
    refused = []
    for kind in kinds:
        try:
            await client.count(kind, ASKED.get(kind.name, EVERYTHING))
        except Refused as refusal:
            refused.append(_refused(kind, refusal))
        except Exception as error:
            return [*refused, _out_of_reach("collections", error)]
    readable = f"{len(kinds) - len(refused)} others are readable."
    return [*refused, Finding("collections", Verdict.GOOD, readable)]


async def _acting(client: Client, config: Config) -> list[Finding]:
    """Who is at the screen, and what they may do."""
    me, unknown = None, NOBODY
    if config.desk.me:
        try:
            me = find_person(config.desk.me, await _people(client))
        except UnknownPerson as error:
            unknown = Finding("me", Verdict.BAD, str(error))
        except Exception as error:
            unknown = _out_of_reach("me", error)
    field = config.acts.hold_field
    return [
        unknown if me is None else await _guarded("me", roles(client, me)),
        await _guarded("rights", rights(client)),
        await _guarded("in your name", impersonation(client, me, wanted=config.acts.impersonate)),
        await _guarded("non-billable", unbilled(client)),
        *([await _guarded("hold field", hold_field(client, field))] if field else []),
    ]


async def _people(client: Client) -> list[Person]:
    kind = kind_of(Resource)
    return [person(resource) async for page in client.pages(kind, EVERYTHING) for resource in page.items]
