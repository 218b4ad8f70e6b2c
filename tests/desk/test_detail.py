"""The ticket page."""

from autotask.entities import (
    BillingCode,
    ConfigurationItem,
    Phase,
    Role,
    TicketChecklistItem,
    TicketSecondaryResource,
)
from desk.model import ItemId, ItemKind, MilestoneState
from desk.pages import Audience, EntryKind
from tests.desk.shop import ANA, BEN, COMPLETE, WAITING_CUSTOMER, Shop, at, ticket, us


async def test_the_conversation_is_one_thread_newest_first_with_who_can_read_it(shop: Shop) -> None:
    await shop.put(
        ticket(1, description="Since this morning it is slow.", created_by_contact_id=201),
        shop.note(1, "Still slow", at("09:36")),
        shop.answer(1, "Looking", at("09:20")),
        shop.answer(1, "Their switch is old", at("09:21"), publish=2, creator_resource_id=BEN),
        shop.answer(1, "For your admin", at("09:22"), publish=4),
        shop.answer(1, "Assigned by rule", at("09:05"), publish=2, note_type=13),
        shop.entry(1, at("09:10"), 13, summary_notes="Checked Outlook", internal_notes="profile broken\n[sd-15P7CD7X]"),
    )
    following = await shop.live()
    page = await following.desk.detail(1)
    assert page is not None
    assert [(entry.author, entry.audience, entry.text, entry.minutes) for entry in page.conversation] == [
        ("Lena Ortiz", Audience.PUBLIC, "Still slow", None),
        ("you", Audience.PUBLIC, "Checked Outlook", 13),
        ("you", Audience.INTERNAL, "profile broken", None),
        ("you", Audience.CO_MANAGED, "For your admin", None),
        ("Ben Cole", Audience.INTERNAL, "Their switch is old", None),
        ("you", Audience.PUBLIC, "Looking", None),
        ("Workflow Rule Note", Audience.INTERNAL, "Assigned by rule", None),
        ("Lena Ortiz", Audience.PUBLIC, "Since this morning it is slow.", None),
    ]
    assert [entry.kind for entry in page.conversation][-1] is EntryKind.DESCRIPTION
    assert len(page.notes) == 6


async def test_facts_time_checklist_devices_people_and_calls_are_there(shop: Shop) -> None:
    await shop.put(
        ticket(1, configuration_item_id=5, assigned_resource_role_id=3, estimated_hours=2.0, resolution="Done so"),
        Role(id=3, name="Level 1"),
        BillingCode(id=7, name="Remote"),
        ConfigurationItem(id=5, reference_title="ASA-HQ-01"),
        TicketChecklistItem(id=2, ticket_id=1, item_name="confirm", position=2, is_important=True),
        TicketChecklistItem(id=1, ticket_id=1, item_name="reproduce", position=1, is_completed=True,
                            completed_by_resource_id=ANA, completed_date_time=at("09:15")),
        TicketSecondaryResource(id=1, ticket_id=1, resource_id=BEN),
        shop.entry(1, at("09:10"), 12, billing_code_id=7, role_id=3, hours_to_bill=0.25),
        shop.entry(1, at("09:25"), 10, resource_id=BEN, is_non_billable=True),
        *shop.call(1, at("10:30"), 30, ANA, BEN),
    )  # fmt: skip
    following = await shop.live()
    page = await following.desk.detail(1)
    assert page is not None
    facts = page.facts
    assert (facts.status, facts.priority, facts.owner, facts.role) == ("In Progress", "Medium", "Ana Ruiz", "Level 1")
    assert (facts.company, facts.contact, facts.contact_phone) == ("Northwind", "Lena Ortiz", "+1 555 0100")
    assert (facts.contract, facts.contract_kind) == ("Managed", "Recurring Service")
    assert facts.calendar == "Mon-Fri 08:00-18:00 Europe/London"
    assert (page.sums.worked, page.sums.billed, page.sums.mine, page.sums.estimated) == (22, 15, 12, 120)
    assert [(line.who, line.work_type, line.billable) for line in page.time_entries] == [
        ("Ben Cole", "", False),
        ("you", "Remote", True),
    ]
    assert [(line.text, line.done, line.by) for line in page.checklist] == [
        ("reproduce", True, "you"),
        ("confirm", False, ""),
    ]
    assert page.checklist_done == 1
    assert [device.name for device in page.devices] == ["ASA-HQ-01"]
    assert [person.name for person in page.secondary] == ["Ben Cole"]
    assert [(call.start, call.who) for call in page.calls] == [(us(at("10:30")), ("Ana Ruiz", "Ben Cole"))]
    assert page.resolution == "Done so"
    assert page.url is not None
    assert page.url.startswith("https://ww14.autotask.net/")


