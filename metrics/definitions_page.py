"""docs/kpis.md, made of the definitions.

To write it anew: `python -c "from metrics.definitions_page import page; print(page(), end='')"` into that file.
"""

from collections.abc import Iterator

from metrics.definitions import Definition, FigureDefinition, packaged
from metrics.event_log import FIGURES
from metrics.value import Direction

HEAD = """\
# The figures

What each of the fourteen KPIs means. This page is made of `metrics/kpis.toml`, from which the screens (F1) and the
reports take their words, too; a test holds them equal.

For all of them:

* A figure comes with how many it counts (n), how many it leaves out and why, how many it could not measure and why, the
  instant as of which it holds, and whether it is provisional: it may still change without anybody correcting anything.
* Where nothing was counted it is n/a, never 0 % or 100 %.
* Business hours are those of the calendar of the ticket's location. No figure counts merged tickets or tickets of the
  own company.
* Each fact contributes by itself, so figures can be added up in any parts; a ratio of many weeks is the ratio of the
  sums, not the mean of ratios. Percentiles are interpolated between neighbours.
* Where history is not known, our own trail of statuses takes its place, and the figure says how many are known from
  which.
"""

LOG_HEAD = """\
## The figures of an event log

`servicedeck kpi --log FILE.csv [--calendar CAL.toml] [--at DATE] [--by COLUMN] [--json]` answers from a log of
incidents, one line an event. It has the columns of ServiceNow's audited log: `number`, `incident_state`,
`sys_updated_at`, `sys_updated_by`, `opened_at`, `resolved_at`, `closed_at`, `reopen_count`, `reassignment_count`,
`made_sla`, `priority`, `category`, `assignment_group`. Events stand in the order in which they happened, `?` and
nothing mean not known. Times name no zone, or all of them do; the wall clock is their difference as written, business
hours read them in the zone of the calendar. `--at`, in the log's own time, moves the backlog alone; `--by` groups
incidents by what their last event says. Definitions name the columns of the log.

| figure | definition |
|---|---|
"""


def page() -> str:
    """The whole page, as Markdown."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for kpi in packaged().kpis:
        yield from _of_kpi(kpi)
    yield f"\n{LOG_HEAD}"
    for figure in FIGURES:
        yield f"| `{figure.name}` ({figure.unit}) | {figure.definition} |\n"


def _of_kpi(kpi: Definition) -> Iterator[str]:
    yield f"\n## {kpi.number}. {kpi.name}\n\n{kpi.wording}\n\n"
    yield f"* Group: {kpi.group}\n* Formula: {kpi.formula}\n"
    if kpi.counts:
        yield f"* Counts: {'; '.join(kpi.counts)}\n"
    if kpi.leaves_out:
        yield f"* Leaves out: {'; '.join(kpi.leaves_out)}\n"
    yield f"* Period: {kpi.period}\n"
    yield f"* By: {', '.join(kpi.by)}\n"
    yield f"* Source: {kpi.source}\n"
    yield "\n| figure | unit | target |\n|---|---|---|\n"
    for figure in kpi.figures:
        yield f"| {figure.name} | {figure.unit} | {_target(figure)} |\n"


def _target(figure: FigureDefinition) -> str:
    match figure.direction:
        case Direction.NONE:
            return "none"
        case Direction.BETWEEN:
            return f"{figure.low:g} to {figure.high:g}"
        case direction:
            return f"{direction.value} {figure.high if figure.low is None else figure.low:g}"
