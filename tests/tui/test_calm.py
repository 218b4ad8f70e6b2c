"""What has died is looked for while nobody looks at the screen."""

import pytest

from tests.tui.handed import Handed
from tests.tui.seeing import press, running
from tui.calm import EVERY_SECONDS


async def test_what_takes_long_waits_until_nobody_has_pressed_a_key_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = []
    monkeypatch.setattr("tui.app.look_through", lambda: looks.append(1))
    world = Handed()
    async with running(world) as (app, pilot):
        seen = []
        for seconds, key in (
            (EVERY_SECONDS - 1, ""),
            (1.0, "j"),
            (5.0, ""),
            (60.0, ""),
            (60.0, ""),
            (EVERY_SECONDS, ""),
        ):
            world.machine.seconds += seconds
            if key:
                await press(pilot, key)
            app.second_passed()
            seen.append(len(looks))
        assert seen == [0, 0, 0, 1, 1, 2]
