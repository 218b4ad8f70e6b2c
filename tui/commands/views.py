"""The views of the queue by their names, for the palette; the list itself walks them with h and l."""

from desk.model import View
from tui.commands.record import Command

VIEWS = {
    View.MINE: Command(
        "view.mine", "View: mine", "What you own, help with or are booked for.", "", "screen.look('mine')"
    ),
    View.TEAM: Command("view.team", "View: team", "What everybody has, and nobody.", "", "screen.look('team')"),
    View.UNASSIGNED: Command(
        "view.unassigned", "View: unassigned", "What nobody has taken.", "", "screen.look('unassigned')"
    ),
}
