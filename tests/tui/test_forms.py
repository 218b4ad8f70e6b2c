"""The frame of forms: what is wrong stands beside the field, nothing typed is lost, and it is done once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.pilot import Pilot
from textual.worker import Worker

from autotask.entities import TicketNote
from desk.acts.commands import AddNote, Command
from desk.acts.offers import Choice
from desk.model import ItemId, ItemKind
from tests.tui.handed import Handed
from tests.tui.seeing import my_day, press, running, settled, text
from tui.acting.work import Work
from tui.app import ServiceDesk
from tui.forms.fields import AreaField, TextField
from tui.forms.fields_pick import PickField
from tui.forms.fields_ticks import TickField
from tui.forms.form import Form, Unsaid

VPN = ItemId(ItemKind.TICKET, 31)
STATES = (Choice(21, "In Progress"), Choice(22, "Waiting Customer"), Choice(23, "Waiting Vendor"))


class Remarks(Form):
    """A form of one field of each kind."""

    DRAFT = "remarks"

    def __init__(self, work: Work) -> None:
        self.title_field = TextField("title", "Title")
        self.words = AreaField("text", "Words", lines=2)
        self.state = PickField("status_id", "Status", STATES, optional=True)
        self.urgent = TickField("urgent", "", "it is urgent", ticked=False)
        super().__init__(work, "Remarks on T1", (self.title_field, self.words, self.state, self.urgent), VPN)

    def command(self) -> Command:
        if not self.words.value:
            raise Unsaid("text", "Say something.")
        return AddNote(
            ticket_id=31,
            text=self.words.value,
            title=self.title_field.value,
            status_id=self.state.value,
            act_id=self.act_id,
        )


class Showing:
    """The form over the first screen of a world, and what it answered."""

    def __init__(self, world: Handed, app: ServiceDesk, pilot: Pilot[None]) -> None:
        self.world, self.app, self.pilot = world, app, pilot
        self.form: Remarks
        self.answer: Worker[Any]

    async def open(self) -> None:
        screen = my_day(self.app)
        self.form = Remarks(Work(screen, self.world.acts, ()))
        self.answer = screen.run_worker(self.form.fill_in(), group="act")
        await settled(self.pilot)

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)


@asynccontextmanager
async def showing() -> AsyncIterator[Showing]:
    world = Handed()
    async with running(world) as (app, pilot):
        shown = Showing(world, app, pilot)
        await shown.open()
        yield shown


async def notes_sent(world: Handed) -> list[str]:
    await world.later(20)
    await world.sent()
    return [row.description or "" for row in world.server.truth(TicketNote) if row.title == "Found"]


async def test_what_was_typed_is_done_as_a_command() -> None:
    async with showing() as shown:
        await shown.press(*"Found", "tab", *"The timer differs", "enter")
        assert shown.answer.is_finished
        assert "u takes it back" in text(shown.app)
        assert await notes_sent(shown.world) == ["The timer differs"]


async def test_enter_pressed_twice_does_it_once() -> None:
    async with showing() as shown:
        await shown.press(*"Found", "tab", *"The timer differs", "enter", "enter")
        assert await notes_sent(shown.world) == ["The timer differs"]


async def test_nothing_is_said_of_a_field_before_the_person_was_there() -> None:
    async with showing() as shown:
        assert "Say something" not in text(shown.app)
        await shown.press("tab", "tab", "x", "escape")
        assert "Say something" not in text(shown.app)


async def test_a_refusal_stands_beside_its_field_which_gets_the_cursor() -> None:
    async with showing() as shown:
        await shown.press(*"Found", "enter")
        assert "! Say something." in text(shown.app)
        assert shown.form.words.editor.has_focus
        await shown.press("x")
        assert "Say something" not in text(shown.app)


async def test_escape_keeps_what_was_typed_and_the_form_offers_it_again() -> None:
    async with showing() as shown:
        await shown.press(*"Found", "tab", *"half a", "escape")
        assert shown.answer.is_finished
        await shown.open()
        assert "half a" in text(shown.app)
        assert "draft of 09:41" in text(shown.app)


async def test_the_app_forgets_a_closed_form() -> None:
    async with showing() as shown:
        assert shown.form.words.editor in _hearing_of_themes(shown.app)
        await shown.press("escape")
        assert shown.form.words.editor not in _hearing_of_themes(shown.app)
        remembered = _widgets_whose_drawing_is_remembered()
        await shown.open()
        await shown.press("escape")
        assert _widgets_whose_drawing_is_remembered() <= remembered


def _hearing_of_themes(app: ServiceDesk) -> list[Any]:
    watchers = getattr(app, "__watchers")
    return [node for node, _ in watchers["theme"]]


def _widgets_whose_drawing_is_remembered() -> int:
    return StylesCache.get_inner_outer.cache_info().currsize


async def test_escape_pressed_twice_leaves_one_screen() -> None:
    async with showing() as shown:
        for key in ("x", "escape", "escape"):
            shown.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(shown.pilot)
        assert shown.app.screen is my_day(shown.app)


async def test_where_the_disk_takes_no_draft_escape_warns_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> str:
        return "The disk is full."

    async with showing() as shown:
        monkeypatch.setattr(shown.world.acts, "keep_draft", full)
        await shown.press(*"half", "escape")
        assert "The disk is full. What you typed is not kept: esc once more leaves without it." in text(shown.app)
        await shown.press("escape")
        assert shown.answer.is_finished


async def test_starting_anew_throws_the_draft_away() -> None:
    async with showing() as shown:
        await shown.press("tab", *"half a", "escape")
        await shown.open()
        await shown.press("ctrl+n")
        assert "half a" not in text(shown.app)
        assert shown.world.acts.draft("remarks", VPN) is None


async def test_a_form_that_was_only_looked_at_leaves_no_draft() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", "escape")
        assert shown.world.acts.drafts() == []


async def test_what_was_done_leaves_no_draft() -> None:
    async with showing() as shown:
        await shown.press("tab", *"half a", "escape")
        await shown.open()
        await shown.press("tab", *" thing is done", "enter")
        assert shown.world.acts.drafts() == []


async def test_a_choice_filters_while_somebody_types() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", *"vend")
        assert "Waiting Vendor" in text(shown.app)
        assert "Waiting Customer" not in text(shown.app)
        await shown.press("enter")
        assert shown.form.state.value == 23
        assert not shown.answer.is_finished


async def test_tab_takes_the_line_under_the_cursor() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", *"wait", "down", "tab")
        assert shown.form.state.value == 23
        assert shown.form.urgent.editor.has_focus


async def test_escape_leaves_the_list_and_then_the_form() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", *"vend", "escape")
        assert shown.form.state.value is None
        assert not shown.answer.is_finished
        await shown.press("escape")
        assert shown.answer.is_finished


async def test_words_that_fit_no_choice_stay_and_are_told() -> None:
    async with showing() as shown:
        await shown.press("tab", *"a note of mine", "tab", *"zzz", "tab", "enter")
        assert "“zzz” is none of the choices" in text(shown.app)
        assert not shown.answer.is_finished


async def test_letters_that_come_faster_than_the_screen_follows_land_where_they_were_meant() -> None:
    async with showing() as shown:
        for key in (*"ab", "tab", *"cd", "tab", *"vend", "tab"):
            shown.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(shown.pilot)
        assert shown.form.title_field.value == "ab"
        assert shown.form.words.value == "cd"
        assert shown.form.state.value == 23
        assert shown.form.urgent.editor.has_focus


async def test_a_list_opens_by_space_and_arrows_move_in_it() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", "space")
        assert "Waiting Vendor" in text(shown.app)
        await shown.press("down", "enter")
        assert shown.form.state.value == 22


async def test_a_tick_is_set_by_space() -> None:
    async with showing() as shown:
        await shown.press("tab", "tab", "tab", "space")
        assert shown.form.urgent.value
        assert "[x] it is urgent" in text(shown.app)


async def test_arrows_go_from_field_to_field() -> None:
    async with showing() as shown:
        await shown.press("down", "down", "down")
        assert shown.form.urgent.editor.has_focus
        await shown.press("up", "up", "up")
        assert shown.form.title_field.editor.has_focus


async def test_a_session_for_reading_only_opens_no_form() -> None:
    world = Handed(read_only="This session only reads.")
    async with running(world) as (app, pilot):
        form = Remarks(Work(my_day(app), world.acts, ()))
        worker = my_day(app).run_worker(form.fill_in(), group="act")
        await settled(pilot)
        assert worker.result is None
        assert "This session only reads." in text(app)


async def test_wide_and_hostile_letters_stand_as_they_are() -> None:
    async with showing() as shown:
        shown.form.title_field.value = "日本語 [/x] \x1b[2J"
        await shown.press("tab", *"fine and good")
        assert "日本語 [/x] " in text(shown.app)
        assert "\x1b" not in text(shown.app)
