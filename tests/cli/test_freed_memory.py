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

HEAPS = """
import ctypes, re
from pathlib import Path
from threading import Barrier, Thread
from cli.freed_memory import share_one_heap

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = Barrier(4)

def take():
    together.wait()
    for _ in range(100):
        libc.malloc(ctypes.c_size_t(2_000))
    together.wait()

{tell}
threads = [Thread(target=take) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
stream = libc.fopen
stream.restype = ctypes.c_void_p
told = ctypes.c_void_p(stream(b"/dev/stdout", b"w"))
libc.malloc_info(0, told)
libc.fflush(told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_freed_memory_between_what_stays_goes_back_to_the_system() -> None:
    told = subprocess.run([sys.executable, "-c", FRAGMENTED], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 10_000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_threads_share_one_heap_where_each_would_have_its_own() -> None:
    def heaps(tell: str) -> int:
        script = HEAPS.replace("{tell}", tell)
        return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.count(
            "<heap "
        )

    assert heaps("") > 1
    assert heaps("share_one_heap()") == 1
