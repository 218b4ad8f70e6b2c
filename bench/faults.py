"""`python -m bench.faults [NAME ...] [--share 0.1]`: the long forms of the outbox's fault tests, as a table.

    schedules   random days with faults and crashes in virtual time (reliability 6.1)
    steps       every fault, and a crash at every step (6.2)
    cuts        power cuts at any recorded write, of both copies, of each alone (6.3)
    kills       SIGKILL of a real sender over real sockets to the sandbox, with faults on the wire (6.5)
    desks       the same of the whole house without screens, all kinds of acts under way
    apps        the same of the program in a terminal, driven by keys
    mutants     every protective rule switched off has to be noticed (6.12)

All but those with SIGKILL are the same for the same seeds. Ends with 1 where a law did not hold.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import app_kills, desk_kills
from bench.kills import killed
from replica.errors import ReplicaError
from tests.replica.outbox.cuts import lived, survived
from tests.replica.outbox.mortal import IN_MEMORY
from tests.replica.outbox.mutants import MUTANTS, caught
from tests.replica.outbox.psa import FAULTS, Fault, Weather
from tests.replica.outbox.schedule import Schedule, run_schedule

SCHEDULES = 10_000
CUTS = 20_000
KILLS = 200
DESK_KILLS, APP_KILLS = 150, 50
ODD = "forgotten, lost, doubled, stuck or odd"
STEP_SEEDS = 6
_BLOCK = 50
_CUTS_OF_A_LIFE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    tried: int
    what: str
    broken: int
    note: str = ""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder in memory where there is one."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        yield Path(name)


def some_days(seeds: range) -> tuple[int, int, int, list[str]]:
    """Ops, crashes, requests and what was broken, over some schedules."""
    ops = crashes = requests = 0
    broken: list[str] = []
    with folder() as place:
        for seed in seeds:
            lag = (0.0, 5.0, 40.0)[seed % 3]
            verdict = run_schedule(place, seed, weather=Weather(lag=lag))
            ops, crashes, requests = ops + verdict.ops, crashes + verdict.crashes, requests + verdict.requests
            broken += [f"seed {seed}: {each}" for each in verdict.broken]
    return ops, crashes, requests, broken


def schedules(pool: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.1."""
    count = max(1, round(SCHEDULES * share))
    blocks = [range(begin, min(count, begin + _BLOCK)) for begin in range(0, count, _BLOCK)]
    ops = crashes = requests = 0
    broken: list[str] = []
    for done in pool.map(some_days, blocks):
        ops, crashes, requests, broken = ops + done[0], crashes + done[1], requests + done[2], broken + done[3]
    note = f"{ops:,} ops, {crashes:,} crashes, {requests / max(1, ops):.2f} requests an op"
    yield Row("random schedules", count, "lost, doubled, stuck or odd", len(broken), "; ".join([note, *broken[:3]]))


def every_step(work: tuple[Fault, int]) -> tuple[int, list[str]]:
    """A day with one fault, ended at each of its steps: how many, and what was broken."""
    fault, seed = work
    broken: list[str] = []
    weather = Weather(share=0.0, read_share=0.0)

    def day(place: Path, at: int | None) -> Schedule:
        schedule = Schedule(place / f"{at}", seed, weather=weather, crash_share=0.0, crash_at=at, acts=3)
        schedule.psa.planned = [fault] * 2
        broken.extend(f"{fault} seed {seed} step {at}: {each}" for each in schedule.run().broken)
        return schedule

    with folder() as place:
        steps = day(place, None).steps
        for step in range(1, steps + 1):
            day(place, step)
    return steps + 1, broken


