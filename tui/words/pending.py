"""What was entered and is not in Autotask yet, and the time that runs: a glyph and a word wherever it is shown."""

from typing import TYPE_CHECKING

from desk.durations import clock_text
from tui.widgets.parts import Part
from tui.words.queue import short_number

if TYPE_CHECKING:
    from desk.acts.told import Mark, Stage, Standing, Timers


def tone(stage: "Stage") -> str:
    """What only a person can end stands out; what goes by itself does not."""
    return "late" if stage.for_a_person else "key"


def signed(mark: "Mark | None") -> Part:
    """Behind a line: "○ pending"; nothing for what is in Autotask."""
    return Part(f"{mark.stage.glyph} {mark.stage.value}", tone(mark.stage)) if mark is not None else Part("")


def told(mark: "Mark | None") -> Part:
    """How much of a ticket is on its way, or why it was refused."""
    return Part(f"{mark.stage.glyph} {mark.says}", tone(mark.stage)) if mark is not None else Part("")


def timer(timers: "Timers | None", *, roomy: bool) -> list[Part]:
    """The time that runs, and how many timers are parked."""
    if timers is None or (timers.running is None and not timers.parked):
        return []
    running, parked = timers.running, len(timers.parked)
    shown = []
    if running is not None:
        on = f" {short_number(running.what)} " if roomy else ""
        doubt = " idle?" if timers.idle is not None else ""
        shown.append(Part(f"▶{on}{clock_text(running.seconds // 60)}{doubt}", "soon" if doubt else "active"))
    if parked:
        shown.append(Part(f" +{parked} parked" if roomy else f"+{parked}", "quiet"))
    return [*shown, Part("  ")]


def replies(standing: "Standing | None", *, roomy: bool) -> list[Part]:
    """How many customers wrote on complete tickets, and what shows them."""
    if standing is None or not standing.replies:
        return []
    said = f"{standing.replies} wrote on complete (K)" if roomy else f"K{standing.replies}"
    return [Part(said, "soon", "screen.act('thanks')"), Part("  ")]


def outbox(standing: "Standing | None", *, roomy: bool) -> list[Part]:
    """What is on its way, what a person has to decide, and whether nothing leaves."""
    if standing is None or not standing.says:
        return []
    said = standing.says
    if not roomy:
        figures = (
            f"○{standing.waiting}" if standing.waiting else "",
            f"x{standing.attention}" if standing.attention else "",
            "held" if standing.paused else "",
        )
        said = " ".join(figure for figure in figures if figure)
    shown_as = "late" if standing.attention else "soon" if standing.paused else "key"
    return [Part(said, shown_as, "screen.act('log')"), Part("  ")]