async def test_milestones_say_when_they_were_met_or_are_due(shop: Shop) -> None:
    await shop.put(
        ticket(
            1,
            first_response_due_date_time=at("09:05"),
            resolution_plan_due_date_time=at("09:29"),
            resolved_due_date_time=at("16:22"),
        )
    )
    following = await shop.live(resolution_plan_mapped=True)
    page = await following.desk.detail(1)
    assert page is not None
    assert [(line.label, line.state, line.late, line.text) for line in page.milestones] == [
        ("reply", MilestoneState.MET, True, "met 09:10, late (due 09:05)"),
        ("plan", MilestoneState.BREACHED, True, "LATE 0:12, was due 09:29"),
        ("resolve", MilestoneState.RUNNING, False, "6:41 left, due 16:22"),
    ]


async def test_a_pause_that_is_on_is_shown_since_the_last_tracked_change(shop: Shop) -> None:
    await shop.put(
        ticket(1, status=WAITING_CUSTOMER, last_tracked_modification_date_time=at("09:22"),
               resolved_due_date_time=at("10:22"))
    )  # fmt: skip
    following = await shop.live()
    page = await following.desk.detail(1)
    assert page is not None
    assert [(pause.start, pause.end) for pause in page.pauses] == [(us(at("09:22")), None)]
    assert page.milestones[2].text == "paused, 1:00 left"


async def test_a_closed_ticket_can_be_looked_at(shop: Shop) -> None:
    await shop.put(
        ticket(1, status=COMPLETE, completed_date=at("09:35"), resolved_date_time=at("09:35")),
        shop.entry(1, at("09:10"), 12),
    )
    following = await shop.live()
    page = await following.desk.detail(1)
    assert page is not None
    assert page.facts.completed == us(at("09:35"))
    assert page.sums.worked == 12
    assert [line.state for line in page.milestones][2] is MilestoneState.MET
    assert following.desk.item(page.item.id) is None, "looking at it does not put it into the queue"


async def test_a_ticket_that_the_copy_does_not_have_is_nothing(shop: Shop) -> None:
    following = await shop.live()
    assert await following.desk.detail(404) is None


async def test_a_project_task_shows_its_project_its_times_and_what_was_worked(shop: Shop) -> None:
    project, task = shop.project_task(
        "Patch the racks", at("10:00"), phase_id=9, end_date_time=at("16:00"), description="Two racks in the cellar."
    )
    await shop.put(
        project,
        task,
        Phase(id=9, project_id=700, title="Cabling"),
        shop.entry(None, at("09:00"), 30, task_id=task.id),
    )
    following = await shop.live()
    page = await following.desk.planned(ItemId(ItemKind.TASK, task.id))
    assert page is not None
    assert (page.project, page.phase, page.title, page.owner) == (
        "Office move",
        "Cabling",
        "Patch the racks",
        "Ana Ruiz",
    )
    assert (page.start, page.end, page.worked, page.estimated) == (us(at("10:00")), us(at("16:00")), 30, 120)
    assert page.description == "Two racks in the cellar."


async def test_an_appointment_shows_when_it_is_and_nothing_of_a_project(shop: Shop) -> None:
    appointment = shop.appointment("Team meeting", at("11:00"), 30)
    await shop.put(appointment)
    following = await shop.live()
    page = await following.desk.planned(ItemId(ItemKind.APPOINTMENT, appointment.id))
    assert page is not None
    assert (page.title, page.project, page.start, page.end) == ("Team meeting", "", us(at("11:00")), us(at("11:30")))
    assert await following.desk.planned(ItemId(ItemKind.TASK, 987)) is None
    assert await following.desk.planned(ItemId(ItemKind.TICKET, 1)) is None
