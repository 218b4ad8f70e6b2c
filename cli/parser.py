"""What can be typed after `servicedeck`.

Each subcommand names the module that runs it; that module is imported only when it is chosen, so that
`--version` and completion stay quick.
"""

import argparse
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from cli.durations import duration, moment, port, speed

SHELLS = ("bash", "zsh", "tcsh", "fish", "powershell")
SIZES = ("tiny", "small", "medium", "large")
VIEWS = ("mine", "team", "unassigned")
TABS = ("all", "late", "risk", "unassigned", "book", "stale", "waiting")
LOG_GROUPS = ("priority", "category", "assignment_group")
DEFAULT_SEED = 1

EPILOGUE = """\
exit codes: 0 done; 1 failed (network, server, disk); 2 wrong use or configuration;
3 nothing to answer (empty queue, unknown ticket); 130 interrupted; 143 told to end (SIGTERM) before it was done.
"""

_Subparsers = argparse._SubParsersAction  # the type of what add_subparsers returns has no public name


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="servicedeck",
        description="The service desk in your terminal: what to work on next, and why. No command: the app.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"servicedeck {version('servicedeck')}")
    _add_places(parser)
    _add_screen(parser)
    parser.set_defaults(runs="cli.run_desk:run", passing=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (
        _demo,
        _next,
        _why,
        _interventions,
        _on_call,
        _sync,
        _classify,
        _sla,
        _kpi,
        _outbox,
        _doctor,
        _config,
        _sandbox,
        _completion,
    ):
        add(commands)
    return parser


def _command(
    commands: "_Subparsers[argparse.ArgumentParser]", name: str, runs: str, summary: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    _add_places(parser)
    parser.set_defaults(runs=runs)
    return parser


def _add_places(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS, so that a value given before the subcommand is not overwritten by the subcommand's default.
    parser.add_argument("--config", metavar="FILE", type=Path, default=argparse.SUPPRESS, help="the configuration file")
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="the folder of the copy and reports",
    )


def _add_screen(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--read-only", action="store_true", default=argparse.SUPPRESS, help="look only: enter nothing, send nothing"
    )
    parser.add_argument("--theme", choices=("dark", "light", "mono", "contrast"), help="colours of the screens")
    parser.add_argument("--ascii", action="store_true", help="draw with plain ASCII characters only")


def _add_world(parser: argparse.ArgumentParser, default_speed: float) -> None:
    parser.add_argument("--size", choices=SIZES, default="small", help="how large the desk is")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed makes the same desk")
    parser.add_argument(
        "--at", metavar="INSTANT", type=moment, help="when the desk opens, like 2026-11-24T08:40Z, or now"
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME",
        help="a day worth practising on, such as monitoring-storm, with its own size and time",
    )
    parser.add_argument(
        "--speed", metavar="N", type=speed, default=default_speed,
        help="desk seconds per second; 60 runs an hour in a minute, 0 stands still (default: %(default)g)",
    )  # fmt: skip


def _add_instant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at", metavar="INSTANT", type=moment, help="as it stands at an instant, like 2026-11-24T08:40Z, not now"
    )


def _demo(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "demo", "cli.demo:run", "a living desk on this machine, no Autotask needed")
    parser.set_defaults(passing=True)
    _add_world(parser, default_speed=20)
    _add_screen(parser)
    parser.add_argument("--headless", action="store_true", help="run without a screen; needs --for")
    parser.add_argument(
        "--for",
        dest="lasting",
        metavar="TIME",
        type=duration,
        help="end after, like 5s or 2m; headless, from when it is filled",
    )
    parser.add_argument("--screenshot", metavar="FILE", type=Path, help="write an SVG of My day and end")
    parser.add_argument("--columns", type=int, default=120, help="width of the screenshot (default: %(default)d)")
    parser.add_argument("--rows", type=int, default=36, help="height of the screenshot (default: %(default)d)")


def _next(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "next", "cli.ask:next_item", "what to work on next, and why")
    parser.add_argument("--view", choices=VIEWS, default="mine", help="whose queue (default: %(default)s)")
    parser.add_argument("--count", type=_count, default=1, metavar="N", help="how many items (default: 1)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    _add_instant(parser)


def _why(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "why", "cli.ask:why", "why a ticket stands where it stands")
    parser.add_argument("ticket", metavar="ID", help="ticket number (T20261124.0031) or id")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    _add_instant(parser)


def _on_call(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "on-call", "cli.on_call:run", "who is on call in each team, and who follows")
    parser.add_argument("--json", action="store_true", help="one JSON object a team")
    _add_instant(parser)


def _interventions(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "interventions", "cli.interventions:run", "which tickets need a hand, and why")
    parser.add_argument("--tab", choices=TABS, default="all", help="one heading of the list (default: %(default)s)")
    parser.add_argument("--count", type=_count, metavar="N", help="how many tickets at most (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    _add_instant(parser)


def _sync(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "sync", "cli.sync:run", "bring the copy up to date")
    parser.add_argument("--once", action="store_true", required=True, help="one round, then end")


def _classify(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "classify", "cli.classify:run", "tell the workflow of tickets in a JSON lines file")
    parser.add_argument("file", metavar="FILE.jsonl", help="one ticket a line; - for standard input")


def _sla(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(
        commands, "sla", "cli.sla_replay:run", "service levels explained, and business time put to the test"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    replaying = _command(actions, "replay", "cli.sla_replay:run", "how long the incidents of an event log took")
    replaying.add_argument("file", metavar="FILE.csv", type=Path, help="a line an event, plain or gzip")
    replaying.add_argument(
        "--calendar", metavar="CAL.toml", type=Path, required=True, help="the business hours: zone, [weekly], holidays"
    )
    judging = _command(
        actions,
        "cases",
        "cli.sla_cases:run",
        "questions with known answers, put to our calendar; ends with 1 where one is wrong",
    )
    judging.add_argument("file", metavar="FILE", type=Path, help="a JSON file of cases, plain or gzip")
    explaining = _command(
        actions, "explain", "cli.sla_explain:run", "the service level of a ticket, with a sum that can be checked"
    )
    explaining.add_argument("ticket", metavar="ID", help="ticket number (T20261124.0031) or id, open or complete")
    _add_instant(explaining)
    for each in (replaying, judging, explaining):
        each.add_argument("--json", action="store_true", help="one JSON object")


def _kpi(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "kpi", "cli.kpi_log:run", "the KPIs of an event log, each with its definition")
    parser.add_argument("--log", metavar="FILE.csv", type=Path, required=True, help="a line an event, plain or gzip")
    parser.add_argument(
        "--calendar", metavar="CAL.toml", type=Path, help="the business hours: zone, [weekly], holidays"
    )
    parser.add_argument("--by", choices=LOG_GROUPS, help="each figure for every value of a column, too")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--at", metavar="DATE", type=moment,
        help="when the backlog is counted, like 2016-06-01 (its beginning) or 2016-06-01T12:00 (default: last event)",
    )  # fmt: skip


def _outbox(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    runs = "cli.outbox_command:run"
    parser = _command(commands, "outbox", runs, "what was entered here, and what became of it")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    listing = _command(actions, "list", runs, "what is not in Autotask yet, newest first")
    listing.add_argument("--all", action="store_true", help="what is over, too")
    listing.add_argument("--count", type=_count, default=50, metavar="N", help="with --all: how many (default: 50)")
    named = "name (sd-7Q3F9KDM) or id, or how it begins"
    showing = _command(actions, "show", runs, "the whole life of one entry, with what was typed")
    showing.add_argument("id", metavar="ID", help=named)
    retrying = _command(actions, "retry", runs, "send again what was refused")
    dropping = _command(actions, "drop", runs, "give up what is not in Autotask; what was typed stays in the log")
    for each in (retrying, dropping):
        each.add_argument("ids", metavar="ID", nargs="+", help=named)
    for each in (listing, showing, retrying, dropping):
        each.add_argument("--json", action="store_true", help="one JSON object a line")


def _doctor(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "doctor", "cli.doctor:run", "check everything the desk needs, one by one")
    parser.add_argument("--offline", action="store_true", help="leave out what needs the network")
    parser.add_argument("--json", action="store_true", help="one JSON object a check")


def _config(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "config", "cli.config_command:run", "the configuration file")
    parser.add_argument(
        "action", choices=("path", "show", "init", "validate"),
        help="print its path, print what is in force, write a first one, or check it",
    )  # fmt: skip


def _sandbox(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    summary = "an Autotask look-alike on this machine"
    parser = _command(commands, "sandbox", "cli.sandbox_command:run", summary)
    parser.add_argument("action", choices=("serve",), help="listen until stopped")
    parser.add_argument("--port", type=port, default=0, help="0 picks a free one (default)")
    _add_world(parser, default_speed=1)


def _completion(commands: "_Subparsers[argparse.ArgumentParser]") -> None:
    parser = _command(commands, "completion", "cli.completion:run", "a completion script for your shell")
    parser.add_argument("shell", choices=SHELLS)


def _count(text: str) -> int:
    value = int(text) if text.isdigit() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of items; write 1 or more")
    return value


Runner = Callable[[argparse.Namespace], int]


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments; argparse itself ends with code 2 where they are wrong."""
    parsed = build().parse_args(arguments)
    parsed.config = getattr(parsed, "config", None)
    parsed.data = getattr(parsed, "data", None)
    parsed.read_only = getattr(parsed, "read_only", False)
    return parsed
