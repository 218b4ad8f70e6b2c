"""Commands that every screen has."""

from tui.commands.record import Command

HELP = Command(
    "app.help", "Keys of this screen", "Lists every key; type to find one, enter runs it.", "question_mark", "app.help",
    footer="keys", in_palette=False,
)  # fmt: skip
PALETTE = Command(
    "app.palette", "Commands", "Runs a command, opens a ticket by its number or words, switches the view.",
    "ctrl+p,colon", "app.palette", footer="commands", in_palette=False,
)  # fmt: skip
QUIT = Command("app.quit", "Quit", "Leaves servicedeck. Nothing is lost: the copy stays on disk.", "q", "app.quit")

MEANING = Command(
    "app.meaning", "What this screen means", "The order, the flags and the states in words.", "f1", "screen.meaning"
)

DAY = Command("screen.day", "My day", "What to work on next, and your day.", "1", "app.place('day')")
DISPATCH = Command(
    "screen.dispatch", "Dispatch", "Which tickets need a hand, and who can take them.", "2", "app.place('dispatch')"
)
LEAD = Command(
    "screen.lead", "Lead", "Whether everybody's time is entered as it happens.", "3", "app.place('lead')"
)  # fmt: skip

PLACES = (DAY, DISPATCH, LEAD)
"""The screens that a digit leads to."""

EVERYWHERE = (HELP, PALETTE, MEANING, *PLACES)

DARK = Command("theme.dark", "Theme: dark", "Light words on a dark ground.", "", "app.theme('dark')")
LIGHT = Command("theme.light", "Theme: light", "Dark words on a white ground.", "", "app.theme('light')")
MONO = Command("theme.mono", "Theme: mono", "Grey only; words and glyphs carry every state.", "", "app.theme('mono')")
CONTRAST = Command(
    "theme.contrast", "Theme: high contrast", "Bright words on black.", "", "app.theme('contrast')"
)  # fmt: skip

THEMES = (DARK, LIGHT, MONO, CONTRAST)
