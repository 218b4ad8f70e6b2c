"""Autotask's rounding of hours: always up to the next whole step, for tickets and for project tasks apart (domain 4.1).

Ticket 10:00 to 10:05 at a step of 15 minutes: 15 minutes are billed. Worked time is rounded too, unless the tenant
has "Do not round hours worked" on. Lengths are microseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sla.instants import MINUTE


class WorkKind(StrEnum):
    """What an entry is on; internal time ("regular time") is never billed."""

    TICKET = "ticket"
    TASK = "task"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The tenant's rounding, in minutes. The API does not tell it, so it is a setting.

    Attributes:
        ticket_minutes: step of ticket entries; 0 for none.
        task_minutes: step of project task entries; 0 for none.
        minimum_minutes: least that a billed entry counts, before the step; 0 for none.
        round_worked: the timesheet is rounded as well; off is Autotask's "Do not round hours worked", and is what
            entries saved through the API show.
    """

    ticket_minutes: int = 15
    task_minutes: int = 15
    minimum_minutes: int = 0
    round_worked: bool = False

    def step_us(self, kind: WorkKind) -> int:
        """The step of a kind of work; 0 for none."""
        if kind is WorkKind.INTERNAL:
            return 0
        return (self.ticket_minutes if kind is WorkKind.TICKET else self.task_minutes) * MINUTE

    def worked_us(self, worked_us: int, kind: WorkKind) -> int:
        """The length that the timesheet shows."""
        return rounded_up(worked_us, self.step_us(kind)) if self.round_worked else worked_us

    def billed_us(self, worked_us: int, kind: WorkKind, *, offset_us: int = 0) -> int:
        """The length of one entry that is to bill: worked and offset, at least the minimum, then up to the step.

        An offset that takes everything away leaves nothing to bill, and no minimum.
        """
        length = worked_us + offset_us
        if kind is WorkKind.INTERNAL or length <= 0:
            return 0
        return rounded_up(max(length, self.minimum_minutes * MINUTE), self.step_us(kind))

    def billed_together_us(self, worked_us: Iterable[int], kind: WorkKind) -> int:
        """What entries on one ticket would bill if they were one: never more than one by one."""
        return self.billed_us(sum(worked_us), kind)


def rounded_up(length_us: int, step_us: int) -> int:
    """The least whole number of steps that holds the length; the length itself where the step is 0."""
    return -(-length_us // step_us) * step_us if step_us else length_us
