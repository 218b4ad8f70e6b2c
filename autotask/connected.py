"""A tenant that has been reached: its clock, its zone, its budget, and how answers are taken in."""

from concurrent.futures import Executor
from datetime import datetime, timedelta

from autotask.budget import Budget, Threshold
from autotask.machine import MachineClock
from autotask.session import Session
from autotask.user_fields import UserFields
from autotask.zone import Zone


class Connected:
    """An open session, and the way in which it is used."""

    def __init__(
        self, session: Session, machine: MachineClock, user_fields: UserFields, *, urgent: bool = False
    ) -> None:
        """
        Args:
            session: An open one.
            machine: The clock by which metadata grows old.
            user_fields: The user-defined field of a collection that is read and written.
            urgent: What is read is read for a write.
        """
        self._session = session
        self._machine = machine
        self._user_fields = user_fields
        self._urgent = urgent

    def parse_in(self, executor: Executor) -> None:
        """Parse answers in another thread from now on, so that the loop only waits for bytes.

        Until then they are parsed on the loop, which is good enough where no screen lives on it. Errors are the same.

        Args:
            executor: Of one thread, since schemas are built on first use. Whoever made it shuts it down.
        """
        self._session.parse_in(executor)

    def let_probe(self) -> None:
        """A person asks: the next requests go out, one to each place that we left alone by our own choice.

        Nothing changes where the server said how long to wait, or where our share of the budget is spent: those errors
        are `firm`.
        """
        self._session.let_probe()

    @property
    def budget(self) -> Budget:
        """What was asked, against what may be."""
        return self._session.budget

    @property
    def zone(self) -> Zone:
        """Where the tenant lives."""
        return self._session.zone

    def server_now(self) -> datetime:
        """The time at Autotask; this machine's own before any answer told it."""
        return self._session.server_now()

    def clock_skew(self) -> timedelta:
        """By how much this machine's clock is behind Autotask's (negative: ahead). Beyond a minute, SLA times shown
        here would be wrong by as much."""
        return self._session.clock_skew()

    async def threshold(self) -> Threshold:
        """What the tenant's integrations together have used; the budget learns it."""
        return await self._session.threshold()
