"""A second terminal on the same machine: it reads the copy that another process writes, and hears of its changes.

SQLite tells nobody about a commit of another process, so a viewer looks at the numbers of the copy every second:
some forty index look-ups, and one for the edition of the picklists. It finds no rows before a change, see
`replica.feed`.
"""

from pathlib import Path

from autotask.machine import MachineClock
from replica.feed import Change, ChangesSince
from replica.reading import Questions
from replica.store import PICKLISTS, Replica
from replica.writing import LABELS

LOOK_EVERY_S = 1.0


class Following:
    """Publishes on a viewer's own feed what the writing process commits."""

    def __init__(self, replica: Replica, machine: MachineClock) -> None:
        """Begins with what is in the copy now."""
        self._replica = replica
        self._machine = machine
        self._uuid = replica.uuid
        self._seq = replica.newest_seq()
        self._labels = _edition(replica)
        self._file = _identity(replica.path)

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self.once()
            await self._machine.sleep(LOOK_EVERY_S)

    async def once(self) -> int:
        """Publish what came since the last look; returns how many changes that were.

        When the writer has built the copy anew, the viewer's `generation` grows instead: everything is to be loaded
        again.
        """
        if _identity(self._replica.path) != self._file:
            self._replica.reopen()
            self._file = _identity(self._replica.path)
        news, changes = await self._replica.reading(lambda copy: _news(copy, self._seq))
        if news.store_uuid != self._uuid or not news.complete:
            self._uuid = news.store_uuid
            self._seq, self._labels = await self._replica.reading(lambda copy: (copy.newest_seq(), _edition(copy)))
            self._replica.generation += 1
            return 0
        self._seq = news.last_seq
        labels = await self._replica.reading(_edition)
        if labels != self._labels:
            self._labels = labels
            picklists = await self._replica.reading(lambda copy: copy.picklists())
            changes.insert(0, Change(self._seq, PICKLISTS, 0, None, picklists))
        self._replica.feed.publish(changes)
        return len(changes)


def _news(copy: Questions, seq: int) -> tuple[ChangesSince, list[Change]]:
    news = copy.changes_since(seq)
    rows = {}
    for name in {ref.kind for ref in news.refs}:
        cls = copy.schema.kinds[name].entity
        rows[name] = {row.id: row for row in copy.rows_in(cls, "id", [r.id for r in news.refs if r.kind == name])}
    return news, [Change(ref.seq, ref.kind, ref.id, None, rows[ref.kind].get(ref.id)) for ref in news.refs]


def _edition(copy: Questions) -> str | None:
    return copy.remembered(LABELS).get(LABELS)


def _identity(path: Path | None) -> tuple[int, int]:
    """Which file lies there now: a rebuilt copy is another one under the same name."""
    if path is None or not path.exists():
        return (0, 0)
    found = path.stat()
    return (found.st_dev, found.st_ino)
