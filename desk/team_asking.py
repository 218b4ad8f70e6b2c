"""Questions about the people of the desk: how much they have on, and who is on call. None waits but for its turn."""

import asyncio
from collections.abc import Collection

from desk.clocks import DeskClock
from desk.forecast import Forecasts
from desk.heartbeat import Heartbeat
from desk.interventions.asking import InterventionAsking
from desk.load import Loads, TechLoad
from desk.model import Delta, Micros
from desk.on_call import TeamOnCall
from desk.on_call_words import on_call_text

TECHS_A_TURN = 8
"""Techs whose load is looked up in one turn of the loop: the first time, each takes a few tenths of a millisecond."""


class TeamAsking(InterventionAsking):
    """The part of the asking half that speaks of people."""

    def __init__(self, heartbeat: Heartbeat, clock: DeskClock, forecasts: Forecasts) -> None:
        super().__init__(heartbeat, clock, forecasts)
        self.loads = Loads(forecasts)

    async def tech_loads(self, resource_ids: Collection[int] | None = None) -> tuple[TechLoad, ...]:
        """How much these resources have on now, else all techs by name; the loop goes on between a few of them.

        What has just moved is taken in first, as far as a slice goes.
        """
        self.forecasts.hear(Delta(tick=True))
        found = []
        for place, tech in enumerate(resource_ids or self.loads.techs(), 1):
            found.append(self.loads.of(tech, self.clock.now()))
            if place % TECHS_A_TURN == 0:
                await asyncio.sleep(0)
        return tuple(found)

    def on_call(self, at: Micros | None = None) -> tuple[TeamOnCall, ...]:
        """Who is on call in each team, now or at an instant; nothing where no rota is named."""
        return self._beat.state.call_out.teams(self.clock.now() if at is None else at)

    def on_call_text(self) -> str:
        """Who is on call now, in words; empty for nobody."""
        return on_call_text(self.on_call(), self._beat.state.viewing.me_id, self.clock.now(), self.zone)
