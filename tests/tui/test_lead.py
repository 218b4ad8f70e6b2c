"""The Lead screen, on a Tuesday morning at 09:41: Ana has entered a little, Ben late, Chi nothing, Dee is off."""

from datetime import date, timedelta
from typing import Any

from autotask.entities import ResourceDailyAvailability, TimeEntry, TimeOffRequest
from autotask.kinds import kind_of
from desk.acts.planning_notes import PUBLISH
from desk.compliance.model import TechLine
from desk.pages import Audience
from replica.outbox.effects import NoteCreate
from tests.tui.handed import Handed
from tests.tui.seeing import front, press, running, text
from tests.tui.world import at
from tui.screens.lead import Lead
from tui.screens.lead_entries import LeadEntries
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen

ANA, BEN, CHI, DEE = 1, 2, 3, 4


def staff() -> list[Any]:
    """Hours of the week of four people, and what was entered by two."""
    hours: dict[str, Any] = {
        f"{day}_available_hours": 8.0 for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
    }
    weeks = [ResourceDailyAvailability(id=who, resource_id=who, **hours) for who in (ANA, BEN, CHI, DEE)]
    entered = [
        entry(101, BEN, 42, "08:00", "08:40", saved="09:20"),
        entry(102, BEN, 42, "08:40", "09:30", saved="09:32"),
        entry(103, BEN, None, "09:30", "09:40", saved="09:40"),
    ]
    asked: dict[str, Any] = {"request_date": date(2026, 11, 24), "approved_date_time": at("07:00", days=-9)}
    return [*weeks, *entered, TimeOffRequest(id=1, resource_id=DEE, hours=8.0, status=2, **asked)]


def entry(id_: int, who: int, ticket_id: int | None, start: str, end: str, *, saved: str, days: int = 0) -> TimeEntry:
    began, ended = at(start, days=days), at(end, days=days)
    return TimeEntry(
        id=id_,
        resource_id=who,
        ticket_id=ticket_id,
        start_date_time=began,
        end_date_time=ended,
        create_date_time=at(saved, days=days),
        date_worked=began.date(),
        hours_worked=(ended - began) / timedelta(hours=1),
        summary_notes="Looked at the scanner",
    )


class Staffed(Handed):
    """A desk whose people have hours."""

    async def start(self) -> None:
        await super().start()
        for row in staff():
            await self.put(kind_of(type(row)).name, [row])
        await self.desk.settle()


def lead(app: Any) -> Lead:
    screen = next(screen for screen in app.screen_stack if isinstance(screen, Lead))
    assert isinstance(screen, Lead)
    return screen


def names(app: Any) -> list[str]:
    return [row.name.split()[0] for row in lead(app).listed.rows]


def under(app: Any) -> TechLine:
    row = lead(app).listed.cursor_row
    assert row is not None
    return row


async def test_a_lead_sees_everybody_looks_behind_a_figure_and_at_other_days() -> None:
    world = Staffed()
    async with running(world) as (app, pilot):
        await press(pilot, "3")
        assert names(app) == ["Chi", "Ana", "Ben", "Dee"], "the longest gap first, who is off last"
        shown = text(app)
        assert "[3 Lead]" in shown
        assert "no entry" in shown
        assert "off: time off" in shown
        assert "1 late" in shown
        assert "1 unmeasurable" in shown
        await press(pilot, "S")
        assert names(app)[0] == "Ben", "the least in time first"
        world.clock.advance(minutes=30)
        app.second_passed()
        await press(pilot, "g", "j", "j")
        assert "GAP 08:00–10:11 2:11" in text(app), "it grows with the clock"

        await press(pilot, "slash", *"ben c", "enter")
        assert under(app).name == "Ben Cole"
        await press(pilot, "enter")
        assert isinstance(front(app), LeadEntries)
        shown = text(app)
        assert "LATE ≤60 min" in shown
        assert "internal" in shown
        await press(pilot, "enter")
        assert isinstance(front(app), TicketScreen)
        await press(pilot, "escape", "escape")
        assert isinstance(front(app), Lead)

        await press(pilot, "left_square_bracket")
        assert "Mon 23 Nov" in text(app)
        await press(pilot, "W")
        assert "week of 23 Nov" in text(app)
        assert "The copy has all entries of these days only" in text(app)
        await press(pilot, "M", "right_square_bracket")
        assert "November 2026" in text(app), "not later than today"
        await press(pilot, "D")
        assert "today, Tue 24 Nov" in text(app)
        world.clock.advance(hours=16)
        app.second_passed()
        await press(pilot)
        assert "today, Wed 25 Nov" in text(app), "who looks at today goes on to look at today"
        assert under(app).figures.entered_us == 0
        await press(pilot, "f1")
        assert isinstance(front(app), Reading)


async def test_a_nudge_is_a_note_inside_and_a_gap_is_excluded_with_a_reason() -> None:
    world = Staffed()
    async with running(world) as (app, pilot):
        await press(pilot, "3", "m")
        assert "Nudge Chi Wu inside, on T20261124.0043" in text(app)
        await press(pilot, "enter")
        (effect,) = [op.effect for op in world.outbox.live]
        assert isinstance(effect, NoteCreate)
        assert effect.description.startswith("Chi Wu, a nudge from Ana Ruiz: nothing is entered for 08:00 to 09:41.")
        assert effect.publish != PUBLISH[Audience.PUBLIC]
        await press(pilot, "x", *"fire drill", "enter")
        assert "excluded 08:00–09:41: fire drill" in text(app)
        assert under(app).figures.excluded_us == 101 * 60_000_000
        await press(pilot, "u")
        app.second_passed()
        await press(pilot)
        assert under(app).figures.excluded_us == 0
        await press(pilot, "G", "x")
        assert "Dee Fox has no gap today." in text(app)
