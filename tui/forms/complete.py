"""Complete a ticket: what was done, the time of it, and what still stands against it, on one form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual import on, work

from desk.acts.answers import Done, NotDone, Verdict
from desk.acts.commands import Command, Complete, LogTime, Tick
from desk.acts.offers import Choice, CompleteForm, TimeForm, ZeroTime
from desk.model import ItemId, ItemKind
from tui.acting.work import Work
from tui.forms.fields import AreaField, Field, TextField
from tui.forms.fields_pick import PickField
from tui.forms.fields_ticks import Ticks, TicksField
from tui.forms.fields_time import WhenField
from tui.forms.form import Form
from tui.forms.time import OF_THE_TIME, spans_of, spoken_by
from tui.widgets.parts import Parts, paragraph

NO_TIME = tuple(Choice(at, why.value) for at, why in enumerate(ZeroTime))
READING, OFFLINE = "Reading the checklist from Autotask ...", "Offline: the checklist is unchecked."


class Completing(Form):
    """The gate (domain 4.1) as a form."""

    DRAFT = "complete"
    VERB = "complete it"

    def __init__(self, acting: Work, ticket_id: int, offered: CompleteForm, timed: TimeForm) -> None:
        """`timed` is what time on it starts with, from its timer where it has one."""
        if not isinstance(timed.seed, LogTime):
            raise TypeError(timed.seed)
        self.ticket_id = ticket_id
        self.seed = timed.seed
        self._untimed = any(obstacle.id == "time" for obstacle in offered.obstacles)
        self._reading = READING
        words = offered.resolution or self.seed.summary
        self.resolution = AreaField(
            "resolution", "Resolution", words, lines=4, stands_for=("resolution", "summary"),
            placeholder="what was done: the customer reads it",
        )  # fmt: skip
        self.checklist = TicksField("checklist", "Checklist", offered.checklist)
        self.when = WhenField(
            "when", "My time", spoken_by(acting, timed.last_end), spans_of(self.seed), stands_for=OF_THE_TIME
        )
        self.work_type = PickField("work_type_id", "Work type", timed.work_types, self.seed.work_type_id)
        self.no_time = PickField("zero_time", "Or no time", NO_TIME, optional=True, placeholder="why none is needed")
        self.override = TextField("override", "All the same", placeholder="why it is completed although")
        self.override.touched = True
        fields: Sequence[Field[Any]] = (
            self.resolution, self.checklist, self.when, self.work_type, self.no_time, self.override,
        )  # fmt: skip
        item = ItemId(ItemKind.TICKET, ticket_id)
        super().__init__(acting, f"Complete {offered.heading}", fields, item, act_id=offered.act_id)

    def on_mount(self) -> None:
        super().on_mount()
        self._read_checklist()

    @work(group="checklist", exit_on_error=True, description="read the checklist")
    async def _read_checklist(self) -> None:
        """Make sure of the checklist while the person writes."""
        answered = await self.acts.read_checklist(self.ticket_id)
        self._reading = "" if answered else OFFLINE
        offered = await self.acts.complete_form(self.ticket_id)
        self.checklist.show(offered.checklist)
        self._after_change()

    @on(Ticks.Ticked)
    async def _ticked(self, event: Ticks.Ticked) -> None:
        event.stop()
        ticked = Tick(ticket_id=self.ticket_id, item_id=event.line.id, done=event.done)
        outcome = await self.acts.do(ticked)
        if isinstance(outcome, NotDone):
            self.acting.tell(outcome)
        self._after_change()

    def revised(self) -> None:
        self.checklist.display = bool(self.checklist.editor.rows)
        self.work_type.display = bool(self.when.value)
        self.no_time.display = self._untimed and not self.when.value

    def judged(self, verdict: Verdict) -> None:
        stands = any(problem.field == "override" for problem in verdict.problems)
        here = self.focused is self.override.editor
        self.override.display = stands or here or bool(self.override.value)

    def restore(self, values: Mapping[str, object]) -> None:
        timed = bool(self.when.value)
        super().restore({key: kept for key, kept in values.items() if not (timed and key == "when")})

    def say_below(self, width: int) -> Sequence[Parts] | None:
        return paragraph(self._reading, width, tone="soon" if self._reading == OFFLINE else "quiet")

    async def meanwhile(self, command: Command) -> Sequence[Parts]:
        time = command.time if isinstance(command, Complete) else None
        return () if time is None else await self.foretold(time)

    def command(self) -> Complete:
        no_time = self.no_time.value
        return Complete(
            act_id=self.act_id,
            ticket_id=self.ticket_id,
            time=self._time(),
            resolution=self.resolution.value,
            override=self.override.value,
            zero_time=None if no_time is None or self.when.value else list(ZeroTime)[no_time],
        )

    def _time(self) -> LogTime | None:
        """Its summary is the resolution: the customer reads one thing in both places."""
        spans = [(span.start, span.end) for span in self.when.spans if span.end is not None]
        if not spans:
            return None
        return replace(
            self.seed,
            act_id="",
            start=spans[0][0] if len(spans) == 1 else None,
            end=spans[0][1] if len(spans) == 1 else None,
            spans=tuple(spans) if len(spans) > 1 else (),
            work_type_id=self.work_type.value,
            summary=self.resolution.value,
        )


async def complete(work: Work, ticket_id: int) -> Done | None:
    """Ask what is needed to complete a ticket, and complete it."""
    offered = await work.acts.complete_form(ticket_id)
    timed = offered.time or await work.acts.time_form(ItemId(ItemKind.TICKET, ticket_id))
    return await Completing(work, ticket_id, offered, timed).fill_in()
