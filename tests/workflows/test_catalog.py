"""The packaged catalogue, and what is said to a desk that writes its own wrongly."""

import re

import pytest

from sla.targets import Scope, Target
from workflows.catalog import CatalogueError, check_packaged, load, packaged


def test_the_eleven_and_the_lanes_are_there() -> None:
    workflows = packaged().workflows
    eleven = [f"W{number:02}" for number in range(1, 12)]
    assert [id_ for id_ in sorted(workflows) if id_.startswith("W")] == eleven
    assert {id_ for id_, each in workflows.items() if not each.enabled} == set("CPSHN")
    assert list(workflows)[:9] == ["W01", "W02", "W03", "A", "W04", "W06", "W07", "W05", "U"]
    assert {each.id for each in workflows.values() if each.enabled and each.worked_from == "schedule"} == {*eleven[7:]}
    assert workflows["W01"].worked_from == "interrupt"


def test_targets_are_those_of_the_table() -> None:
    workflows = packaged().workflows
    assert workflows["W01"].targets.resolved == Target(4 * 3600, around_the_clock=True)
    assert workflows["W02"].targets.first_response == Target(20 * 60)
    assert workflows["W07"].targets.resolved == Target(5 * 8 * 3600)
    assert workflows["W11"].targets.first_response is None


def test_the_hash_follows_the_content() -> None:
    assert load("", name="own.toml").hash == packaged().hash
    changed = load('[workflows.W02]\nname = "Hoch"\n', name="own.toml")
    assert changed.hash != packaged().hash
    assert changed.hash == load('[workflows.W02]\nname="Hoch" # same', name="other.toml").hash


