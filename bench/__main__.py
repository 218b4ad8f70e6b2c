"""`python -m bench [NAME ...] [--write]`: measure, print, and with --write put the figures into docs/benchmarks.md."""

import argparse
import platform
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from bench.figures import Figure

SUITES = (
    "business_time",
    "per_call",
    "clocks",
    "order",
    "interventions",
    "compliance",
    "parse",
    "table",
    "first_paint",
    "sandbox",
)
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PEERS = (
    "textual",
    "textual-fastdatatable",
    "timegrid",
    "workclock",
    "django-bizcal",
    "business-duration",
    "pydantic",
    "sortedcontainers",
)


def table(name: str, figures: list[Figure]) -> str:
    """One suite as a Markdown table."""
    module = import_module(f"bench.{name}")
    rows = [
        f"### {name}",
        "",
        (module.__doc__ or "").strip(),
        "",
        "| figure | ours | peer | ratio | goal | holds | rounds; noise of ours, of the peer |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {figure.name} | {figure.ours:.4g} {figure.unit} | {figure.peer_name}: {figure.peer:.4g} {figure.unit}"
        f" | {figure.ratio:.3g} | {figure.words} | {'yes' if figure.holds else '**no**'} | {figure.rounds} |"
        for figure in figures
    ]
    rows += [f"\n{figure.name}: {figure.note}" for figure in figures if figure.note]
    return "\n".join(rows)


def page(tables: list[str]) -> str:
    """The whole of docs/benchmarks.md."""
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    head = f"""# Benchmarks

Ratios against a named peer or baseline, both measured in the same run on the same machine; the absolute figures
belong to that machine and that day. A cost is the best of several rounds of processor time, the sides taking turns, and
its noise is how far the median round lay above the best; `bench/figures.py` says why. Repeat them with:

```sh
.venv/bin/pip install --no-deps -r bench/peers.txt
.venv/bin/python -m bench --write
```

Measured on {platform.system()} {platform.machine()}, CPython {platform.python_version()}, with {peers}.
"""
    return "\n\n".join([head, *tables]) + "\n"


def main() -> int:
    """Run the named suites, all of them by default. Ends with 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(SUITES)}")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md (all suites)")
    chosen = parser.parse_args()
    names = chosen.names or list(SUITES)
    if unknown := set(names) - set(SUITES):
        parser.error(f"no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}")
    if chosen.write and chosen.names:
        parser.error("--write measures every suite; leave the names out")
    tables, missed = [], 0
    for name in names:
        figures: list[Figure] = import_module(f"bench.{name}").measure()
        missed += sum(not figure.holds for figure in figures)
        tables.append(table(name, figures))
        print(tables[-1], end="\n\n", flush=True)
    if chosen.write:
        PAGE.write_text(page(tables), encoding="utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
