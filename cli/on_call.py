"""`servicedeck on-call`: who is on call in each team, and who follows."""

import argparse
import json
from zoneinfo import ZoneInfo

from cli.ask import on_the_copy
from cli.composition import Lookout
from cli.exits import Exit, Stop
from cli.plan import Plan
from desk.durations import moment_text
from desk.live import LiveDesk
from desk.model import Micros, Person
from desk.on_call import TeamOnCall
from sla.instants import instant

NO_ROTA = "No rota is named. Write one, and name its file in the configuration: [on_call] rotas = [...]"


def run(arguments: argparse.Namespace) -> Exit:
    """Print how the rota of each team stands. A name that is not known is wrong use, after all teams were told."""

    async def tell(built: Lookout, _: Plan) -> Exit:
        return _tell(built.desk, as_json=arguments.json)

    return on_the_copy(arguments, tell)


def _tell(desk: LiveDesk, *, as_json: bool) -> Exit:
    now = desk.clock.now()
    teams = desk.on_call(now)
    if not teams:
        raise Stop(Exit.NOTHING, NO_ROTA)
    for place, team in enumerate(teams):
        following = None if team.until is None else desk.on_call(team.until)[place]
        print(json.dumps(_facts(team, following)) if as_json else _line(team, following, now, desk.zone))
    if problems := desk.state.call_out.problems:
        raise Stop(Exit.WRONG_USE, "\n".join(problems))
    return Exit.DONE


def _facts(team: TeamOnCall, following: TeamOnCall | None) -> dict[str, object]:
    return {
        "team": team.team,
        "on_call": _person(team.person),
        "backup": _person(team.backup),
        "until": None if team.until is None else instant(team.until).isoformat().replace("+00:00", "Z"),
        "then": None if following is None else _person(following.person),
        "problem": team.problem or None,
    }


def _person(person: Person | None) -> dict[str, object] | None:
    return None if person is None else {"id": person.id, "name": person.name, "email": person.email}


def _line(team: TeamOnCall, following: TeamOnCall | None, now: Micros, zone: ZoneInfo) -> str:
    """As a person says it: "Service desk: Ana Ruiz until Wed 08:00, backup Ben Cole; then nobody"."""
    until = "" if team.until is None else f" until {moment_text(team.until, now, zone)}"
    backup = "" if team.backup is None else f", backup {team.backup.name}"
    then = "" if following is None else f"; then {_name(following)}"
    return f"{team.team}: {_name(team)}{until}{backup}{then}"


def _name(team: TeamOnCall) -> str:
    if team.person is not None:
        return team.person.name
    return "somebody who is not known" if team.problem else "nobody"
