"""`servicedeck interventions`: which tickets need a hand, why, since when, and what helps."""

import argparse
import json

from cli.ask import as_of, on_the_copy, one_line, utc_text, what_it_is
from cli.composition import Lookout
from cli.exits import Exit, Stop
from cli.plan import Plan
from desk.durations import moment_text
from desk.interventions.model import Intervention, InterventionSnapshot, Need, Tab, tab_of
from sla.instants import instant


def run(arguments: argparse.Namespace) -> Exit:
    """Print one heading of the list from the copy, which is not asked to be newer than it is."""

    async def tell(built: Lookout, _: Plan) -> Exit:
        await built.desk.foresee()
        return _tell(built, arguments)

    return on_the_copy(arguments, tell)


def _tell(built: Lookout, arguments: argparse.Namespace) -> Exit:
    tab = Tab(arguments.tab)
    found = built.desk.interventions(tab)
    if not found.rows:
        elsewhere = f" Under other headings: {_counts(found)}." if found.counts.get(Tab.ALL) else ""
        raise Stop(
            Exit.NOTHING, f"Nothing stands under {tab.value}.{elsewhere}" if elsewhere else built.desk.calm_text()
        )
    shown = found.rows[: arguments.count]
    if not arguments.json:
        print(f"{found.counts[Tab.ALL]} need a hand: {_counts(found)}")
    for position, row in enumerate(shown, start=1):
        print(json.dumps(_facts(built, row, position)) if arguments.json else _lines(built, row, tab, position))
    return Exit.DONE


def _counts(found: InterventionSnapshot) -> str:
    return ", ".join(f"{tab.value} {count}" for tab, count in found.counts.items() if count and tab is not Tab.ALL)


def _facts(built: Lookout, row: Intervention, position: int) -> dict[str, object]:
    item, now = row.item, built.desk.clock.now()
    return {
        "position": position,
        **what_it_is(item),
        "sla": built.desk.row(item, now).sla,
        "tabs": [tab.value for tab in Tab if tab in row.tabs and tab is not Tab.ALL],
        "reasons": [
            {
                "kind": need.kind.value,
                "tab": tab_of(need.kind).value,
                "since": utc_text(instant(need.since)),
                "act": need.act.value,
                "why": built.desk.need_text(item.id, need, now),
            }
            for need in row.needs
        ],
        "as_of": as_of(built),
    }


def _lines(built: Lookout, row: Intervention, tab: Tab, position: int) -> str:
    item, first = row.item, row.first_of(tab)
    cells = (f"{position}.", item.number, item.priority_mark, item.workflow, item.owner or "nobody")
    head = " ".join(cell for cell in cells if cell)
    reasons = [first, *(need for need in row.needs if need is not first)]
    told = [f"   {_reason(built, row, need)}" for need in reasons]
    return "\n".join((one_line(head), f"   {one_line(item.title)} ({one_line(item.company)})", *told))


def _reason(built: Lookout, row: Intervention, need: Need) -> str:
    now, zone = built.desk.clock.now(), built.desk.zone
    said = one_line(built.desk.need_text(row.item.id, need, now))
    return f"{said} (since {moment_text(need.since, now, zone)}; {need.act.value})"
