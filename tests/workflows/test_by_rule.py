"""What a rule says, each by tickets of our own wording in several languages, and how far the rules carry together.

`by_rule.txt` holds tickets under the rule they pin. `ordinary.txt` holds tickets of every workflow, written before they
were first read; they show whether a rule that was made for one ticket spoils another.
"""

from pathlib import Path

import pytest

from workflows.catalog import packaged
from workflows.classify import TicketFacts, classify

HERE = Path(__file__).parent


def read(name: str) -> list[tuple[str, TicketFacts]]:
    found = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            wanted, *rest = (part.strip() for part in line.split("|", 4))
            priority, source, title, text = ("" if part == "-" else part for part in rest)
            found.append((wanted, TicketFacts(title=title, description=text, priority=priority, source=source)))
    return found


@pytest.mark.parametrize(("wanted", "facts"), read("by_rule.txt"), ids=lambda each: getattr(each, "title", each))
def test_each_rule_holds(wanted: str, facts: TicketFacts) -> None:
    found = classify(facts, packaged())
    assert found.workflow == wanted, [each for each in found.evidence if each.weight]


def test_ordinary_tickets_are_read() -> None:
    tickets = read("ordinary.txt")
    wrong = [
        f"{facts.title}: {found} for {wanted}"
        for wanted, facts in tickets
        if (found := classify(facts, packaged()).workflow) != wanted
    ]
    assert len(tickets) >= 150
    assert len(wrong) <= 0.1 * len(tickets), wrong


def test_a_denied_way_around_is_none() -> None:
    facts = TicketFacts(title="Checkout fails now and then", description="No workaround known.", priority="High")
    assert "there is a way around" not in [each.says for each in classify(facts, packaged()).evidence]


def test_a_layout_alone_outvotes_no_person() -> None:
    layout = "Host: NAS-ULM. State: degraded. Since 04:12:55."
    machine = classify(TicketFacts(title="Watcher: disk", description=layout), packaged())
    told = classify(TicketFacts(title="Watcher: disk", description=layout, source="Phone"), packaged())
    assert machine.workflow == "A"
    assert told.workflow != "A"
