"""Nothing that is typed is lost or put elsewhere, however fast it comes and however slow the screen is."""

import asyncio

from textual import events
from textual.keys import _character_to_key

from replica.outbox.effects import TimeEntryCreate
from tests.tui.handed import Handed
from tests.tui.seeing import press, running, settled, until
from tui.app import ServiceDesk
from tui.forms import time

MOMENTS = (1, 6, 13, 27)
"""Turns of the loop between two keys: the form is made, shown and focused within some two hundred."""


def at_once(app: ServiceDesk, *keys: str) -> None:
    """Keys as a terminal hands them over that was not read for a while: nothing comes between them."""
    for key in keys:
        app.post_message(events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None))


def pasted(app: ServiceDesk) -> bool:
    form = app.screen
    return isinstance(form, time.LogForm) and "back" in form.when.value + form.summary.value


async def test_keys_that_change_a_text_count_where_they_were_pressed_between_its_letters() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j", "t", *"8:00-8:05")
        at_once(app, "ctrl+u", *"9:30-9:50", "backspace", "backspace", *"40", "tab")
        at_once(app, *"spok", "backspace", *"ke", "home", "S", "delete", "end", "!", "tab")
        at_once(app, *"one", "ctrl+u", *"two", "tab", *"ons", "tab", "tab", "space", "tab", "space")
        await settled(pilot)
        form = app.screen
        assert isinstance(form, time.LogForm)
        assert (form.when.value, form.summary.value, form.notes.value) == ("9:30-9:40", "Spoke!", "two")
        assert (form.work_type.words, form.billable.value, form.shown.value) == ("Onsite Support", False, False)
        await press(pilot, "escape")
        await world.acts.drop_draft("time", form.item)
        await press(pilot, "t")
        at_once(app, *"9:30-9:40", "tab", *"Aligned the lifetime", "enter", *"jj")
        await settled(pilot)
        (entry,) = (op.effect for op in world.outbox.live)
        assert isinstance(entry, TimeEntryCreate)
        assert entry.summary_notes == "Aligned the lifetime"


async def test_what_is_typed_while_a_form_opens_stands_in_it_in_its_order() -> None:
    world = Handed()
    async with running(world) as (app, pilot):
        await press(pilot, "j")
        for turns in MOMENTS:
            at_once(app, "t")
            for key in ("ctrl+u", *"9:30-9:40", "tab", *"Called"):
                for _ in range(turns):
                    await asyncio.sleep(0)
                at_once(app, key)
            app.post_message(events.Paste(" back"))
            await until(lambda: pasted(app), pilot)
            form = app.screen
            assert isinstance(form, time.LogForm)
            assert (turns, form.when.value, form.summary.value) == (turns, "9:30-9:40", "Called back")
            await press(pilot, "escape")
            await world.acts.drop_draft("time", form.item)
