"""Project tasks and appointments as work items: they have a start and no service level."""

from autotask.entities import Appointment, Task
from desk.bookings import Booking
from desk.entries import Assembled, Entry, next_after, sane
from desk.model import ItemId, ItemKind, Micros, StatusKind, WorkItem
from desk.records import Records
from desk.tenant import InputKey, Tenant
from desk.viewing import Viewing
from workflows.catalog import Catalogue
from workflows.order import Place, RankFacts, place

PROJECT_WORK = "W11"


class ScheduledAssembler:
    """Makes work items of tasks and appointments."""

    def __init__(self, tenant: Tenant, records: Records, catalogue: Catalogue, viewing: Viewing) -> None:
        self._tenant = tenant
        self._records = records
        self._catalogue = catalogue
        self._viewing = viewing

    def task(self, task: Task, version: int, now: Micros) -> Assembled:
        """The item of a task that is not complete; nothing while its project is closed or nobody has it."""
        tenant, item_id = self._tenant, ItemId(ItemKind.TASK, task.id)
        bookings = [booking for booking in self._records.bookings.of(item_id) if booking.end > now]
        people = self._people(task, bookings)
        project = tenant.projects.get(task.project_id or -1)
        company_id = None if project is None else project.company_id
        inputs: frozenset[InputKey] = frozenset(
            {
                ("Projects", task.project_id or 0),
                ("Companies", company_id or 0),
                ("Resources", task.assigned_resource_id or 0),
            }
        )
        if not people or (project is not None and project.closed):
            return Assembled(None, None, inputs)
        facts = self._task_facts(task, bookings, now)
        shared = place(facts, now)
        item = self._item(
            facts,
            shared,
            number=task.task_number or "",
            title=task.title or "",
            company_id=company_id,
            status_kind=tenant.labels.status_kind(Task, task.status),
            status=tenant.labels.word(Task, "status", task.status),
            owner_id=task.assigned_resource_id,
            touched=sane(task.last_activity_date_time) or facts.created,
            resources=people,
            version=version,
        )
        mine, my_change = self._viewing.overlaid(item, facts, bookings, now)
        wakes_at = next_after(now, (shared.changes_at, my_change, *(booking.end for booking in bookings)))
        return Assembled(Entry(item, mine, facts, tenant.calendars.default, None), wakes_at, inputs)

    def appointment(self, row: Appointment, version: int, now: Micros) -> Assembled:
        """The item of an appointment of the person at the screen, from the morning of its day until it ends."""
        start, end = sane(row.start_date_time), sane(row.end_date_time)
        me = self._viewing.me_id
        if me is None or row.resource_id != me or start is None or end is None or end <= now:
            return Assembled(None, None)
        inputs: frozenset[InputKey] = frozenset({("Resources", me)})
        location = self._tenant.home_of(me)
        morning = location.calendar.day_start(start)
        if now < morning:
            return Assembled(None, morning, inputs)
        item_id = ItemId(ItemKind.APPOINTMENT, row.id)
        day = location.day(now)
        facts = RankFacts(
            item=item_id,
            workflow="",
            workflow_rank=0,
            worked_from="schedule",
            created=sane(row.create_date_time) or start,
            day_start=day.start,
            day_end=day.end,
            engaged=True,
            booked_start=start,
            booked_end=end,
        )
        shared = place(facts, now)
        item = self._item(
            facts,
            shared,
            number="",
            title=row.title or "",
            company_id=None,
            status_kind=StatusKind.SCHEDULED,
            status="",
            owner_id=me,
            touched=sane(row.update_date_time) or facts.created,
            resources=frozenset({me}),
            version=version,
        )
        booking = Booking(row.id, start, end, frozenset({me}), None)
        mine, my_change = self._viewing.overlaid(item, facts, (booking,), now)
        entry = Entry(item, mine, facts, location, None)
        return Assembled(entry, next_after(now, (shared.changes_at, my_change, end)), inputs)

    def _people(self, task: Task, bookings: list[Booking]) -> frozenset[int]:
        owner = task.assigned_resource_id
        helpers = frozenset(self._records.task_helpers.of(task.id).values())
        everybody = helpers.union(*(booking.resources for booking in bookings))
        return everybody if owner is None else everybody | {owner}

    def _task_facts(self, task: Task, bookings: list[Booking], now: Micros) -> RankFacts:
        workflow, tenant = self._catalogue.workflows[PROJECT_WORK], self._tenant
        kind = tenant.labels.status_kind(Task, task.status)
        location = tenant.calendars.default
        day = location.day(now)
        hours = task.remaining_hours if task.remaining_hours is not None else task.estimated_hours
        return RankFacts(
            item=ItemId(ItemKind.TASK, task.id),
            workflow=workflow.id,
            workflow_rank=workflow.rank,
            worked_from=workflow.worked_from,
            created=sane(task.create_date_time) or sane(task.start_date_time) or 0,
            day_start=day.start,
            day_end=day.end,
            engaged=kind is StatusKind.ACTIVE,
            ticket_due=sane(task.end_date_time),
            waiting=tenant.labels.word(Task, "status", task.status) if kind.waits else "",
            booked_start=bookings[0].start if bookings else None,
            booked_end=bookings[0].end if bookings else None,
            task_start=sane(task.start_date_time),
            estimated_minutes=None if hours is None else round(hours * 60),
        )

    def _item(
        self,
        facts: RankFacts,
        shared: Place,
        *,
        number: str,
        title: str,
        company_id: int | None,
        status_kind: StatusKind,
        status: str,
        owner_id: int | None,
        touched: Micros,
        resources: frozenset[int],
        version: int,
    ) -> WorkItem:
        tenant = self._tenant
        workflow = self._catalogue.workflows.get(facts.workflow)
        return WorkItem(
            id=facts.item,
            number=number,
            title=title,
            company_id=company_id,
            company=tenant.company_name(company_id),
            contact_id=None,
            contact="",
            priority="",
            priority_mark="",
            status=status,
            status_kind=status_kind,
            queue_id=None,
            queue="",
            owner_id=owner_id,
            owner=tenant.name_of(owner_id),
            workflow=facts.workflow,
            workflow_name="" if workflow is None else workflow.name,
            clock=None,
            place=shared,
            classification=None,
            created=facts.created,
            touched=touched,
            hold_release=None,
            reply_at=None,
            booked_start=facts.booked_start,
            booked_end=facts.booked_end,
            estimated_minutes=facts.estimated_minutes,
            vip=False,
            late=False,
            soon=False,
            stale=False,
            paused=False,
            resources=resources,
            zone=tenant.calendars.default.schedule.zone,
            version=version,
        )
