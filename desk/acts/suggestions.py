"""Who could have a ticket, and why they: who is free first, knows the company or the issue, and has least in hand.

A suggestion is no verdict: it names at most a few people, each with reasons that a person can check. Compared one after
the other: here and not full; free now, within the hour, later; not far more in hand than the others; in the team of the
queue; with a skill that it asks for; how well they know the company and the issue, then such work at all; what is late
and open with them.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from autotask.entities import ResourceRole, Ticket
from desk.acts.familiar import who_knows
from desk.acts.known import Known
from desk.acts.offers import Choice, Suggested
from desk.acts.skills import who_is_skilled
from desk.durations import moment_text
from desk.lessons import Solved
from desk.load import TechLoad
from desk.model import ItemId, ItemKind
from sla.instants import HOUR, micros

HEAVY = 1.5
"""Times what everybody has in hand on the average, above which somebody has far more."""
WELL = 3
"""Tickets of late from which on somebody knows a company, an issue or a workflow well."""
LoadsOf = Callable[[Collection[int]], Awaitable[Sequence[TechLoad]]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody who may have it."""

    load: TechLoad
    of_company: int
    of_issue: int
    of_workflow: Mapping[str, int]
    in_queue: bool
    skills: Sequence[str]


class Suggesting:
    """Answers whom to give tickets."""

    def __init__(self, known: Known, loads_of: LoadsOf) -> None:
        self._known = known
        self._loads_of = loads_of

    async def suggest(self, ticket_ids: Sequence[int]) -> tuple[Suggested, ...]:
        """People for these tickets together, the best first; whose they all are already is left out."""
        known = self._known
        tickets = [ticket for id_ in ticket_ids if (ticket := await known.ticket(id_)) is not None]
        if not tickets:
            return ()
        active = [person.id for person in known.state.tenant.people.values() if person.active]
        roles = await known.roles_of(active)
        queues = {ticket.queue_id for ticket in tickets if ticket.queue_id is not None}
        company, issue, skilled, in_queue = await known.read(
            lambda copy: (
                *who_knows(copy, tickets, known.now),
                who_is_skilled(copy, known.labels, tickets),
                {row.resource_id for row in copy.rows_in(ResourceRole, "queue_id", queues)},
            )
        )
        able = {who: role for who in active if (role := known.queue_role(roles.get(who, ()), tickets[0].queue_id))}
        loads = {load.resource_id: load for load in await self._loads_of(able.keys())} if able else {}
        heavy = HEAVY * mean([load.open for load in loads.values() if not load.off] or [0])
        solved = self._solved(tickets)
        owners = {ticket.assigned_resource_id for ticket in tickets}
        found: list[tuple[tuple[int, ...], Suggested]] = []
        for who, role in able.items():
            if owners == {who}:
                continue
            candidate = _Candidate(
                loads[who],
                company[who],
                issue[who],
                {flow: by[who] for flow, by in solved.items() if by[who]},
                who in in_queue,
                skilled.get(who, ()),
            )
            suggested = self._suggested(who, Choice(role.id, role.name), candidate, tickets)
            found.append((self._order(candidate, who, heavy), suggested))
        return tuple(suggested for _, suggested in sorted(found, key=lambda each: each[0]))

    def _solved(self, tickets: Sequence[Ticket]) -> Solved:
        """Who has completed what of late, of the workflows of these tickets."""
        desk = self._known.desk
        items = [desk.item(ItemId(ItemKind.TICKET, ticket.id)) for ticket in tickets]
        return {item.workflow: desk.solved[item.workflow] for item in items if item and item.workflow in desk.solved}

    def _order(self, candidate: _Candidate, who: int, heavy: float) -> tuple[int, ...]:
        load = candidate.load
        knows = min(WELL, candidate.of_company) + min(WELL, candidate.of_issue)
        does = min(WELL, sum(candidate.of_workflow.values()))
        fits = (-candidate.in_queue, -bool(candidate.skills), -knows, -does)
        away, much = bool(load.off or load.full), load.open > heavy
        return (away, self._wait(load), much, *fits, load.late, load.open, who)

    def _wait(self, load: TechLoad) -> int:
        """How long until they are free, as far as it makes a difference."""
        if load.free_at is None:
            return 3
        wait = load.free_at - micros(self._known.now)
        return 0 if wait <= 0 else 1 if wait <= HOUR else 2

    def _suggested(self, who: int, role: Choice, candidate: _Candidate, tickets: Sequence[Ticket]) -> Suggested:
        load = candidate.load
        reasons = [self._free(load), _in_hand(load)]
        if candidate.in_queue:
            reasons.append("works in the queue")
        if candidate.skills:
            reasons.append(f"skill{'s' * (len(candidate.skills) > 1)}: {', '.join(candidate.skills)}")
        one = len({ticket.company_id for ticket in tickets}) == 1
        had = [f"{candidate.of_company} for the {'company' if one else 'companies'}"] if candidate.of_company else []
        had += [f"{candidate.of_issue} of this issue"] if candidate.of_issue else []
        had += [f"{count} of {workflow}" for workflow, count in sorted(candidate.of_workflow.items())]
        if had:
            reasons.append(f"lately {', '.join(had)}")
        full = bool(load.off or load.full)
        return Suggested(who, self._known.state.tenant.name_of(who), role, tuple(reasons), full, who == self._known.me)

    def _free(self, load: TechLoad) -> str:
        if load.off:
            return f"off: {load.off}"
        if load.full:
            return "no time left today"
        now = micros(self._known.now)
        if load.free_at is None:
            return "hours not known"
        return "free now" if load.free_at <= now else f"free {moment_text(load.free_at, now, self._known.zone)}"


def _in_hand(load: TechLoad) -> str:
    """ "7 open, 2 late"."""
    return f"{load.open} open{f', {load.late} late' if load.late else ''}"
