from __future__ import annotations

import subprocess
import sys


def test_who_starts_a_sandbox_loads_neither_its_server_nor_its_database() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sandbox.process, sys; print(*{m.partition('.')[0] for m in sys.modules})"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert not {"uvicorn", "starlette", "sqlite3"} & set(told)
