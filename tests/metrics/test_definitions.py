"""The definitions: fourteen, the same in the file, in the modules and on the page, and clear when they are wrong."""

from pathlib import Path

import pytest

from metrics.definitions import DefinitionError, packaged, read
from metrics.definitions_page import page
from metrics.kpi import contributing
from metrics.value import Direction, Fold

HERE = Path(__file__).parents[2]
ONE = """\
[kpi.a]
number = 1
name = "A"
group = "G"
wording = "w"
formula = "f"
counts = []
leaves_out = []
period = "p"
source = "s"
by = ["tech"]
[[kpi.a.figures]]
id = "x"
name = "X"
fold = "ratio"
unit = "%"
"""


def test_there_are_fourteen_and_each_has_a_module_of_its_name() -> None:
    kpis = packaged().kpis
    assert [kpi.number for kpi in kpis] == list(range(1, 15))
    modules = {path.stem for path in Path(contributing.__file__).parent.glob("*.py")}
    assert {kpi.id for kpi in kpis} <= modules


def test_first_contact_is_told_of_no_person() -> None:
    assert "tech" not in packaged().kpi("first_contact").by


def test_the_page_says_what_the_file_says() -> None:
    assert (HERE / "docs" / "kpis.md").read_text(encoding="utf-8") == page()


def test_the_version_changes_with_the_file_alone() -> None:
    assert read(ONE).version == read(ONE).version != read(ONE.replace('"w"', '"v"')).version


def test_a_figure_takes_the_sums_of_its_own_name_unless_it_names_others() -> None:
    assert read(ONE).kpi("a").figure("x").measure == "a.x"
    other = read(ONE + 'measure = "a.y"\ndirection = "at least"\nlow = 3\n').kpi("a").figure("x")
    assert (other.measure, other.scale, other.fold, other.target.direction) == (
        "a.y", 100.0, Fold.RATIO, Direction.AT_LEAST,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ONE.replace('name = "A"', ""), "kpis.toml: kpi.a.name: Field required"),
        (ONE.replace('fold = "ratio"', 'fold = "rate"'), "kpis.toml: kpi.a.figures.0.fold: Input should be"),
        (ONE + "hi = 3\n", "kpis.toml: kpi.a.figures.0.hi: Extra inputs"),
        (ONE + 'direction = "at most"\nlow = 3\n', "direction 'at most' does not go with low 3.0"),
        (ONE.replace('"tech"', '"mood"'), "kpis.toml: kpi.a.by.0: Input should be 'tech'"),
        (ONE.replace("number = 1", "number = 2"), "the numbers of the KPIs are [2]. Number them from 1 on"),
        (ONE + '[[kpi.a.figures]]\nid = "x"\nname = "X"\nfold = "ratio"\nunit = "%"\n', "figure 'x' is there twice"),
        ("[kpis.a]\n", "kpis.toml: kpis: unknown key. A KPI is a table [kpi.NAME]."),
        ("kpi = 3\n", "kpis.toml: kpi: write tables [kpi.NAME]."),
        ("[kpi]\na = 3\n", "kpis.toml: kpi.a: write a table [kpi.a]."),
        ("[kpi.a\n", "kpis.toml is not valid TOML"),
    ],
)
def test_a_wrong_definition_is_told_with_its_place(wrong: str, said: str) -> None:
    with pytest.raises(DefinitionError) as told:
        read(wrong)
    assert said in str(told.value)
