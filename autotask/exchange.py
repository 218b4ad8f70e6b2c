"""One request and its answer, by the rules that hold for reads and writes alike.

A breaker for each collection and one for the key, a few requests at a time, pauses where the server wants them, and
the budget (reliability 2.3 and 2.4). How often something is asked is decided above: `autotask.reads` has patience,
`autotask.writes` has none.
"""

import asyncio
import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

from autotask.answers import Answer, objection, unreadable
from autotask.auth import KeyAuth
from autotask.breaker import Breaker
from autotask.budget import SLOW_ABOVE, Budget, RetryBudget
from autotask.errors import AutotaskError, Busy, Outage, Refused, StandingBack, Throttled, Unauthorised
from autotask.lanes import Lanes
from autotask.machine import MachineClock
from autotask.origin import Origin
from autotask.pages import Unreadable
from autotask.servertime import ServerTime
from autotask.transport import Transport

T = TypeVar("T")

_UNTOLD_PAUSE = 60.0
_PROBE_EVERY = 3.0
_LONGEST_PAUSE = 900.0
_CLOCK_GRAIN = 0.01


@dataclass(frozen=True, slots=True)
class Ask:
    """One request.

    Attributes:
        collection: Whose lane and breaker it is.
        method: GET, or POST for a query; that of the verb for a write.
        url: The whole address.
        body: JSON to send.
        with_key: Whether it needs the key; the question for the zone does not.
        beyond_budget: Whether it may be asked with the budget spent; the question for the budget may.
        urgent: Whether it goes before others and past our share: a person's write, and what is read for one.
        writes: Whether it changes anything at Autotask.
        as_resource: In whose name it is written; None for the API user's own.
    """

    collection: str
    method: str
    url: str
    body: Mapping[str, Any] | None = None
    with_key: bool = True
    beyond_budget: bool = False
    urgent: bool = False
    writes: bool = False
    as_resource: int | None = None


