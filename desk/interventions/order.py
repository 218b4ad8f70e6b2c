"""The intervention list: which work needs a hand, kept in its order of need by every single move.

The order: a critical incident that nobody is on; then by the gravest need of a ticket, in the order of `NeedKind`; then
by the rank of its workflow; then by since when; then by id, a ticket before a task. Ranks and absolute instants only,
so that a ticket moves only when something of it changes or at an instant that its needs name in advance.
"""

from dataclasses import replace

from sortedcontainers import SortedKeyList

from desk.diaries import Diaries
from desk.entries import LAST_SANE as FOR_GOOD
from desk.entries import Entry
from desk.interventions.away import Absences
from desk.interventions.model import Intervention
from desk.interventions.reading import facts_of, facts_of_task
from desk.judgements import Judgements
from desk.letting_go import Held
from desk.model import ItemId, ItemKind, Micros, WorkItem
from desk.records import Records
from desk.tenant import Tenant
from sla.errors import SlaError
from workflows.intervention import Away, InterventionFacts, Judgement, Need, Tab, judge
from workflows.intervention_kinds import GRAVITY, NeedKind
from workflows.intervention_limits import Limits
from workflows.order import RankFacts

NOTHING = Judgement((), None)
NEVER_OF_TASKS = frozenset(NeedKind) - {NeedKind.UNBOOKED}
"""What is not asked of a task, whose project has its own plan: that it is booked is the desk's part in it."""


class Interventions:
    """All that needs a hand, under each heading in its order."""

    def __init__(self, tenant: Tenant, records: Records, judgements: Judgements) -> None:
        self._tenant = tenant
        self._records = records
        self._judgements = judgements
        self.diaries = Diaries(tenant.labels)
        """When the owners of tickets are off."""
        self._limits: dict[str, Limits] = {}
        self._listed: dict[ItemId, Intervention] = {}
        self._tabs: dict[Tab, SortedKeyList] = {tab: SortedKeyList(key=_key) for tab in Tab}

    def introduce(self, entry: Entry | None, now: Micros) -> Micros | None:
        """Take one of the first items, to be put in order with all of them by `arrange`. Returns when it next changes
        by time alone."""
        if entry is None:
            return None
        judged = self._judge(entry, now)
        if judged.needs:
            self._listed[entry.item.id] = _listed(entry, judged.needs)
        return judged.changes_at

    def arrange(self) -> None:
        """Put the first items in order; the only time that a whole order is sorted."""
        for tab, order in self._tabs.items():
            order.clear()
            order.update(listed for listed in self._listed.values() if tab in listed.tabs)

    def put(self, item_id: ItemId, entry: Entry | None, now: Micros) -> tuple[bool, Micros | None]:
        """Take an item as it now is, None where it has left.

        Returns:
            whether an order, a membership or a need is another; and when it next changes by time alone.
        """
        judged = NOTHING if entry is None else self._judge(entry, now)
        after = None if entry is None or not judged.needs else _listed(entry, judged.needs)
        return self._replace(item_id, after), judged.changes_at

    def held(self) -> tuple[Held, ...]:
        """What it holds items in."""
        return (*self._tabs.values(), self._listed)

    def get(self, item_id: ItemId) -> Intervention | None:
        """An item of the list; None where it needs no hand."""
        return self._listed.get(item_id)

    def rows(self, tab: Tab) -> tuple[Intervention, ...]:
        """All under a heading, in their order of need."""
        return tuple(self._tabs[tab])

    def counts(self) -> dict[Tab, int]:
        """Items under each heading."""
        return {tab: len(order) for tab, order in self._tabs.items()}

    def _replace(self, item_id: ItemId, after: Intervention | None) -> bool:
        before = self._listed.pop(item_id, None)
        if before is not None:
            for tab in before.tabs:
                self._tabs[tab].remove(before)
        if after is not None:
            self._listed[item_id] = after
            for tab in after.tabs:
                self._tabs[tab].add(after)
        if before is None or after is None:
            return before is not after
        return before.key != after.key or before.needs != after.needs

    def _judge(self, entry: Entry, now: Micros) -> Judgement:
        facts, limits = self._facts(entry, now), self._limits_of(entry.item.workflow)
        if facts is None:
            return NOTHING
        if entry.item.id.kind is ItemKind.TASK:
            limits = replace(limits, never=limits.never | NEVER_OF_TASKS)
        try:
            return judge(facts, limits, now)
        except SlaError:
            return judge(facts.round_the_clock(self._tenant.calendars.always.calendar), limits, now)

    def _facts(self, entry: Entry, now: Micros) -> InterventionFacts | None:
        """What is asked of an item; None of an appointment, and of what has left."""
        item_id = entry.item.id
        if item_id.kind is ItemKind.TASK:
            return facts_of_task(entry, self._records, self._tenant, now)
        ticket = self._records.tickets.get(item_id.id) if item_id.kind is ItemKind.TICKET else None
        if ticket is None:
            return None
        return facts_of(
            entry,
            ticket,
            self._records,
            self._tenant,
            completed=self._judgements.completed.get(ticket.id),
            away=self._away(entry.item, now),
            foreseen=self._judgements.foreseen.of(item_id),
            now=now,
        )

    def _limits_of(self, workflow: str) -> Limits:
        if (known := self._limits.get(workflow)) is None:
            known = self._limits[workflow] = self._tenant.settings.interventions.limits(workflow)
        return known

    def _away(self, item: WorkItem, now: Micros) -> Away | None:
        """When an owner is off; who has left is off for good, and of an office without hours nothing is said."""
        owner = self._tenant.people.get(-1 if item.owner_id is None else item.owner_id)
        if owner is not None and not owner.active:
            return Away(item.created, FOR_GOOD)
        try:
            return Absences(self._tenant, self.diaries).of(item.owner_id, now)
        except SlaError:
            return None


def _key(listed: Intervention) -> tuple[int, ...]:
    return listed.key


def _listed(entry: Entry, needs: tuple[Need, ...]) -> Intervention:
    return Intervention(entry.item, needs, _need_key(entry.facts, entry.item, needs[0]))


def _need_key(facts: RankFacts, item: WorkItem, gravest: Need) -> tuple[int, ...]:
    unengaged_critical = item.place.rung == 1
    task = item.id.kind is ItemKind.TASK
    return (not unengaged_critical, GRAVITY[gravest.kind], facts.workflow_rank, gravest.since, item.id.id, task)