def test_an_own_file_lies_over_the_packaged_one() -> None:
    own = load('[workflows.W02]\nname = "Hoch"\nfirst_response = "10m"\n', name="own.toml")
    assert own.workflows["W02"].name == "Hoch"
    assert own.workflows["W02"].targets.first_response == Target(600)
    assert own.workflows["W02"].targets.resolved == packaged().workflows["W02"].targets.resolved


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[workflows.W02]\nnmae = 'x'\n", "own.toml, line 2: workflows.W02.nmae: unknown key."),
        ("[workflow.W02]\nname = 'x'\n", "own.toml, line 1: workflow: unknown table."),
        ("\n[workflows.W02]\nrank = 'first'\n", "own.toml, line 3: workflows.W02.rank: 'first' is not a whole number."),
        (
            "[workflows.W02]\nresolved = '8 hours'\n",
            "own.toml, line 2: workflows.W02.resolved: '8 hours' is no target.",
        ),
        ("[workflows.W02]\nfamily = 'fire'\n", "own.toml, line 2: workflows.W02.family: 'fire' is none of incident"),
        ("[workflows.W02]\neffort_minutes = 0\n", "own.toml, line 2: workflows.W02.effort_minutes: 0 is no length"),
        ("[workflows.W12]\nname = 'x'\n", "own.toml, line 1: workflows.W12: lacks family, rank"),
        ('[map.priority]\n"Rot" = "W99"\n', "own.toml, line 2: map.priority.Rot: no workflow 'W99'."),
        ('[map.colour]\n"Rot" = "W01"\n', "own.toml, line 1: map.colour: unknown field."),
        ('[cues.fire]\nsays = "x"\npoints = { W99 = 1 }\n', "own.toml, line 3: cues.fire.points.W99: neither"),
        ('[cues.fire]\npoints = { W01 = "much" }\n', "own.toml, line 2: cues.fire.points.W01: 'much' is no number."),
        ('[cues.fire]\nenglish = ["fire"]\n', "own.toml, line 2: cues.fire.english: unknown key."),
        ('[cues.fire]\nsays = "x"\npoints = { W01 = 1 }\nen = ["fi*"]\n', "own.toml, line 4: cues.fire.en: 'fi*'"),
        ('[examples]\nW99 = ["x"]\n', "own.toml, line 2: examples.W99: no workflow 'W99'."),
        ("workflows = 3\n", "own.toml, line 1: workflows: 3 is not a table."),
        ("targets = 3\n", "own.toml, line 1: targets: 3 is not a list of tables."),
        ('[[targets]]\ncontract = "Gold"\nresolve = "1h"\n', "own.toml, line 3: targets.0.resolve: unknown key."),
        ('[[targets]]\ncontract = ""\nresolved = "1h"\n', "own.toml, line 2: targets.0.contract: '' is not text."),
        (
            '[[targets]]\nworkflow = "W99"\nresolved = "1h"\n',
            "own.toml, line 2: targets.0.workflow: no workflow 'W99'.",
        ),
        ('[[targets]]\ncompany = "A"\nresolved = "0h"\n', "own.toml, line 3: targets.0.resolved: '0h' is no target."),
        (f'[workflows.W02]\nresolved = "{"9" * 400}d"\n', "own.toml, line 2: workflows.W02.resolved: '999"),
        ('[[targets]]\nresolved = "1h"\n', "own.toml, line 1: targets.0: names nobody."),
        ('[[targets]]\ncompany = "Acme"\n', "own.toml, line 1: targets.0: promises nothing."),
        (
            '[[targets]]\ncompany = "Acme"\nresolved = "1h"\n\n[[targets]]\ncompany = "Beta"\nresolved = "1 hour"\n',
            "own.toml, line 7: targets.1.resolved: '1 hour' is no target.",
        ),
        (
            '[[targets]]\ncompany = "Acme"\nresolved = "1h"\n[[targets]]\ncompany = "ACME"\nresolved = "2h"\n',
            "own.toml, line 4: targets.1: for the same tickets as targets.0 (company ACME).",
        ),
        ("[workflows.W02\n", "own.toml: not valid TOML:"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_next_step(text: str, message: str) -> None:
    with pytest.raises(CatalogueError, match="^" + re.escape(message)):
        load(text, name="own.toml")


def test_a_promise_to_a_contract_a_company_or_a_priority_counts_before_that_of_the_workflow() -> None:
    own = load(
        """
        [[targets]]
        priority = "Critical"
        first_response = "10m 24x7"
        resolved = "3h 24x7"
        [[targets]]
        company = "Acme"
        resolution_plan = "none"
        [[targets]]
        company = "Acme"
        priority = "Critical"
        resolved = "2h"
        [[targets]]
        contract = "Gold"
        resolved = "1h 24x7"
        """,
        name="own.toml",
    )
    usual = own.workflows["W01"].targets

    def promised(contract: str, company: str, priority: str) -> list[tuple[Target | None, str]]:
        found = own.overrides.in_force(usual, Scope(contract, company, priority, "W01"))
        each = (found.first_response, found.resolution_plan, found.resolved)
        return [(target, "" if target is None else target.rule) for target in each]

    hour = 3_600
    first, plan, resolved = ((each, "W01") for each in (usual.first_response, usual.resolution_plan, usual.resolved))
    urgent = Target(600, around_the_clock=True), "priority Critical"
    assert promised("", "Beta", "High") == [first, plan, resolved]
    assert promised("", "Beta", "critical") == [urgent, plan, (Target(3 * hour, True), "priority Critical")]
    assert promised("", "acme", "High") == [first, (None, ""), resolved]
    assert promised("", "ACME ", "Critical") == [
        urgent,
        (None, ""),
        (Target(2 * hour), "company Acme, priority Critical"),
    ]
    assert promised("Gold", "Acme", "Critical") == [urgent, (None, ""), (Target(hour, True), "contract Gold")]


def test_an_own_cue_counts() -> None:
    from workflows.classify import TicketFacts, classify

    own = load('[cues.kiln]\nsays = "the kiln"\npoints = { W01 = 5.0 }\nen = ["kiln cold"]\n', name="own.toml")
    found = classify(TicketFacts(title="The kiln cold again"), own)
    assert (found.workflow, found.rule) == ("W01", "text.kiln")


def test_the_packaged_files_stand_the_checks_of_an_own_one() -> None:
    check_packaged()