class Exchange:
    """Sends single requests through a transport by the rules above.

    Attributes:
        budget: What was asked, against what may be.
        retries: How many of the requests may be repeated ones.
        auth: The key, once it is known where it may go.
        where: The place for a sentence.
        executor: Where answers are parsed; None for the loop.
    """

    def __init__(self, transport: Transport, machine: MachineClock, budget: Budget, server_time: ServerTime) -> None:
        self.budget = budget
        self.retries = RetryBudget()
        self.auth: KeyAuth | None = None
        self.where = ""
        self.executor: Executor | None = None
        self._server_time = server_time
        self._transport = transport
        self._machine = machine
        self._lanes = Lanes(lambda: 1 if budget.usage(machine.now()) > SLOW_ABOVE else 2)
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
        self._key_breaker = Breaker(failures_to_open=1, first_pause=60.0, longest_pause=_LONGEST_PAUSE)
        self._held_until = 0.0
        self._held_by: AutotaskError | None = None
        self._untold_pause = _UNTOLD_PAUSE
        self._probed_at = -math.inf

    async def once(self, ask: Ask, take: Callable[[Answer], T], until: float = math.inf) -> T:
        """Ask, and take what is needed from the answer, which has to be complete `until` then by the machine's clock.

        Raises:
            AutotaskError: It was not asked (`left` is False then), or no good answer came.
        """
        guards = [self._breakers[ask.collection]]
        if ask.with_key:
            guards.append(self._key_breaker)
        async with self._lanes.lane(ask.collection, first=ask.urgent):
            await self._wait_for_its_turn(ask)
            now = self._machine.now()
            self._may_ask(ask, now)
            self.budget.spend(now)
            if ask.writes:
                self.budget.wrote(now)
            self.retries.request(now)
            for guard in guards:
                guard.asked()
            try:
                answer = await self._transport.send(
                    ask.method,
                    ask.url,
                    body=ask.body,
                    auth=self.auth if ask.with_key else None,
                    seconds=max(1.0, until - now),
                    writes=ask.writes,
                    as_resource=ask.as_resource,
                )
                taken = await self._taken(ask, answer, take)
            except AutotaskError as error:
                self._failed(ask, error)
                raise
            finally:
                for guard in guards:
                    guard.ended()
            for guard in guards:
                guard.succeeded()
            self._untold_pause = _UNTOLD_PAUSE
            return taken

    def forgive_key(self) -> None:
        """Another key, or another place to use it: past refusals say nothing about it."""
        self._key_breaker.succeeded()

    def let_probe(self) -> None:
        """A person asks: what was left alone by our own choice may be asked once, at most every few seconds.

        What the server demanded, what our share of the budget forbids and a refused key stay as they are.
        """
        now = self._machine.now()
        if now - self._probed_at < _PROBE_EVERY:
            return
        for breaker in self._breakers.values():
            if breaker.half_open(now):
                self._probed_at = now
        if self._held_by is not None and not self._held_by.firm and self._held_until > now:
            self._held_until = self._probed_at = now
            # A probe of a person's that fails shall make no pause longer: this takes back the last doubling.
            self._untold_pause = max(_UNTOLD_PAUSE, self._untold_pause / 2)

    async def _wait_for_its_turn(self, ask: Ask) -> None:
        """Keep writes apart where the tenant has little left. They hold their lane meanwhile."""
        while ask.writes and (seconds := self.budget.wait_to_write(self._machine.now())) > 0:
            await self._machine.sleep(seconds)

    async def _taken(self, ask: Ask, answer: Answer, take: Callable[[Answer], T]) -> T:
        place = Origin.of(ask.url)
        where = self.where or str(place)
        if answer.date is not None:
            self._server_time.sample(answer.date, answer.sent, answer.received)
        if error := objection(answer, place, where, self._untold_pause, writes=ask.writes):
            raise error
        try:
            if self.executor is None:
                return take(answer)
            return await asyncio.get_running_loop().run_in_executor(self.executor, take, answer)
        except Unreadable as reason:
            raise unreadable(reason, where, writes=ask.writes) from None

    def _may_ask(self, ask: Ask, now: float) -> None:
        if (objection := self._own_objection(ask, now)) is not None:
            objection.left = False
            raise objection

    def _own_objection(self, ask: Ask, now: float) -> AutotaskError | None:
        """Why we do not ask, by ourselves."""
        if (seconds := self._held_until - now) > _CLOCK_GRAIN and self._held_by is not None:
            if isinstance(self._held_by, Throttled):
                return Throttled(self._held_by.sentence, seconds, firm=self._held_by.firm)
            return StandingBack(self._held_by.sentence, seconds, firm=self._held_by.firm)
        if ask.with_key and (seconds := self._key_breaker.wait(now)) > 0:
            refused = Unauthorised(self._key_breaker.why)
            refused.retry_after = seconds
            return refused
        breaker = self._breakers[ask.collection]
        if (seconds := breaker.wait(now)) > 0:
            return StandingBack(
                f"{self.where} is left alone about {ask.collection} for a while after failing repeatedly. "
                f"Last: {breaker.why}",
                seconds,
            )
        if ask.urgent and (seconds := self.budget.wait_when_spent(now)) > 0:
            return Throttled("Writing rests: the tenant's requests of the hour are used up.", seconds, firm=True)
        if not ask.urgent and not ask.beyond_budget and (seconds := self.budget.wait(now)) > 0:
            share = f"{self.budget.share:.0%} of the tenant's {self.budget.limit:,} requests an hour"
            return Throttled(f"Reading rests to keep to our share, {share}.", seconds, firm=True)
        return None

    def _failed(self, ask: Ask, error: AutotaskError) -> None:
        now = self._machine.now()
        error.collection = ask.collection
        breaker = self._breakers[ask.collection]
        if isinstance(error, Outage):
            breaker.failed(now, error.sentence)
        else:
            breaker.succeeded()
        if isinstance(error, Unauthorised):
            self._key_breaker.failed(now, error.sentence)
        elif isinstance(error, Refused) and ask.with_key:
            self._key_breaker.succeeded()
        if isinstance(error, Busy):
            return
        if isinstance(error, Throttled):
            self._untold_pause = min(self._untold_pause * 2, _LONGEST_PAUSE)
        if error.retry_after:
            self._held_until = now + error.retry_after
            self._held_by = error
