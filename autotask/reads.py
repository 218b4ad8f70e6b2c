"""How we read: with patience, and without making a bad hour worse.

Four tries with full jitter and a deadline, retries bounded to a tenth of all requests (reliability 2.4). Writes do not
come this way.
"""

import random
from collections.abc import Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from autotask.answers import Answer
from autotask.errors import AutotaskError, Busy
from autotask.exchange import Ask, Exchange
from autotask.machine import MachineClock

T = TypeVar("T")

_TRIES = 4
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0


class Reader:
    """Reads through an exchange by the rules above."""

    def __init__(self, exchange: Exchange, machine: MachineClock, rng: random.Random, deadline: float) -> None:
        """`deadline` is in seconds, for one read with all its retries."""
        self._exchange = exchange
        self._machine = machine
        self._rng = rng
        self._deadline = deadline

    async def read(self, ask: Ask, take: Callable[[Answer], T]) -> T:
        """Ask, and take what is needed from the answer. What `take` finds `Unreadable` is asked for again.

        Raises:
            AutotaskError: After the last try.
        """
        started = self._machine.now()

        def hopeless(state: RetryCallState) -> bool:
            now = self._machine.now()
            too_late = now - started + state.upcoming_sleep > self._deadline
            return too_late or state.attempt_number >= _TRIES or not self._exchange.retries.retry(now)

        patience = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, AutotaskError) and error.retryable),
            wait=self._wait,
            stop=hopeless,
            sleep=self._machine.sleep,
            reraise=True,
        )
        return await patience(self._exchange.once, ask, take, started + self._deadline)

    def _wait(self, state: RetryCallState) -> float:
        """Full jitter, or what the server asked for if that is longer."""
        jitter = self._rng.uniform(0.0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**state.attempt_number))
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, AutotaskError) and not isinstance(error, Busy) else None
        return max(jitter, asked or 0.0)