def steps(pool: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.2."""
    seeds = max(1, round(STEP_SEEDS * share))
    work = [(fault, 500 + seed) for fault in (Fault.NONE, *FAULTS) for seed in range(seeds)]
    found = list(pool.map(every_step, work))
    broken = [each for _, some in found for each in some]
    note = f"{len(work)} days with {len(FAULTS)} faults, each ended at every step"
    yield Row("a crash at every step", sum(count for count, _ in found), "ended otherwise", len(broken), note)


def some_cuts(work: tuple[int, int, bool, bool]) -> tuple[int, int, str]:
    """Cuts of one life, how many of them broke something, and what else went wrong."""
    seed, count, journalled, spoil = work
    with folder() as place:
        life = lived(place / "data", seed, 150, journalled=journalled)
        try:
            toll = survived(place / "data", life, seed + 1, count, journalled=journalled, spoil=spoil)
        except ReplicaError as error:
            return count, 1, f"seed {seed}: {error} ({error.__cause__})"
    return toll.cuts, toll.lost + (0 if spoil else toll.damaged), ""


def cuts(pool: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.3."""
    ways = (
        ("both copies", True, False, 0.4),
        ("the database alone", False, False, 0.4),
        ("the journal alone", True, True, 0.2),
    )
    for name, journalled, spoil, part in ways:
        lives = max(1, round(CUTS * share * part / _CUTS_OF_A_LIFE))
        work = [(seed * 10, _CUTS_OF_A_LIFE, journalled, spoil) for seed in range(lives)]
        found = list(pool.map(some_cuts, work))
        total, broken = sum(each[0] for each in found), sum(each[1] for each in found)
        odd = "; ".join(each for _, _, each in found if each)
        yield Row(f"power cuts, {name}", total, "acknowledged lost, or damaged", broken, odd)


def kills(_: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.5."""
    with folder() as place:
        done = killed(place, max(1, round(KILLS * share)))
    broken = [*done.lost, *done.doubled]
    note = f"{done.entries} entries; {'; '.join(broken[:3])}" if broken else f"{done.entries} entries"
    yield Row("SIGKILL over real sockets", done.kills, "lost or doubled", len(broken), note)


def desks(_: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.5, with all that stands over the outbox."""
    with folder() as place:
        done = desk_kills.killed(place, max(1, round(DESK_KILLS * share)))
    note = f"{done.done} acts, {done.taken_back} of them taken back, {done.struck} faults"
    yield Row("SIGKILL of the desk", done.kills, ODD, len(done.broken), "; ".join([note, *done.broken[:3]]))


def apps(_: ProcessPoolExecutor, share: float) -> Iterable[Row]:
    """6.5, from the key to Autotask."""
    with folder() as place:
        done = app_kills.killed(place, max(1, round(APP_KILLS * share)))
    note = f"{done.pressed} acts by key, {len(done.said)} said to be entered, {done.struck} faults"
    yield Row("SIGKILL of the app", done.kills, ODD, len(done.broken), "; ".join([note, *done.broken[:3]]))


def one_mutant(name: str) -> bool:
    """Whether it was noticed."""
    with folder() as place:
        return caught(name, place, most=400)


def mutants(pool: ProcessPoolExecutor, _: float) -> Iterable[Row]:
    """6.12."""
    for name, seen in zip(MUTANTS, pool.map(one_mutant, MUTANTS), strict=True):
        yield Row(f"mutant: {name}", 1, "unnoticed", int(not seen))


SUITES: dict[str, Callable[[ProcessPoolExecutor, float], Iterable[Row]]] = {
    "schedules": schedules,
    "steps": steps,
    "cuts": cuts,
    "kills": kills,
    "desks": desks,
    "apps": apps,
    "mutants": mutants,
}


def main() -> int:
    """Run the named suites, all of them by default."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SUITES)}")
    parser.add_argument("--share", type=float, default=1.0, help="part of the full numbers, such as 0.1")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(SUITES):
        parser.error(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    logging.disable()  # what goes wrong here does so by the thousand, and on purpose
    print("| test | tried | failure | failures | seconds | |\n|---|---|---|---|---|---|")
    broken = 0
    with ProcessPoolExecutor() as pool:
        for name in chosen.names or SUITES:
            begun = time.perf_counter()
            for row in SUITES[name](pool, chosen.share):
                took = time.perf_counter() - begun
                print(
                    f"| {row.name} | {row.tried:,} | {row.what} | {row.broken} | {took:.0f} | {row.note} |", flush=True
                )
                broken += row.broken
                begun = time.perf_counter()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
