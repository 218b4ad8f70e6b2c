"""Why figures may be wrong for want of a right: what the API leaves out without a word, as far as the copy shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from autotask.entities import ResourceDailyAvailability, TimeEntry, TimeOffRequest
from replica.store import Replica

ENOUGH = 100
"""Entries among which a desk has one that is not billed."""
ASK = "servicedeck doctor tells which rights there are."


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows of a few kinds the copy has."""

    entries: int = 0
    unbilled: int = 0
    time_off: int = 0
    weeks: int = 0
    """People whose hours of the week are known."""


def read_held(copy: Replica) -> Held:
    """Count them; for a reading thread."""
    return Held(
        copy.count(TimeEntry),
        copy.count(TimeEntry, is_non_billable=True),
        copy.count(TimeOffRequest),
        copy.count(ResourceDailyAvailability),
    )


def doubts(held: Held) -> Sequence[str]:
    """What is in doubt, a sentence each with what it does to the figures."""
    said = []
    if held.entries >= ENOUGH and not held.unbilled:
        said.append(
            f"None of {held.entries:,} entries is non-billable: the API user may lack the right to see such time, "
            f"and hours and coverage would be too low. {ASK}"
        )
    if not held.time_off:
        said.append(
            f"No time off of anybody is visible: if the API user lacks that right, a day off reads as a gap. {ASK}"
        )
    if not held.weeks:
        said.append(f"Nobody's hours of the week are visible: those of their location are taken. {ASK}")
    return said
