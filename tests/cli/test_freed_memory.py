"""What was freed goes back to the system."""

import platform
import subprocess
import sys

import pytest

FRAGMENTED = """
from pathlib import Path
from cli.freed_memory import give_back

def resident():
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)

blocks = [bytes(20_000) for _ in range(4_000)]
del blocks[1::2], blocks[:-1]
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_freed_memory_between_what_stays_goes_back_to_the_system() -> None:
    told = subprocess.run([sys.executable, "-c", FRAGMENTED], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 10_000
