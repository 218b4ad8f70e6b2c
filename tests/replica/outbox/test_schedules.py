"""Random days with faults and crashes (reliability 6.1, 6.2, 6.3): nothing lost, nothing doubled, nothing stuck.

The long forms are `python -m bench.faults`. What makes the zeros believable is that rules switched off are caught here.
"""

from pathlib import Path

import pytest

from tests.replica.outbox.cuts import lived, survived
from tests.replica.outbox.mutants import MUTANTS, caught
from tests.replica.outbox.psa import Fault, Weather
from tests.replica.outbox.schedule import Schedule, run_schedule


@pytest.mark.parametrize("block", range(4))
def test_random_days_lose_and_double_nothing(memory: Path, block: int) -> None:
    for seed in range(block * 8, (block + 1) * 8):
        assert run_schedule(memory, seed, acts=4).broken == [], f"seed {seed}"


def test_reads_that_lag_far_behind_change_nothing(memory: Path) -> None:
    weather = Weather(lag=40.0)
    for seed in range(9000, 9006):
        assert run_schedule(memory, seed, acts=4, weather=weather).broken == [], f"seed {seed}"


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.ZOMBIE])
def test_a_crash_at_any_step_ends_like_none(memory: Path, fault: Fault) -> None:
    weather = Weather(share=0.0, read_share=0.0)

    def lived_through(at: int | None) -> Schedule:
        schedule = Schedule(memory / f"{at}", 7, weather=weather, crash_share=0.0, crash_at=at, acts=1)
        schedule.psa.planned = [fault]
        assert schedule.run().broken == [], f"crash at step {at}"
        return schedule

    for step in range(1, lived_through(None).steps + 1):
        assert lived_through(step).verdict.crashes == 1


@pytest.mark.parametrize("spoil", [False, True])
def test_a_power_cut_loses_nothing_that_was_acknowledged(memory: Path, spoil: bool) -> None:
    life = lived(memory / "data", 3, 60)
    toll = survived(memory / "data", life, 4, 20 if spoil else 60, spoil=spoil)
    assert toll.lost == 0
    assert spoil or toll.damaged == 0


def test_the_database_alone_survives_power_cuts_too(memory: Path) -> None:
    life = lived(memory / "data", 5, 60, journalled=False)
    toll = survived(memory / "data", life, 6, 60, journalled=False)
    assert (toll.lost, toll.damaged) == (0, 0)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_rule_that_is_switched_off_is_caught(memory: Path, mutant: str) -> None:
    assert caught(mutant, memory, most=40)
