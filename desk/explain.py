"""Why an item stands where it stands: four lines that say what a person asks, and every rung for who wants it all.

The lines of a strip stand by themselves and begin with what matters, so that any of them can be cut at the edge of a
screen: the reason and what it means; the clock; the neighbours; the workflow and what said so.
"""

from zoneinfo import ZoneInfo

from desk.boards import Board
from desk.entries import Entry
from desk.meanings import meaning
from desk.model import Explanation, ItemKind, Micros, RankingLine, WorkItem
from desk.neighbours import neighbours_line
from desk.promises import clock_line
from desk.viewing import Viewing
from desk.wording import helping, reason
from workflows.catalog import Catalogue
from workflows.classify import Evidence
from workflows.order import ladder

EVIDENCE_AT_MOST = 2
"""Pieces of evidence in a line; all of them stand on the item itself."""


def explain(
    entry: Entry, shown: WorkItem, board: Board, viewing: Viewing, catalogue: Catalogue, now: Micros, zone: ZoneInfo
) -> Explanation:
    """The why strip of an item.

    Args:
        shown: the item as the view has it, with the place that counts there.
        board: the order of that view.
    """
    position = board.position(shown.id)
    booked = shown.booked_start if shown.place != entry.item.place else None
    viewer = None if viewing.me is None or shown is entry.item else viewing.viewer(shown.id, booked)
    said = reason(shown, now, zone)
    return Explanation(
        item=shown.id,
        position=None if position is None else position + 1,
        sentence=said,
        lines=(
            f"{said}: {meaning(entry.facts, shown.place, now, zone)}",
            clock_line(entry, now, zone),
            neighbours_line(entry, shown, board, now, zone),
            workflow_line(shown, catalogue),
        ),
        steps=ladder(entry.facts, shown.place, viewer, now, zone),
        helping=helping(shown, viewing.me_id),
    )


def ranking_line(position: int, item: WorkItem, now: Micros, zone: ZoneInfo) -> RankingLine:
    """One line of the full ranking."""
    found = item.classification
    return RankingLine(
        position=position,
        item=item.id,
        number=item.number,
        title=item.title,
        rung=item.place.rung,
        sentence=reason(item, now, zone),
        offered=item.place.offered,
        evidence=() if found is None else tuple(f"{one.field}: {one.says}" for one in found.evidence),
    )


def workflow_line(item: WorkItem, catalogue: Catalogue) -> str:
    """The workflow and the evidence that weighed most for it, with how sure that is (0 to 1)."""
    found = item.classification
    workflow = catalogue.workflows.get(item.workflow)
    if workflow is None:
        return "no workflow: an appointment of your own"
    name = f"{workflow.id} {workflow.name}"
    if found is None:
        return f"{name}: every project task is" if item.id.kind is ItemKind.TASK else name
    heaviest = sorted((one for one in found.evidence if one.weight > 0), key=lambda one: -one.weight)
    said = ", ".join(_said(one) for one in heaviest[:EVIDENCE_AT_MOST]) or found.rule
    return f"{name}: {said} ({found.confidence:.2f})"


def _said(evidence: Evidence) -> str:
    field = evidence.field.replace("_", "-")
    verb = " says" if evidence.field in ("title", "text") else ""
    return f'{field}{verb} "{evidence.value}"'
