"""What a person should know before leaving: what is not in Autotask yet, and what time is being counted."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.acts.surface import Acts


def unfinished(acts: "Acts | None") -> list[str]:
    """A sentence for each thing that leaving does not end; none where all is done."""
    if acts is None:
        return []
    told = []
    if (timer := acts.timers.running) is not None:
        told.append(f"A timer runs on {timer.what}: it goes on counting while servicedeck is closed. S stops it.")
    standing = acts.standing
    if standing.waiting:
        what = "1 entry is" if standing.waiting == 1 else f"{standing.waiting} entries are"
        told.append(f"{what} not in Autotask yet: kept on disk, and sent at the next start.")
    if standing.attention:
        what = "1 entry waits" if standing.attention == 1 else f"{standing.attention} entries wait"
        told.append(f"{what} for you to decide: L shows which.")
    return told
