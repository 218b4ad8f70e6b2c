"""The weekly sheet in words: what each day requires, what is entered, what is missing."""

from datetime import date

from desk.acts.offers import WeekDay
from desk.acts.told import Week
from desk.durations import clock_text
from tui.widgets.columns import Column
from tui.widgets.painter import Line
from tui.words.day import MINUTE

BAR = 16
COLUMNS = (
    Column("day", "Day", 11),
    Column("required", "Required", 8, right=True),
    Column("entered", "Entered", 8, right=True),
    Column("missing", "Missing", 8, right=True, toned=True),
    Column("bar", "", BAR, gives_way=1),
    Column("why", "", 12, flexible=True),
)


def row(day: WeekDay, today: date) -> Line:
    """One day. Of today only what has passed can be missing, of a day to come nothing."""
    missing = _missing(day)
    required = clock_text(day.required_us // MINUTE) if day.required_us else "–"
    entered = clock_text(day.entered_us // MINUTE) if day.entered_us or day.required_us else "–"
    said = day.off or ("so far" if day.day == today else "")
    cells = (
        f"{day.day:%a} {day.day.day} {day.day:%b}",
        required,
        entered,
        clock_text(missing) if missing else "",
        _bar(day),
        f"today {said}".strip() if day.day == today else said,
    )
    return Line(cells, "soon" if missing else "quiet" if day.off else "")


def total(week: Week) -> str:
    """ "31:15 of 45:00 entered · 1:41 missing"; which days miss it stands beside them."""
    entered = sum(day.entered_us for day in week.days) // MINUTE
    required = sum(day.required_us for day in week.days) // MINUTE
    missing = sum(map(_missing, week.days))
    lacks = f"{clock_text(missing)} missing" if missing else "nothing missing"
    return f"{clock_text(entered)} of {clock_text(required)} entered · {lacks}"


def _missing(day: WeekDay) -> int:
    """Minutes. Begun ones count: of what is entered only whole ones do."""
    return -(-day.missing_us // MINUTE)


def _bar(day: WeekDay) -> str:
    most = max(day.required_us, day.entered_us)
    if not most:
        return ""
    full = round(BAR * day.entered_us / most)
    lacking = round(BAR * (day.entered_us + day.missing_us) / most) - full
    return "█" * full + "░" * lacking + "·" * (BAR - full - lacking)
