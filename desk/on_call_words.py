"""Who is on call, as the screens say it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from desk.durations import moment_text
from desk.model import Micros
from desk.on_call import TeamOnCall


def on_call_text(teams: Sequence[TeamOnCall], me: int | None, now: Micros, zone: ZoneInfo) -> str:
    """Who is on call now: "you are on call until 08:00", "on call: Ana Ruiz, Ben Cole (Network)"; empty for nobody.

    What concerns the person at the screen goes before all else. Teams are named where there are several.
    """
    mine = [team for team in teams if team.person is not None and team.person.id == me]
    if mine:
        ends = [team.until for team in mine if team.until is not None]
        return f"you are on call until {moment_text(min(ends), now, zone)}" if ends else "you are on call"
    others = [
        team.person.name if len(teams) == 1 else f"{team.person.name} ({team.team})"
        for team in teams
        if team.person is not None
    ]
    return f"on call: {', '.join(others)}" if others else ""
