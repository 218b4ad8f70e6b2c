"""`python -m sandbox`: found a world, serve it on loopback, and say where in one line of JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sandbox.access import Credentials
from sandbox.announcement import Announcement
from sandbox.clock import WorldClock
from sandbox.kept import founded
from sandbox.limits import Threshold
from sandbox.scenarios import scenario
from sandbox.server import app, serve
from sandbox.store import Store
from sandbox.values import instant_json, milliseconds, parsed_instant

LAST_PORT = 65_535


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a sandbox until it is told to stop; what cannot be started is said in one line."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    store, credentials = Store(), Credentials()
    try:
        told = scenario(asked.scenario) if asked.scenario else None
        if told is not None:
            asked.at, asked.size, asked.seed = told.at, told.size, told.seed
        world = founded(store, seed=asked.seed, at=asked.at, size=asked.size, folder=asked.kept or _kept())
        world.arrange(told.events if told else ())
        clock = WorldClock(asked.at, asked.speed)
    except ValueError as problem:
        parser.error(str(problem))

    def announcement(url: str) -> Announcement:
        return Announcement(
            url=url,
            user=credentials.user,
            secret=credentials.secret,
            integration_code=credentials.integration_code,
            at=instant_json(milliseconds(clock.at)).strip('"'),
            speed=clock.speed,
            anchor=clock.anchor,
            seed=asked.seed,
            size=asked.size,
            me=_someone(store),
        )

    application = app(store, world, clock, credentials, threshold=Threshold(asked.threshold), admin=asked.admin)
    try:
        serve(application, announcement, port=asked.port, follow_parent=asked.follow_parent)
    except OSError as problem:
        parser.error(f"cannot listen on port {asked.port}: {problem.strerror}")


def _someone(store: Store) -> str:
    """The first technician of the front line."""
    hands = store.select("Resources", "isActive = 1 AND title = ?", ("Service desk L1",), limit=1)
    return str(hands[0]["email"])


def _kept() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("servicedeck", appauthor=False) / "sandbox"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A look-alike of the Autotask PSA REST API with a living desk inside."
    )
    parser.add_argument("--port", type=_port, default=0, help="loopback port; 0 takes a free one")
    parser.add_argument("--size", default="small", help="how large a tenant to found")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same tenant")
    parser.add_argument(
        "--at", type=_instant, default=datetime.now(UTC), help="world time to start at, ISO 8601; default now"
    )
    parser.add_argument(
        "--scenario", metavar="NAME", help="a day worth practising on, with its own size, seed and instant"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="world seconds a second; 0 stands still")
    parser.add_argument(
        "--kept", metavar="DIR", type=Path, help="where large tenants are kept once they are founded; your cache folder"
    )
    parser.add_argument("--threshold", type=int, default=10_000, help="requests that the tenant may make an hour")
    parser.add_argument("--admin", action="store_true", help="open the back door for tests: faults, journal, settings")
    parser.add_argument("--follow-parent", action="store_true", help="end when standard input ends")
    return parser


def _port(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PORT)) else -1
    if not 0 <= value <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to {LAST_PORT}")
    return value


def _instant(text: str) -> datetime:
    try:
        return parsed_instant(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an instant such as 2026-11-24T09:00:00Z") from None


if __name__ == "__main__":
    main()
