"""How we read: with patience, and without making a bad hour worse.

Four tries with full jitter and a deadline, retries bounded to a tenth of all requests, a breaker for each collection
and one for the key, two requests at a time, and never past our share of the budget (reliability 2.3 and 2.4). Writes
do not come this way.
"""

import asyncio
import math
import random
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from autotask.answers import Answer, objection, unreadable
from autotask.auth import KeyAuth
from autotask.breaker import Breaker
from autotask.budget import SLOW_ABOVE, Budget
from autotask.errors import AutotaskError, Busy, Outage, Refused, StandingBack, Throttled, Unauthorised
from autotask.lanes import Lanes
from autotask.machine import MachineClock
from autotask.origin import Origin
from autotask.pages import Unreadable
from autotask.servertime import ServerTime
from autotask.transport import Transport

T = TypeVar("T")

_TRIES = 4
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_UNTOLD_PAUSE = 60.0
_PROBE_EVERY = 3.0
_LONGEST_PAUSE = 900.0
_CLOCK_GRAIN = 0.01


class RetryBudget:
    """Lets retries be a tenth of the requests of the last five minutes, so that a brown-out is not multiplied.

    A handful is always allowed: a tenth of a quiet morning would be none.
    """

    def __init__(self, part: float = 0.1, seconds: float = 300.0, always: int = 6) -> None:
        self._part = part
        self._seconds = seconds
        self._always = always
        self._requests: deque[float] = deque()
        self._retries: deque[float] = deque()

    def request(self, now: float) -> None:
        """A request goes out."""
        self._requests.append(now)

    def retry(self, now: float) -> bool:
        """Whether one more retry fits; if so, it is counted."""
        for times in (self._requests, self._retries):
            while times and times[0] <= now - self._seconds:
                times.popleft()
        if len(self._retries) >= max(self._always, self._part * len(self._requests)):
            return False
        self._retries.append(now)
        return True


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    Attributes:
        collection: Whose lane and breaker it is.
        method: GET, or POST for a query.
        url: The whole address.
        body: JSON to send.
        with_key: Whether it needs the key; the question for the zone does not.
        beyond_budget: Whether it may be asked with the budget spent; the question for the budget may.
    """

    collection: str
    method: str
    url: str
    body: Mapping[str, Any] | None = None
    with_key: bool = True
    beyond_budget: bool = False


class Reader:
    """Reads through a transport by the rules above.

    Attributes:
        budget: What was asked, against what may be.
        auth: The key, once it is known where it may go.
        where: The place for a sentence.
        executor: Where answers are parsed; None for the loop.
    """

    def __init__(
        self,
        transport: Transport,
        machine: MachineClock,
        rng: random.Random,
        budget: Budget,
        server_time: ServerTime,
        deadline: float,
    ) -> None:
        self.budget = budget
        self._server_time = server_time
        self.auth: KeyAuth | None = None
        self.where = ""
        self.executor: Executor | None = None
        self._transport = transport
        self._machine = machine
        self._rng = rng
        self._deadline = deadline
        self._lanes = Lanes(lambda: 1 if budget.usage(machine.now()) > SLOW_ABOVE else 2)
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
        self._key_breaker = Breaker(failures_to_open=1, first_pause=60.0, longest_pause=_LONGEST_PAUSE)
        self._retries = RetryBudget()
        self._held_until = 0.0
        self._held_by: AutotaskError | None = None
        self._untold_pause = _UNTOLD_PAUSE
        self._probed_at = -math.inf

    async def read(self, ask: Ask, take: Callable[[Answer], T]) -> T:
        """Ask, and take what is needed from the answer. What `take` finds `Unreadable` is asked for again.

        Raises:
            AutotaskError: After the last try.
        """
        started = self._machine.now()

        def hopeless(state: RetryCallState) -> bool:
            now = self._machine.now()
            too_late = now - started + state.upcoming_sleep > self._deadline
            return too_late or state.attempt_number >= _TRIES or not self._retries.retry(now)

        patience = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, AutotaskError) and error.retryable),
            wait=self._wait,
            stop=hopeless,
            sleep=self._machine.sleep,
            reraise=True,
        )
        return await patience(self._try, ask, take, started + self._deadline)

    async def _try(self, ask: Ask, take: Callable[[Answer], T], until: float) -> T:
        guards = [self._breakers[ask.collection]]
        if ask.with_key:
            guards.append(self._key_breaker)
        async with self._lanes.lane(ask.collection):
            now = self._machine.now()
            self._may_ask(ask, now)
            self.budget.spend(now)
            self._retries.request(now)
            for guard in guards:
                guard.asked()
            try:
                answer = await self._transport.send(
                    ask.method,
                    ask.url,
                    body=ask.body,
                    auth=self.auth if ask.with_key else None,
                    seconds=max(1.0, until - now),
                )
                taken = await self._taken(answer, Origin.of(ask.url), take)
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

    async def _taken(self, answer: Answer, place: Origin, take: Callable[[Answer], T]) -> T:
        where = self.where or str(place)
        if answer.date is not None:
            self._server_time.sample(answer.date, answer.sent, answer.received)
        if error := objection(answer, place, where, self._untold_pause):
            raise error
        try:
            if self.executor is None:
                return take(answer)
            return await asyncio.get_running_loop().run_in_executor(self.executor, take, answer)
        except Unreadable as reason:
            raise unreadable(reason, where) from None

    def _may_ask(self, ask: Ask, now: float) -> None:
        if (seconds := self._held_until - now) > _CLOCK_GRAIN and self._held_by is not None:
            if isinstance(self._held_by, Throttled):
                raise Throttled(self._held_by.sentence, seconds, firm=self._held_by.firm)
            raise StandingBack(self._held_by.sentence, seconds, firm=self._held_by.firm)
        if ask.with_key and (seconds := self._key_breaker.wait(now)) > 0:
            refused = Unauthorised(self._key_breaker.why)
            refused.retry_after = seconds
            raise refused
        breaker = self._breakers[ask.collection]
        if (seconds := breaker.wait(now)) > 0:
            raise StandingBack(
                f"{self.where} is left alone about {ask.collection} for a while after failing repeatedly. "
                f"Last: {breaker.why}",
                seconds,
            )
        if not ask.beyond_budget and (seconds := self.budget.wait(now)) > 0:
            share = f"{self.budget.share:.0%} of the tenant's {self.budget.limit:,} requests an hour"
            raise Throttled(f"Reading rests to keep to our share, {share}.", seconds, firm=True)

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

    def _wait(self, state: RetryCallState) -> float:
        """Full jitter, or what the server asked for if that is longer."""
        jitter = self._rng.uniform(0.0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**state.attempt_number))
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, AutotaskError) and not isinstance(error, Busy) else None
        return max(jitter, asked or 0.0)
